using System;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

[Sequential(4), BatchNorm1d(Name = "norm"), Linear(6), BatchNorm1d(momentum: 0.2f), ReLU, Linear(3)]
public partial class Normalized;

/// <summary>Running statistics: what updates them, what uses them, what leaves them alone.</summary>
public sealed class BatchNormTests
{
    [Fact]
    public void Training_MovesRunningStatisticsTowardsTheBatch()
    {
        var network = new Normalized(seed: 1);
        Assert.Equal([0f, 0f, 0f, 0f], Values(network, "norm.running_mean", 4));
        Assert.Equal([1f, 1f, 1f, 1f], Values(network, "norm.running_var", 4));
        const int Count = 200;
        float[] inputs = [.. Data.Normal(Count * 4, 2).Select((x, i) => (x * (1 + (i % 4))) + (10 * (i % 4)))];
        int[] labels = new int[Count];
        network.ComputeGradients(new Batch(inputs, labels) { IsTraining = true }, Normalized.CreateGradients(), accumulate: true);
        float[] means = Values(network, "norm.running_mean", 4), variances = Values(network, "norm.running_var", 4);
        for (int column = 0; column < 4; column++)
        {
            double[] x = [.. Enumerable.Range(0, Count).Select(row => (double)inputs[(row * 4) + column])];
            double mean = x.Average(), variance = x.Sum(v => (v - mean) * (v - mean)) / (Count - 1);
            Assert.Equal(0.1 * mean, means[column], 1e-5);
            Assert.Equal(0.9 + (0.1 * variance), variances[column], 1e-5);
        }
    }

    [Fact]
    public void RunningStatistics_AreChangedByTrainingStepsAlone()
    {
        var network = new Normalized(seed: 2);
        float[] inputs = Data.Normal(40, 3);
        int[] labels = new int[10];
        UInt128 hash = network.Parameters.Hash();
        network.ComputeLoss(new Batch(inputs, labels) { IsTraining = true });
        network.ComputeGradients(new Batch(inputs, labels), Normalized.CreateGradients(), accumulate: true);
        network.ForwardBatch(inputs, new float[30]);
        Assert.Equal(hash, network.Parameters.Hash());
        network.ComputeGradients(new Batch(inputs, labels) { IsTraining = true }, Normalized.CreateGradients(), accumulate: true);
        Assert.NotEqual(hash, network.Parameters.Hash());
    }

    [Fact]
    public void Layout_HasRunningStatisticsInPyTorchsOrderBehindWhatIsTrained()
    {
        Assert.Equal(
            ["norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "1.weight", "1.bias", "2.weight", "2.bias", "2.running_mean", "2.running_var", "4.weight", "4.bias"],
            Normalized.ParameterInfos.ToArray().Select(parameter => parameter.Name));
        Assert.Equal(8 + 30 + 12 + 21, Normalized.ParameterCount);
        Assert.True(Normalized.Description.Layout.TrainableLength < Normalized.Description.Layout.Length);
    }

    [Fact]
    public void TrainingBatchOfOneRow_IsRefused()
    {
        var network = new Normalized(seed: 3);
        var error = Assert.Throws<ArgumentException>(() => network.ComputeGradients(new Batch(new float[4], new int[1]) { IsTraining = true }, Normalized.CreateGradients(), accumulate: true));
        Assert.Contains("Normalized was given a training batch of 1 row", error.Message, StringComparison.Ordinal);
        Assert.True(float.IsFinite(network.ComputeLoss(new float[4], new int[1])));
    }

    [Fact]
    public void Fit_LearnsAndInferenceUsesTheRunningStatistics()
    {
        var network = new Normalized(seed: 4);
        float[] inputs = Data.Normal(300 * 4, 5);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => inputs[i * 4] + inputs[(i * 4) + 1] > 0.5f ? 2 : inputs[(i * 4) + 2] > 0 ? 1 : 0)];
        network.Fit(inputs, labels, new Adam(learningRate: 0.02f), new FitOptions { Epochs = 40, BatchSize = 30, Seed = 1 });
        Assert.InRange(network.Evaluate(inputs, labels).Accuracy, 0.93, 1);
    }

    private static float[] Values(Normalized network, string name, int count)
    {
        var values = new float[count];
        network.Parameters.CopyTo(name, values);
        return values;
    }
}
