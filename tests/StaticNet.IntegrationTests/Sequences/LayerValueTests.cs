using System;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Outputs and gradients of layers with memory against PyTorch's.</summary>
public sealed class LayerValueTests
{
    [Fact]
    public void LSTM_AgreesWithPyTorch() => Check(new FixtureLstm(), "lstm", isTimeMajor: true);

    [Fact]
    public void GRU_AgreesWithPyTorch() => Check(new FixtureGru(), "gru", isTimeMajor: true);

    [Fact]
    public void RNN_AgreesWithPyTorch() => Check(new FixtureRnn(), "rnn-tanh", isTimeMajor: true);

    [Fact]
    public void Conv1d_AgreesWithPyTorchBehindPadding() => Check(new FixtureConv(), "conv1d-causal", isTimeMajor: false);

    private static void Check<TNetwork>(TNetwork network, string id, bool isTimeMajor)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson("layers.json");
        JsonElement sample = FixtureJson.Case(document, id);
        JsonElement expected = sample.GetProperty("f64");
        foreach (JsonElement parameter in sample.GetProperty("params").EnumerateArray())
        {
            network.Parameters.CopyFrom("0." + parameter.Text("name"), parameter.Singles("data"));
        }

        // PyTorch has [steps, count, values] for recurrent layers, [count, channels, steps] for convolutions; here it is [count, steps, values].
        int[] shape = sample.Integers("inputShape");
        (int count, int steps) = isTimeMajor ? (shape[1], shape[0]) : (shape[0], shape[2]);
        int inputs = TNetwork.Description.InputSize, outputs = TNetwork.Description.OutputSize;
        float[] x = Arrange(sample.Singles("input"), count, steps, inputs, isTimeMajor);
        double[] y = Arrange(expected.Doubles("output"), count, steps, outputs, isTimeMajor);
        float[] actual = new float[y.Length];
        network.ForwardSequences(steps, x, actual);
        Tolerance.Check(y, actual, "output");

        // The gradient of Σ g·y is that of a mean squared error with the targets y − g·N/2.
        float[] gradOutput = Arrange(sample.Singles("gradOutput"), count, steps, outputs, isTimeMajor);
        float[] targets = new float[y.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (float)(actual[i] - ((double)gradOutput[i] * targets.Length / 2));
        }

        var gradients = new ParameterBuffer(network.Parameters.Layout);
        network.ComputeGradients(new SequenceBatch(x, targets, steps), gradients, accumulate: false);
        foreach (JsonProperty gradient in expected.GetProperty("grads").EnumerateObject())
        {
            double[] values = expected.GetProperty("grads").Doubles(gradient.Name);
            float[] found = new float[values.Length];
            gradients.CopyTo("0." + gradient.Name, found);
            Tolerance.Check(values, found, gradient.Name);
        }
    }

    private static T[] Arrange<T>(T[] values, int count, int steps, int size, bool isTimeMajor)
    {
        var arranged = new T[values.Length];
        for (int b = 0; b < count; b++)
        {
            for (int t = 0; t < steps; t++)
            {
                for (int i = 0; i < size; i++)
                {
                    arranged[(((b * steps) + t) * size) + i] = values[isTimeMajor ? (((t * count) + b) * size) + i : (((b * size) + i) * steps) + t];
                }
            }
        }

        return arranged;
    }
}
