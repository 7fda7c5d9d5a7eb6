using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StaticNet.Samples.Amp;

/// <summary>What a network costs while it plays.</summary>
/// <param name="Load">Share of one core at 48 kHz.</param>
/// <param name="Slowest">The block that took longest.</param>
/// <param name="Bytes">What all blocks together allocated.</param>
internal readonly record struct Playing(double Load, TimeSpan Slowest, long Bytes)
{
    /// <summary>Samples that an audio driver asks for at a time.</summary>
    public const int BlockSize = 64;

    public static TimeSpan BlockTime => TimeSpan.FromSeconds((double)BlockSize / Guitar.SampleRate);

    /// <summary>Plays some time, block after block.</summary>
    // Fully optimized from the start, so that nothing is compiled while the music plays.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Playing Measure<TNetwork>(TNetwork network, TimeSpan length, ulong seed)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        var guitar = new Guitar(seed);
        NetworkState<TNetwork> state = TNetwork.CreateState();
        float[] input = new float[BlockSize], output = new float[BlockSize];
        long blocks = (long)(length / BlockTime), slowest = 0, total = 0;
        for (int i = 0; i < 100; i++)
        {
            guitar.Play(input);
            network.Process(state, input, output);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (long block = 0; block < blocks; block++)
        {
            guitar.Play(input);
            long start = Stopwatch.GetTimestamp();
            network.Process(state, input, output);
            long ticks = Stopwatch.GetTimestamp() - start;
            total += ticks;
            slowest = Math.Max(slowest, ticks);
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new Playing(Stopwatch.GetElapsedTime(0, total) / (blocks * BlockTime), Stopwatch.GetElapsedTime(0, slowest), bytes);
    }
}
