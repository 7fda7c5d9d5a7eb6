using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StaticNet.IntegrationTests.Harness;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

/// <summary>Results that may not depend on the code path: batches and single samples, written out and looped, one thread and many.</summary>
public class SameBitsTests
{
    private static readonly int[] s_batchSizes = [.. Enumerable.Range(1, 70), 100, 127, 128, 129, 135, 136, 137, 255, 256, 300, 1000];

    private static readonly int[] s_batchSizesOfLarge = [.. Enumerable.Range(1, 33), 64, 70, 127, 128, 129, 137, 300];

    public static IEnumerable<TheoryDataRow<string>> Networks =>
        [.. NetworkProbe.Rows("Widths"), .. NetworkProbe.Rows("Edges"), .. NetworkProbe.Rows("Activations"), .. NetworkProbe.Rows("Exact")];

    public static IEnumerable<TheoryDataRow<string, string>> Unrolled => NetworkProbe.DeclaredIn("Exact")
        .Where(t => t.Name.EndsWith("Full", StringComparison.Ordinal))
        .Select(t => new TheoryDataRow<string, string>($"Exact.{t.Name}", $"Exact.{t.Name[..^"Full".Length]}Loops"));

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardBatch_EqualsForward(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 3);
        int ins = network.Description.InputSize, outs = network.Description.OutputSize;
        int[] sizes = network.Parameters.Layout.Length > 10_000 ? s_batchSizesOfLarge : s_batchSizes;
        float[] inputs = TestData.Uniform(sizes.Max() * ins, seed: 4, range: 3), single = new float[sizes.Max() * outs];
        for (int row = 0; row < sizes.Max(); row++)
        {
            network.Forward(inputs.AsSpan(row * ins, ins), single.AsSpan(row * outs, outs));
        }

        foreach (int rows in sizes)
        {
            var batch = new float[rows * outs];
            network.ForwardBatch(inputs.AsSpan(0, rows * ins), batch);
            Bits.Equal(single.AsSpan(0, rows * outs), batch, $"{name}, {rows} rows, output ");
        }
    }

    [Theory]
    [MemberData(nameof(Unrolled))]
    public void FullAndLoops_GiveTheSameBits(string full, string loops)
    {
        INetworkProbe a = NetworkProbe.Create(full, seed: 5), b = NetworkProbe.Create(loops, seed: 5);
        Assert.Equal(a.Parameters.Hash(), b.Parameters.Hash());
        int ins = a.Description.InputSize, outs = a.Description.OutputSize;
        ParameterBuffer ga = new(a.Parameters.Layout), gb = new(b.Parameters.Layout);
        foreach (int rows in (int[])[1, 3, 8, 20, 150])
        {
            float[] inputs = TestData.Uniform(rows * ins, seed: rows), ya = new float[rows * outs], yb = new float[rows * outs];
            for (int row = 0; row < rows; row++)
            {
                a.Forward(inputs.AsSpan(row * ins, ins), ya.AsSpan(row * outs, outs));
                b.Forward(inputs.AsSpan(row * ins, ins), yb.AsSpan(row * outs, outs));
            }

            Bits.Equal(ya, yb, $"{full}, output ");
            float[] targets = TestData.Targets(a.Description.NumberLoss, rows, outs, seed: rows + 1);
            float la = a.ComputeGradients(new Batch(inputs, targets), ga, accumulate: false);
            float lb = b.ComputeGradients(new Batch(inputs, targets), gb, accumulate: false);
            Bits.Equal([la], [lb], $"{full}, loss ");
            Bits.Equal(ga.Values, gb.Values, $"{full}, gradient ");
        }
    }

    [Theory]
    [InlineData("Exact.Small")]
    [InlineData("Exact.Middle")]
    [InlineData("Exact.Large")]
    public void SixteenThreads_GiveEqualResults(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 6);
        int ins = network.Description.InputSize, outs = network.Description.OutputSize;
        const int Rows = 200;
        float[] inputs = TestData.Uniform(Rows * ins, seed: 7), expected = new float[Rows * outs];
        int[] labels = TestData.Labels(Rows, outs, seed: 8);
        ParameterBuffer expectedGradients = new(network.Parameters.Layout);
        network.ForwardBatch(inputs, expected);
        float expectedLoss = network.ComputeGradients(new Batch(inputs, labels), expectedGradients, accumulate: false);

        using var start = new Barrier(16);
        var failures = new Exception?[16];
        Thread[] threads = [.. Enumerable.Range(0, 16).Select(i => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                float[] outputs = new float[Rows * outs];
                ParameterBuffer gradients = new(network.Parameters.Layout);
                for (int round = 0; round < 10; round++)
                {
                    outputs.AsSpan().Clear();
                    network.ForwardBatch(inputs, outputs);
                    Bits.Equal(expected, outputs, $"thread {i}, batch ");
                    outputs.AsSpan().Clear();
                    for (int row = i; row < Rows; row++)
                    {
                        network.Forward(inputs.AsSpan(row * ins, ins), outputs.AsSpan(row * outs, outs));
                    }

                    Bits.Equal(expected.AsSpan(i * outs), outputs.AsSpan(i * outs), $"thread {i}, single ");
                    float loss = network.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false);
                    Bits.Equal([expectedLoss], [loss], $"thread {i}, loss ");
                    Bits.Equal(expectedGradients.Values, gradients.Values, $"thread {i}, gradient ");
                }
            }
#pragma warning disable CA1031 // an exception on a thread of its own would end the process instead of failing the test
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures[i] = exception;
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.All(failures, Assert.Null);
    }
}
