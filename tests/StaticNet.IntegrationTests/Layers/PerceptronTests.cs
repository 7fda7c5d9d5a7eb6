using System;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

[Perceptron(2)]
public partial class Gate;

/// <summary>The perceptron rule w ← w + η·(t − y)·x: AND and OR are learned, XOR never.</summary>
public sealed class PerceptronTests
{
    private static readonly float[] s_inputs = [0, 0, 0, 1, 1, 0, 1, 1];

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 1, 1, 0)]
    public void SeparableGates_AreLearnt(params int[] labels)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var gate = new Gate(seed);
            Assert.True(Train(gate, labels, epochs: 50) < 50);
            Assert.Equal(labels, Answers(gate));
            Assert.Equal(0f, gate.ComputeLoss(s_inputs, labels));
        }
    }

    [Fact]
    public void Xor_IsNeverLearnt()
    {
        int[] labels = [0, 1, 1, 0];
        var gate = new Gate(seed: 1);
        Assert.Equal(1000, Train(gate, labels, epochs: 1000));
        Assert.NotEqual(labels, Answers(gate));
    }

    [Fact]
    public void Gradient_IsErrorTimesInput()
    {
        var gate = new Gate(seed: 2);
        gate.Parameters.CopyFrom("output.weight", [0.5f, -0.25f]);
        gate.Parameters.CopyFrom("output.bias", [0.125f]);
        Assert.Equal(1f, gate.Predict([3f, 2f]));
        var gradients = Gate.CreateGradients();
        gate.ComputeGradients([3f, 2f], new int[1], gradients);
        var weight = new float[2];
        var bias = new float[1];
        gradients.CopyTo("output.weight", weight);
        gradients.CopyTo("output.bias", bias);
        Assert.Equal([3f, 2f], weight);
        Assert.Equal([1f], bias);

        gradients.Clear();
        gate.ComputeGradients([3f, 2f], new[] { 1f }, gradients);
        Assert.Equal(0, gradients.Norm());
    }

    /// <summary>One sample at a time with learning rate 1; returns the epoch without a mistake.</summary>
    private static int Train(Gate gate, int[] labels, int epochs)
    {
        var trainer = gate.CreateTrainer(new SGD(1f), maxBatchSize: 1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (Answers(gate).SequenceEqual(labels))
            {
                return epoch;
            }

            for (int i = 0; i < 4; i++)
            {
                trainer.Step(s_inputs.AsMemory(2 * i, 2).Span, labels.AsMemory(i, 1).Span);
            }
        }

        return epochs;
    }

    private static int[] Answers(Gate gate) => [.. Enumerable.Range(0, 4).Select(i => gate.PredictClass(s_inputs.AsMemory(2 * i, 2).Span))];
}
