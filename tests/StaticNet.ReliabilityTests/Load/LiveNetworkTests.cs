using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.ReliabilityTests.Load;

/// <summary>A network that is replaced while others read it.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class LiveNetworkTests
{
    private const int Readers = 16, Sets = 32;

    /// <summary>Every output belongs to one published set of weights, to the bit; none mixes two.</summary>
    [Fact]
    public void ReadersSeeOnlyPublishedNetworks()
    {
        float[] input = [0.5f, -1.25f, 2f, 0.75f];
        Small[] published = [.. Enumerable.Range(0, Sets).Select(seed => new Small((ulong)seed))];
        float[][] known = [.. published.Select(network => Output(network, input))];
        var trained = new Small();
        trained.Parameters.CopyFrom(published[0].Parameters);
        var live = new LiveNetwork<Small>(trained);
        long reads = 0, torn = 0, changes = 0;
        bool isOver = false;
        Thread[] threads = [.. Enumerable.Range(0, Readers).Select(_ => new Thread(() =>
        {
            long mine = 0, wrong = 0, changed = 0;
            int last = 0;
            var output = new float[Small.OutputSize];
            while (!Volatile.Read(ref isOver))
            {
                live.Current.Forward(input, output);
                mine++;
                if (output.AsSpan().SequenceEqual(known[last]))
                {
                    continue;
                }

                last = Array.FindIndex(known, one => output.AsSpan().SequenceEqual(one));
                changed++;
                if (last < 0)
                {
                    wrong++;
                    last = 0;
                }
            }

            Interlocked.Add(ref reads, mine);
            Interlocked.Add(ref torn, wrong);
            Interlocked.Add(ref changes, changed);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        long publications = 0;
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 1000;)
        {
            // The published network is written on right away, as training does.
            trained.Parameters.CopyFrom(published[++publications % Sets].Parameters);
            live.Publish(trained);
            trained.Parameters.Clear();
        }

        isOver = true;
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, torn);
        Assert.Equal(publications, live.Version);
        Assert.InRange(publications, 100, long.MaxValue);
        Assert.InRange(reads, 100_000, long.MaxValue);
        Assert.InRange(changes, 16, long.MaxValue);
    }

    [Fact]
    public void CurrentStays_WhenTheNetworkTrainsOn_AndAllocatesNothing()
    {
        var model = new Small(7);
        var live = new LiveNetwork<Small>(model);
        Small first = live.Current;
        Assert.NotSame(model, first);
        UInt128 hash = model.Parameters.Hash();
        model.Fit([1f, 2f, 3f, 4f], [1], new SGD(0.1f));
        Assert.NotEqual(hash, model.Parameters.Hash());
        Assert.Equal(hash, live.Current.Parameters.Hash());
        Assert.Equal(0, live.Version);

        live.Publish(model);
        Assert.NotSame(first, live.Current);
        Assert.Equal(hash, first.Parameters.Hash());
        Assert.Equal(model.Parameters.Hash(), live.Current.Parameters.Hash());
        float[] input = [1f, 2f, 3f, 4f];
        Assert.Equal(0, Allocations.Least(() => live.Current.PredictClass(input)));
    }

    [Fact]
    public void DamagedPadding_IsNotPublished()
    {
        var model = new Small(7);
        var live = new LiveNetwork<Small>(model);
        Small first = live.Current;
        model.Parameters.Values.Fill(1f);
        Assert.Throws<InvalidOperationException>(() => live.Publish(model));
        Assert.Same(first, live.Current);
        Assert.Throws<ArgumentNullException>(() => live.Publish(null!));
    }

    private static float[] Output(Small network, float[] input)
    {
        var output = new float[Small.OutputSize];
        network.Forward(input, output);
        return output;
    }
}
