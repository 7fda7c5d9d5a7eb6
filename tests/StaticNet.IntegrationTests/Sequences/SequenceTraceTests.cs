using System;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Values of layers over time are those of the network, their gradients those that the parameters' gradients are made of.</summary>
public sealed class SequenceTraceTests
{
    private const int Count = 3;
    private const int Steps = 7;

    [Fact]
    public void Values_AreThoseOfForwardSequences()
    {
        var model = new DeepStack(seed: 2);
        float[] x = Data.Normal(Count * Steps * 3, 1), y = new float[Count * Steps * 2];
        model.ForwardSequences(Steps, x, y);
        NetworkTrace trace = model.Trace(x, Steps);
        Assert.Equal((Count, Steps), (trace.Count, trace.Steps));
        Assert.Equal(["Input", "LSTM", "LayerNorm", "Linear", "SiLU", "GRU", "Linear"], trace.Layers.Select(layer => layer.Kind));
        Assert.All(trace.Layers, layer => Assert.Equal(Count * Steps * layer.Size, layer.Values.Length));
        Assert.All(Enumerable.Range(0, y.Length), i => Assert.Equal(y[i], trace.Outputs[i], 2e-6f));
        Assert.Equal(x.AsSpan(((2 * Steps) + 4) * 3, 3).ToArray(), trace["input"].Row((2 * Steps) + 4).ToArray());
        Assert.Contains("[3, 7, 5]", trace.ToString(), StringComparison.Ordinal);

        // Many to one: a row of each sequence behind the last step.
        var last = new Tones(seed: 2);
        NetworkTrace one = last.Trace(x, Steps);
        float[] probabilities = new float[Count * 3];
        last.ForwardSequences(Steps, x, probabilities);
        Assert.All(Enumerable.Range(0, probabilities.Length), i => Assert.Equal(probabilities[i], one.Outputs[i], 2e-6f));
        Assert.Equal([Count * Steps * 3, Count * Steps * 6, Count * 6, Count * 3, Count * 3], one.Layers.Select(layer => layer.Values.Length));
        Assert.Equal(one["0"].Row((2 * Steps) - 1).ToArray(), one["1"].Row(1).ToArray());
    }

    /// <summary>One step is a step: lengths alone do not say which layers have rows per step.</summary>
    [Fact]
    public void Table_HasStepsUpToTheLayerThatLeavesOneRow()
    {
        string[] shapes = [.. new Tones(seed: 2).Trace(Data.Normal(Count * 3, 1), 1).ToString().Split('\n').Skip(1).Select(line => line[line.IndexOf('[')..(line.IndexOf(']') + 1)])];
        Assert.Equal(["[3, 1, 3]", "[3, 1, 6]", "[3, 6]", "[3, 3]", "[3, 3]"], shapes);
    }

    [Fact]
    public void Gradients_AreThoseOfTheParameters()
    {
        float[] x = Data.Normal(Count * Steps * 3, 3);
        int[] labels = [.. Enumerable.Range(0, Count * Steps).Select(i => i == 9 ? Batch.IgnoreLabel : i % 3)];
        var steps = new StepClasses(seed: 1);
        Agrees(steps, new SequenceBatch(x, labels, Steps), steps.Trace(x, labels, Steps), "3");
        var one = new Tones(seed: 1);
        Agrees(one, new SequenceBatch(x, labels.AsSpan(0, Count), Steps), one.Trace(x, labels.AsSpan(0, Count), Steps), "2");
        var numbers = new DeepStack(seed: 1);
        float[] targets = Data.Normal(Count * Steps * 2, 5);
        NetworkTrace trace = numbers.Trace(x, targets, Steps);
        Agrees(numbers, new SequenceBatch(x, targets, Steps), trace, "2");
        Agrees(numbers, new SequenceBatch(x, targets, Steps), trace, "5");
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        Assert.Contains("no whole number of sequences", Assert.Throws<ArgumentException>(() => new Tones().Trace(new float[10], Steps)).Message, StringComparison.Ordinal);
        Assert.Contains("There are no traced sequences", Assert.Throws<ArgumentException>(() => new Tones().Trace([], Steps)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tones().Trace(new float[6], [0], 0));
        Assert.Throws<ArgumentException>(() => new Tones().Trace(new float[21], [0, 1], Steps));
    }

    /// <summary>The gradient of a linear layer's weights is Σ gradient · input over all rows, that of its bias Σ gradient.</summary>
    private static void Agrees<TNetwork>(TNetwork model, SequenceBatch batch, NetworkTrace trace, string linear)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        var gradients = new ParameterBuffer(model.Parameters.Layout);
        Assert.Equal(model.ComputeGradients(in batch, gradients, accumulate: false), trace.Loss, 1e-6);
        LayerTrace layer = trace[linear], input = trace.Layers[trace.Layers.ToList().IndexOf(layer) - 1];
        int rows = layer.Values.Length / layer.Size;
        float[] bias = new float[layer.Size], weight = new float[layer.Size * input.Size];
        gradients.CopyTo(linear + ".bias", bias);
        gradients.CopyTo(linear + ".weight", weight);
        for (int o = 0; o < layer.Size; o++)
        {
            Assert.Equal(Enumerable.Range(0, rows).Sum(row => (double)layer.Gradients[(row * layer.Size) + o]), bias[o], 2e-6);
            for (int i = 0; i < input.Size; i++)
            {
                Assert.Equal(Enumerable.Range(0, rows).Sum(row => (double)layer.Gradients[(row * layer.Size) + o] * input.Row(row)[i]), weight[(o * input.Size) + i], 2e-6);
            }
        }
    }
}
