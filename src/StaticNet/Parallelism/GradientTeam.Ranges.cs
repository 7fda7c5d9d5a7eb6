using System;
using System.Threading;

namespace StaticNet;

/// <content>Passes over parameters, a range at a time.</content>
internal sealed unsafe partial class GradientTeam
{
    /// <summary>Values of a range, 32 KiB: a few microseconds of work, which a thread that comes late still finds some of.</summary>
    public const int RangeLength = 8192;

    // Integers between two counters, so that no two of them share a line of the cache.
    private const int CounterStride = 32;

    private readonly int[] _taken;
    private RangeWork? _ranges;
    private int _rangesStart;
    private int _rangesLength;

    /// <summary>The optimizer's pass.</summary>
    public RangeUpdate Update { get; } = new();

    /// <summary>
    /// Runs work over ranges of the parameters, on threads that are awake: such a pass is over before another one has woken. Each thread has a share of the
    /// ranges, the same in every pass, so that moments stay in its cache; whoever is done takes over from the others.
    /// </summary>
    public void RunRanges(RangeWork work, int start, int length)
    {
        (_ranges, _rangesStart, _rangesLength) = (work, start, length);
        Array.Clear(_taken);
        try
        {
            Run(Math.Min(_threads, (length + RangeLength - 1) / RangeLength), _threads, work: 0);
        }
        finally
        {
            _ranges = null;
        }
    }

    private void ComputeRanges(int share)
    {
        int count = (_rangesLength + RangeLength - 1) / RangeLength, shares = Math.Min(_threads, count);
        for (int i = 0; i < shares; i++, share = share + 1 == shares ? 0 : share + 1)
        {
            int first = (int)((long)count * share / shares), end = (int)((long)count * (share + 1) / shares);
            ref int taken = ref _taken[share * CounterStride];
            for (int range = first + Interlocked.Increment(ref taken) - 1; range < end; range = first + Interlocked.Increment(ref taken) - 1)
            {
                int start = range * RangeLength;
                _ranges!.Compute(_rangesStart + start, Math.Min(RangeLength, _rangesLength - start));
            }
        }
    }
}
