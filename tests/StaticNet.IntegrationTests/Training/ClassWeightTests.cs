using System;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Mlp(3, 5, 3, Activation = Activation.Tanh)]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [0.25f, 1f, 8f])]
public partial class WeightedClasses;

[Mlp(3, 5, 3, Activation = Activation.Tanh, OutputActivation = Activation.LogSoftmax)]
[Training(ClassWeights = [0.25f, 1f, 8f])]
public partial class WeightedLikelihoods;

[Mlp(3, 5, 3, Activation = Activation.Tanh)]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [1f, 1f, 0f])]
public partial class UncountedClass;

/// <summary>With class weights a loss over many rows is Σw·l/Σw over all of them, whatever the blocks and batches.</summary>
public sealed class ClassWeightTests
{
    private const int Count = 700; // three blocks of an evaluation, and a shorter last batch

    private static readonly float[] s_inputs = Layers.Data.Normal(Count * 3, 4);

    // Sorted, so that blocks differ as much as they can.
    private static readonly int[] s_labels = [.. Enumerable.Range(0, Count).Select(i => i * 3 / Count)];

    private static readonly double[] s_weights = [0.25, 1, 8];

    [Fact]
    public void Evaluate_IsTheWeightedMeanOfAllRows()
    {
        var cross = new WeightedClasses(seed: 2);
        Assert.Equal(Oracle(cross, s_inputs, s_labels), cross.Evaluate(s_inputs, s_labels).Loss, 1e-6);
        var likelihood = new WeightedLikelihoods(seed: 2);
        Assert.Equal(Oracle(likelihood, s_inputs, s_labels), likelihood.Evaluate(s_inputs, s_labels).Loss, 1e-6);
        Assert.Equal(cross.ComputeLoss(s_inputs, s_labels), cross.Evaluate(s_inputs, s_labels).Loss, 1e-6);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    [InlineData(699)]
    [InlineData(700)]
    public void Fit_ReportsTheWeightedMean_OfTrainingAndValidation(int batchSize)
    {
        // A learning rate of 0: all batches see the same parameters.
        var network = new WeightedClasses(seed: 2);
        double expected = Oracle(network, s_inputs, s_labels);
        TrainingHistory history = network.Fit(s_inputs, s_labels, new SGD(0), new FitOptions { Epochs = 2, BatchSize = batchSize, ValidationData = (s_inputs, s_labels) });
        Assert.All(history.Epochs, e => Assert.Equal(expected, e.Loss, 1e-6));
        Assert.All(history.Epochs, e => Assert.Equal(expected, e.ValidationLoss!.Value, 1e-6));
    }

    [Fact]
    public void ABlockOfUncountedRows_AddsNothing()
    {
        // The last of three blocks holds class 2 alone, whose weight is 0.
        var network = new UncountedClass(seed: 2);
        int counted = s_labels.Count(l => l < 2);
        double expected = Oracle(new Func<float[], float[]>(x => Outputs(network, x)), s_inputs, s_labels, [1, 1, 0]);
        Assert.Equal(expected, network.Evaluate(s_inputs, s_labels).Loss, 1e-6);
        Assert.Equal(network.Evaluate(s_inputs.AsSpan()[..(counted * 3)], s_labels.AsSpan()[..counted]).Loss, network.Evaluate(s_inputs, s_labels).Loss, 1e-6);
    }

    [Fact]
    public void ABatchOfUncountedRows_IsNamedAsTheCause()
    {
        var network = new UncountedClass(seed: 2);
        UInt128 before = network.Parameters.Hash();
        float[] inputs = s_inputs[..12];
        string message = Assert.Throws<TrainingDivergedException>(() => { network.Fit(inputs, [2, 2, 2, 2], new SGD(0.1f)); }).Message;
        Assert.Contains("The class weights of its 4 labels add up to 0 (ClassWeights[2] is 0), so that the mean loss is 0/0", message, StringComparison.Ordinal);
        message = Assert.Throws<TrainingDivergedException>(() => { network.CreateTrainer(new SGD(0.1f)).Step(inputs, [2, 2, 2, 2]); }).Message;
        Assert.Contains("add up to 0", message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Hash());
    }

    [Fact]
    public void SampleWeights_OfNaNOrAllZero_AreNamedAsTheCause()
    {
        var network = new UncountedClass(seed: 2);
        UInt128 before = network.Parameters.Hash();
        float[] inputs = s_inputs[..12];
        string message = Assert.Throws<TrainingDivergedException>(() => { network.Fit(inputs, [0, 1, 0, 1], new SGD(0.1f), new FitOptions { Seed = 3, SampleWeights = new float[] { 1, 1, 1, float.NaN } }); }).Message;
        Assert.Contains("The sample weight of row 3 is NaN", message, StringComparison.Ordinal); // the data's row, though rows are shuffled
        message = Assert.Throws<ArgumentException>(() => { network.Fit(inputs, [0, 1, 0, 1], new SGD(0.1f), new FitOptions { SampleWeights = new float[4] }); }).Message;
        Assert.Contains("All 4 sample weights are 0, so no row counts", message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Hash());
    }

    private static double Oracle<TNetwork>(TNetwork network, float[] inputs, int[] labels)
        where TNetwork : class, INetwork<TNetwork> => Oracle(x => Outputs(network, x), inputs, labels, s_weights);

    private static double Oracle(Func<float[], float[]> forward, float[] inputs, int[] labels, double[] classWeights)
    {
        double sum = 0, weights = 0;
        foreach ((float[] z, int label) in forward(inputs).Chunk(3).Zip(labels))
        {
            double logSum = Math.Log(z.Sum(v => Math.Exp(v)));
            sum += classWeights[label] * (logSum - z[label]); // log-probabilities are logits, too: their log-sum is 0
            weights += classWeights[label];
        }

        return sum / weights;
    }

    private static float[] Outputs<TNetwork>(TNetwork network, float[] inputs)
        where TNetwork : class, INetwork<TNetwork>
    {
        var outputs = new float[inputs.Length];
        network.ForwardBatch(inputs, outputs);
        return outputs;
    }
}
