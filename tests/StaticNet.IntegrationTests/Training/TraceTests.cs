using System;
using System.Linq;
using StaticNet.IntegrationTests.Networks.Exact;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Sequential(5), Standardize, Linear(6, Name = "a"), Tanh, LayerNorm(Name = "norm"), Linear(6, Name = "b"), Residual(2), Dropout(0.5f), Linear(4, Name = "c"), Softmax]
public partial class TracedStack;

/// <summary>Values of layers are those of the network, their gradients those that the parameters' gradients are made of.</summary>
public sealed class TraceTests
{
    [Fact]
    public void Gradients_AreThoseOfTheParameters()
    {
        Agrees(new Small(1), ["hidden", "output"], ["input", "1"]);
        Agrees(new TracedStack(1), ["a", "b", "c"], ["0", "norm", "6"]);
        Agrees(new WeightedClasses(1), ["hidden", "output"], ["input", "1"]);
    }

    [Fact]
    public void Values_AreThoseOfForward()
    {
        var model = new Small(2);
        float[] inputs = Layers.Data.Normal(5 * 4, 3), weight = new float[40], bias = new float[10];
        NetworkTrace trace = model.Trace(inputs);
        model.Parameters.CopyTo("hidden.weight", weight);
        model.Parameters.CopyTo("hidden.bias", bias);
        Assert.Equal(["input", "hidden", "1", "output"], trace.Layers.Select(layer => layer.Name));
        Assert.Equal(["Input", "Linear", "ReLU", "Linear"], trace.Layers.Select(layer => layer.Kind));
        Assert.Equal([4, 10, 10, 3], trace.Layers.Select(layer => layer.Size));
        Assert.Equal(inputs, trace["input"].Values);
        for (int row = 0; row < 5; row++)
        {
            for (int unit = 0; unit < 10; unit++)
            {
                double z = bias[unit] + Enumerable.Range(0, 4).Sum(i => (double)weight[(unit * 4) + i] * inputs[(row * 4) + i]);
                Assert.Equal(z, trace["hidden"].Row(row)[unit], 1e-6);
                Assert.Equal(Math.Max(z, 0), trace["1"].Row(row)[unit], 1e-6);
            }
        }

        float[] outputs = model.ForwardBatch(inputs);
        Assert.All(Enumerable.Range(0, outputs.Length), i => Assert.Equal(outputs[i], trace.Outputs[i], 1e-6f));
        Assert.True(double.IsNaN(trace.Loss) && trace.Layers.All(layer => layer.Gradients.Length == 0));
        Assert.Equal(5, trace.Count);
        string[] lines = trace.ToString().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("hidden  Linear      [5, 10]", lines[2], StringComparison.Ordinal);
        Assert.Contains("gradient", model.Trace(inputs, [0, 1, 2, 0, 1]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        Assert.Contains("whole rows of 4", Assert.Throws<ArgumentException>(() => new Small().Trace(new float[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Small().Trace([]));
        Assert.Throws<ArgumentException>(() => new Small().Trace(new float[4], [3]));
        Assert.Contains("there is no layer 'fc1'; the network has input, hidden, 1, output", Assert.Throws<ArgumentException>(() => new Small().Trace(new float[4])["fc1"]).Message, StringComparison.OrdinalIgnoreCase);
    }

    private static void Agrees<TNetwork>(TNetwork model, string[] linears, string[] before)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = Layers.Data.Normal(6 * description.InputSize, 3);
        int[] labels = [.. Enumerable.Range(0, 6).Select(i => i == 4 ? Batch.IgnoreLabel : i % description.OutputSize)];
        NetworkTrace trace = model.Trace(inputs, labels);
        var gradients = new ParameterBuffer(model.Parameters.Layout);
        Assert.Equal(model.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false), trace.Loss, 1e-6);
        for (int l = 0; l < linears.Length; l++)
        {
            LayerTrace layer = trace[linears[l]], input = trace.Layers[trace.Layers.ToList().IndexOf(layer) - 1];
            Assert.Equal(before[l], input.Name);
            float[] bias = new float[layer.Size], weight = new float[layer.Size * input.Size];
            gradients.CopyTo(linears[l] + ".bias", bias);
            gradients.CopyTo(linears[l] + ".weight", weight);
            for (int o = 0; o < layer.Size; o++)
            {
                Assert.Equal(Enumerable.Range(0, 6).Sum(row => (double)layer.Gradients[(row * layer.Size) + o]), bias[o], 2e-6);
                for (int i = 0; i < input.Size; i++)
                {
                    Assert.Equal(Enumerable.Range(0, 6).Sum(row => (double)layer.Gradients[(row * layer.Size) + o] * input.Row(row)[i]), weight[(o * input.Size) + i], 2e-6);
                }
            }
        }
    }
}
