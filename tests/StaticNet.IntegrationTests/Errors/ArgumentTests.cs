#pragma warning disable SNET0031 // the calls that the analyzer warns of are what is tested
using System;
using StaticNet.IntegrationTests.Harness;
using StaticNet.IntegrationTests.Networks.Exact;
using Xunit;

namespace StaticNet.IntegrationTests.Errors;

/// <summary>Wrong arguments: the message names expected and actual, and nothing has changed.</summary>
public class ArgumentTests
{
    private readonly Small _network = new(3);

    [Fact]
    public void Forward_NamesExpectedAndActual()
    {
        Says("Expected length: 4, actual length: 3", () => _network.Forward(new float[3], new float[3]));
        Says("Expected length: 4, actual length: 0", () => _network.Forward([], new float[3]));
        Says("For 2 samples at once use ForwardBatch", () => _network.Forward(new float[8], new float[6]));
        Says("Expected length: 3, actual length: 2", () => _network.Forward(new float[4], new float[2]));
        Says("Expected length: 3, actual length: 4", () => _network.Forward(new float[4], new float[4]));
        Says("Expected length: 4, actual length: 5", () => _network.PredictClass(new float[5]));
        Says("Expected length: 3, actual length: 1", () => _network.PredictProbabilities(new float[4], new float[1]));
        Says("Expected length: 2, actual length: 4", () => new One().Predict(new float[4]));
    }

    [Fact]
    public void ForwardBatch_NamesExpectedAndActual()
    {
        Says("a multiple of 4, actual length: 9", () => _network.ForwardBatch(new float[9], new float[6]));
        Says("Expected length: 6, actual length: 5", () => _network.ForwardBatch(new float[8], new float[5]));
        Says("Expected length: 30, actual length: 33", () => _network.ForwardBatch(new float[40], new float[33]));
        _network.ForwardBatch([], []);
    }

    [Fact]
    public void Outputs_AreUntouchedByAnError()
    {
        float[] output = [7, 7, 7, 7];
        Assert.Throws<ArgumentException>(() => _network.Forward(new float[4], output));
        Assert.Throws<ArgumentException>(() => _network.ForwardBatch(new float[8], output));
        Assert.Equal([7, 7, 7, 7], output);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void LabelOutOfRange_NamesLabelAndRange(int label)
    {
        ParameterBuffer gradients = Filled();
        UInt128 parameters = _network.Parameters.Hash(), before = gradients.Hash();
        foreach (int rows in (int[])[1, 9, 200])
        {
            var labels = new int[rows];
            labels[^1] = label;
            float[] inputs = new float[rows * 4];
            string text = label.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Says(text, () => _network.ComputeLoss(inputs, labels));
            Says(text, () => _network.ComputeGradients(inputs, labels, gradients));
            Trainer<Small, SGD> trainer = _network.CreateTrainer(new SGD(0.1f), 200);
            Says(text, () => trainer.Step(inputs, labels));
            Assert.Equal(0, trainer.StepCount);
        }

        Assert.Equal(before, gradients.Hash());
        Assert.Equal(parameters, _network.Parameters.Hash());
    }

    [Fact]
    public void BinaryLabels_AreZeroOrOne()
    {
        var network = new One();
        Says("2", () => network.ComputeLoss(new float[2], new int[] { 2 }));
        Assert.True(float.IsFinite(network.ComputeLoss(new float[4], new int[] { 0, 1 })));
    }

    [Fact]
    public void BatchLengths_NameExpectedAndActual()
    {
        ParameterBuffer gradients = Filled();
        UInt128 before = gradients.Hash();
        Says("a multiple of 4, actual length: 5", () => _network.ComputeLoss(new float[5], new int[1]));
        Says("Expected length: 2, actual length: 3", () => _network.ComputeLoss(new float[8], new int[3]));
        Says("Expected length: 6, actual length: 3", () => _network.ComputeLoss(new float[8], new float[3]));
        Says("Expected length: 2, actual length: 3", () => _network.ComputeGradients(new float[8], new int[3], gradients));
        Says("Expected length: 6, actual length: 7", () => _network.ComputeGradients(new float[8], new float[7], gradients));
        Says("Expected length: 2, actual length: 1", () => _network.ComputeGradients(new Batch(new float[8], new int[2]) { SampleWeights = new float[1] }, gradients, accumulate: true));
        Assert.Equal(before, gradients.Hash());
    }

    [Fact]
    public void Backward_NamesExpectedAndActual()
    {
        ParameterBuffer gradients = Filled();
        UInt128 before = gradients.Hash();
        float[] inputGradient = [7, 7, 7];
        Says("Expected length: 4, actual length: 3", () => _network.Backward(new float[3], new float[3], gradients));
        Says("Expected length: 3, actual length: 2", () => _network.Backward(new float[4], new float[2], gradients));
        Says("Expected length: 4, actual length: 3", () => _network.Backward(new float[4], new float[3], gradients, inputGradient));
        Assert.Equal(before, gradients.Hash());
        Assert.Equal([7, 7, 7], inputGradient);
    }

    [Fact]
    public void ForeignGradients_AreRefused()
    {
        ParameterBuffer foreign = ReLULoops.CreateGradients();
        Says("Small.CreateGradients()", () => _network.ComputeGradients(new float[4], new int[1], foreign));
        Says("Small.CreateGradients()", () => _network.Backward(new float[4], new float[3], foreign));
        Assert.Throws<ArgumentNullException>(() => _network.ComputeGradients(new float[4], new int[1], null!));
        Assert.Throws<ArgumentNullException>(() => _network.Backward(new float[4], new float[3], null!));
        Assert.Equal(0, foreign.Norm());
        Assert.Throws<ArgumentException>(() => _network.Parameters.CopyFrom(new ReLULoops().Parameters));
    }

    [Fact]
    public void LabelsOnARegression_SayWhatToDo()
    {
        INetworkProbe network = NetworkProbe.Create("Losses.Huber");
        ParameterBuffer gradients = new(network.Parameters.Layout);
        string message = Assert.Throws<InvalidOperationException>(() => network.ComputeLoss(new Batch(new float[6], new int[1]))).Message;
        Assert.Contains("Huber", message, StringComparison.Ordinal);
        Assert.Contains("float targets", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => network.ComputeGradients(new Batch(new float[6], new int[1]), gradients, accumulate: true));
        Assert.Throws<InvalidOperationException>(() => network.CreateTrainer(new SGD(0.1), 1).Step(new float[6], new int[1]));
        Assert.Equal(0, gradients.Norm());
    }

    [Fact]
    public void NoRows_AreNoLossAndNoGradient()
    {
        ParameterBuffer gradients = Filled();
        UInt128 before = gradients.Hash();
        Assert.Equal(0, _network.ComputeLoss([], ReadOnlySpan<int>.Empty));
        Assert.Equal(0, _network.ComputeGradients([], ReadOnlySpan<int>.Empty, gradients));
        Assert.Equal(before, gradients.Hash());
        Assert.Equal(0, _network.ComputeGradients(new Batch([], ReadOnlySpan<int>.Empty), gradients, accumulate: false));
        Assert.Equal(0, gradients.Norm());
    }

    private static ParameterBuffer Filled()
    {
        ParameterBuffer gradients = Small.CreateGradients();
        gradients.CopyFrom("hidden.bias", TestData.Uniform(10, seed: 1));
        return gradients;
    }

    private static void Says(string text, Action call) => Assert.Contains(text, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
}
