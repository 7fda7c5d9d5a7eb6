using System;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>
/// What must hold of every network with memory: loss and gradients through time agree with a network in double and its differences, streams,
/// sequences and training give the same bits, and a state goes on after it was read and written.
/// </summary>
internal static class StreamCheck
{
    private const double Gradients = 3e-5, Losses = 1e-5;

    public static void Run<TNetwork>(RandomStream declared)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create((ulong)declared.Seed);
        var random = new Random(declared.Seed);
        int ins = description.InputSize, outs = description.OutputSize, steps = declared.Steps, count = declared.Sequences;
        bool manyToOne = Array.Exists(description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime");
        int rows = count * (manyToOne ? 1 : steps);
        float[] x = Values(random, count * steps * ins), t = Values(random, rows * outs);
        var batch = new SequenceBatch(x, t, steps) { Lengths = declared.IsRagged ? [.. Enumerable.Range(0, count).Select(_ => random.Next(1, steps + 1))] : [] };
        GradientCheckResult check = network.GradientCheck(in batch, maxValuesPerParameter: 12);
        Assert.True(check.MaxRelativeError < Gradients && check.LossRelativeError < Losses, $"{check}: {declared}");

        float[] whole = new float[rows * outs];
        network.ForwardSequences(steps, x, whole);
        Assert.True(network.ComputeLoss(new SequenceBatch(x, whole, steps)) == 0, $"training computes other outputs than ForwardSequences: {declared}");
        for (int sequence = 0; sequence < count; sequence++)
        {
            float[] stream = Stream(network, x.AsSpan(sequence * steps * ins, steps * ins), steps, random);
            ReadOnlySpan<float> expected = manyToOne ? whole.AsSpan(sequence * outs, outs) : whole.AsSpan(sequence * steps * outs, steps * outs);
            Assert.True(expected.SequenceEqual(stream.AsSpan(stream.Length - expected.Length)), $"a stream computes other outputs than ForwardSequences: {declared}");
        }
    }

    // Calls of random lengths, zero among them; between two of them the state goes into another one.
    private static float[] Stream<TNetwork>(TNetwork network, ReadOnlySpan<float> x, int steps, Random random)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        int ins = TNetwork.Description.InputSize, outs = TNetwork.Description.OutputSize;
        float[] y = new float[steps * outs];
        NetworkState<TNetwork> state = TNetwork.CreateState();
        for (int start = 0; start < steps;)
        {
            int block = Math.Min(random.Next(0, 12), steps - start);
            network.Process(state, x.Slice(start * ins, block * ins), y.AsSpan(start * outs, block * outs));
            start += block;
            float[] values = new float[state.Size];
            state.Read(values);
            state = TNetwork.CreateState();
            state.Write(values);
        }

        return y;
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
