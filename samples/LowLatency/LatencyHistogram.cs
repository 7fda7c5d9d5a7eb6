using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Numerics;

namespace StaticNet.Samples.LowLatency;

/// <summary>
/// Durations in buckets that widen with the value: one nanosecond each up to 128 ns, then 64 per octave, so that a bucket is at most
/// 1/64 of its value wide. All of them exist from the start; adding allocates nothing.
/// </summary>
internal sealed class LatencyHistogram(string name)
{
    private const int Octave = 64, Octaves = 35;     // to 2^40 ns, which is 18 minutes
    private static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;
    private readonly long[] _counts = new long[Octave * Octaves];

    public string Name => name;

    public long Count { get; private set; }

    /// <summary>The longest duration, exactly.</summary>
    public long Maximum { get; private set; }

    /// <summary>Adds a difference of two values of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void Add(long ticks)
    {
        long nanoseconds = Math.Max(0, (long)(ticks * s_nanosecondsPerTick));
        _counts[Math.Min(Bucket(nanoseconds), _counts.Length - 1)]++;
        Count++;
        Maximum = Math.Max(Maximum, nanoseconds);
    }

    /// <summary>The duration in nanoseconds that a share of all stays within: the end of the bucket, so never too small a number.</summary>
    public long Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count)), seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return Math.Min(Start(bucket + 1) - 1, Maximum);
            }
        }

        return Maximum;
    }

    /// <summary>The buckets that hold something: from (included) to (excluded) in nanoseconds, and how many. The last one ends with the maximum.</summary>
    public IEnumerable<(long From, long To, long Count)> Buckets()
    {
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            if (_counts[bucket] != 0)
            {
                yield return (Start(bucket), Math.Min(Start(bucket + 1), Maximum + 1), _counts[bucket]);
            }
        }
    }

    // The first two octaves' worth of buckets are the values themselves; above, seven significant bits choose the bucket.
    private static int Bucket(long nanoseconds)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)nanoseconds | 1) - 6);
        return (shift * Octave) + (int)(nanoseconds >> shift);
    }

    private static long Start(int bucket)
    {
        int shift = Math.Max(0, (bucket / Octave) - 1);
        return (long)(bucket - (shift * Octave)) << shift;
    }
}
