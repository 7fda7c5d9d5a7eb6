using System;
using System.Linq;
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

    [Fact]
    public void Conv1d_OfOtherPadding_AgreesWithPyTorch()
    {
        CheckConvolution(new FixtureConvValid(), "conv1d-3-4-k3-s1-p0-d1-g1");
        CheckConvolution(new FixtureConvValid(), "conv1d-3-4-k3-s2-p1-d1-g1");
        CheckConvolution(new FixtureConvDilated(), "conv1d-2-2-k3-s1-p2-d2-g1");
        CheckConvolution(new FixtureConvDepthwise(), "conv1d-4-4-k3-s1-p1-d1-g4");
        CheckConvolution(new FixtureConvPointwise(), "conv1d-1-8-k1-s1-p0-d1-g1");
    }

    [Fact]
    public void States_AreThoseOfPyTorchBehindTheLastStep()
    {
        CheckState(new FixtureLstm(), "lstm", "hN", "cN");
        CheckState(new FixtureGru(), "gru", "hN");
        CheckState(new FixtureRnn(), "rnn-tanh", "hN");
    }

    /// <summary>
    /// A causal convolution computes every step of the others: with padding p and stride s their output t is the causal output at s·t − p + (k − 1)·d, where p
    /// steps of zeros follow the input. The steps between have the gradient 0.
    /// </summary>
    private static void CheckConvolution<TNetwork>(TNetwork network, string id)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson("layers.json");
        JsonElement sample = FixtureJson.Case(document, id), config = sample.GetProperty("config"), expected = sample.GetProperty("f64");
        int padding = config.GetProperty("padding").GetInt32(), stride = config.GetProperty("stride").GetInt32();
        int reach = (config.GetProperty("kernel").GetInt32() - 1) * config.GetProperty("dilation").GetInt32();
        SetParameters(network, sample);
        int[] shape = sample.Integers("inputShape"), outputShape = expected.Integers("outputShape");
        int count = shape[0], length = shape[2], steps = length + padding, inputs = shape[1], outputs = outputShape[1], found = outputShape[2];
        float[] given = Arrange(sample.Singles("input"), count, length, inputs, isTimeMajor: false), x = new float[count * steps * inputs];
        for (int b = 0; b < count; b++)
        {
            given.AsSpan(b * length * inputs, length * inputs).CopyTo(x.AsSpan(b * steps * inputs));
        }

        float[] causal = new float[count * steps * outputs], actual = new float[count * found * outputs];
        network.ForwardSequences(steps, x, causal);
        float[] gradOutput = Arrange(sample.Singles("gradOutput"), count, found, outputs, isTimeMajor: false), targets = [.. causal];
        for (int b = 0; b < count; b++)
        {
            for (int i = 0; i < found * outputs; i++)
            {
                int at = (((b * steps) + (stride * (i / outputs)) - padding + reach) * outputs) + (i % outputs);
                actual[(b * found * outputs) + i] = causal[at];
                targets[at] = (float)(causal[at] - ((double)gradOutput[(b * found * outputs) + i] * targets.Length / 2));
            }
        }

        Tolerance.Check(Arrange(expected.Doubles("output"), count, found, outputs, isTimeMajor: false), actual, $"{id}, output");
        CheckGradients(network, new SequenceBatch(x, targets, steps), expected);
    }

    private static void CheckState<TNetwork>(TNetwork network, string id, params string[] parts)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson("layers.json");
        JsonElement sample = FixtureJson.Case(document, id);
        SetParameters(network, sample);
        int[] shape = sample.Integers("inputShape");
        (int steps, int count) = (shape[0], shape[1]);
        float[] x = Arrange(sample.Singles("input"), count, steps, shape[2], isTimeMajor: true);
        int hidden = TNetwork.Description.OutputSize;
        for (int b = 0; b < count; b++)
        {
            NetworkState<TNetwork> state = TNetwork.CreateState();
            network.Process(state, x.AsSpan(b * steps * shape[2], steps * shape[2]), new float[steps * hidden]);
            float[] found = new float[state.Size];
            state.Read(found);
            Tolerance.Check(Array.ConvertAll(parts, part => sample.GetProperty("f64").Doubles(part)[(b * hidden)..((b + 1) * hidden)]).SelectMany(static part => part).ToArray(), found, $"{id}, state of sequence {b}");
        }
    }

    private static void Check<TNetwork>(TNetwork network, string id, bool isTimeMajor)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson("layers.json");
        JsonElement sample = FixtureJson.Case(document, id);
        JsonElement expected = sample.GetProperty("f64");
        SetParameters(network, sample);

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

        CheckGradients(network, new SequenceBatch(x, targets, steps), expected);
    }

    private static void SetParameters<TNetwork>(TNetwork network, JsonElement sample)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        foreach (JsonElement parameter in sample.GetProperty("params").EnumerateArray())
        {
            network.Parameters.CopyFrom("0." + parameter.Text("name"), parameter.Singles("data"));
        }
    }

    private static void CheckGradients<TNetwork>(TNetwork network, SequenceBatch batch, JsonElement expected)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        var gradients = new ParameterBuffer(network.Parameters.Layout);
        network.ComputeGradients(in batch, gradients, accumulate: false);
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
