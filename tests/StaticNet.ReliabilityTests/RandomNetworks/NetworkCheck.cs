using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Compares everything that a network computes with the oracle in double.</summary>
internal static class NetworkCheck
{
    public const float Canary = -12345.678f;

    /// <summary>Forward, batches, loss, gradients of labels and of numbers, the vector-Jacobian product; padding and canaries.</summary>
    public static void Run<TNetwork>(RandomNetwork declared)
        where TNetwork : class, INetwork<TNetwork>
    {
        var random = new Random(declared.Seed);
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create((ulong)declared.Seed);
        int ins = description.InputSize, outs = description.OutputSize, rows = declared.Rows;
        float[] inputs = Numbers(random, rows * ins);

        // Results in the middle of larger blocks: nothing beside them may change.
        float[] batch = new float[(rows * outs) + 32], single = new float[(rows * outs) + 32];
        Array.Fill(batch, Canary);
        Array.Fill(single, Canary);
        network.ForwardBatch(inputs, batch.AsSpan(16, rows * outs));
        for (int row = 0; row < rows; row++)
        {
            network.Forward(inputs.AsSpan(row * ins, ins), single.AsSpan(16 + (row * outs), outs));
        }

        Assert.True(batch.AsSpan().SequenceEqual(single), $"ForwardBatch differs from Forward, or one of them wrote beside its rows: {declared}");
        Assert.True(batch[..16].Concat(batch[^16..]).All(v => v == Canary), $"written outside the outputs: {declared}");

        float[] targets = Targets(random, rows, outs);
        Compare(declared, network, inputs, batch[16..^16], (oracle, x) => oracle.Compute(ReferenceLoss.For(description.NumberLoss), x, targets), new Batch(inputs, targets));
        if (description.LabelLoss is { } labelLoss)
        {
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(Math.Max(2, outs)))];
            Compare(declared, network, inputs, batch[16..^16], (oracle, x) => oracle.Compute(ReferenceLoss.For(labelLoss), x, labels), new Batch(inputs, labels));
        }

        CompareBackward(declared, network, inputs[..ins], Numbers(random, outs));
    }

    private static void Compare<TNetwork>(
        RandomNetwork declared, TNetwork network, float[] inputs, float[] outputs, Func<ReferenceMlp, float[], ReferenceResult> compute, Batch batch)
        where TNetwork : class, INetwork<TNetwork>
    {
        var oracle = new Oracle(declared, network.Parameters, inputs, compute);
        oracle.Check("output", outputs, r => r.Output);

        var gradients = new ParameterBuffer(TNetwork.Description.Layout);
        gradients.Values.Fill(float.NaN); // not accumulating means that what was there does not matter
        ZeroPadding(gradients);
        float loss = network.ComputeGradients(batch, gradients, accumulate: false);
        oracle.Check("loss", [loss], r => [r.Loss]);
        oracle.Check("ComputeLoss", [network.ComputeLoss(batch)], r => [r.Loss]);
        oracle.CheckGradients(gradients);
        AssertPadding(declared, gradients);

        network.ComputeGradients(batch, gradients, accumulate: true);
        oracle.CheckGradients(gradients, times: 2);
    }

    private static void CompareBackward<TNetwork>(RandomNetwork declared, TNetwork network, float[] input, float[] outputGradient)
        where TNetwork : class, INetwork<TNetwork>
    {
        var oracle = new Oracle(declared, network.Parameters, input, (mlp, x) => mlp.Backward(x, outputGradient));
        var gradients = new ParameterBuffer(TNetwork.Description.Layout);
        var inputGradient = new float[input.Length];
        network.Backward(input, outputGradient, gradients, inputGradient);
        oracle.Check("d input", inputGradient, r => r.InputGradient);
        oracle.CheckGradients(gradients);
        AssertPadding(declared, gradients);
    }

    public static void AssertPadding(object declared, ParameterBuffer buffer)
    {
        ParameterBuffer copy = buffer.Clone();
        ZeroPadding(copy);
        Assert.True(copy.Values.SequenceEqual(buffer.Values), $"padding is not zero: {declared}");
    }

    public static void ZeroPadding(ParameterBuffer buffer)
    {
        var values = new List<(string, float[])>();
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            var copy = new float[parameter.Count];
            buffer.CopyTo(parameter.Name, copy);
            values.Add((parameter.Name, copy));
        }

        buffer.Clear();
        foreach ((string name, float[] copy) in values)
        {
            buffer.CopyFrom(name, copy);
        }
    }

    public static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];

    // Rows of probabilities: targets for every loss.
    public static float[] Targets(Random random, int rows, int columns) =>
    [
        .. Enumerable.Range(0, rows).SelectMany(_ =>
        {
            float[] row = [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle() + 0.1f)];
            float sum = columns == 1 ? 1.2f : row.Sum();
            return row.Select(v => v / sum);
        }),
    ];
}
