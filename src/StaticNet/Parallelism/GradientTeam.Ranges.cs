using System;

namespace StaticNet;

/// <content>Passes over parameters, a range at a time.</content>
internal sealed unsafe partial class GradientTeam
{
    /// <summary>Values of a range, 32 KiB: a few microseconds of work, which a thread that comes late still finds some of.</summary>
    public const int RangeLength = 8192;

    private RangeWork? _ranges;
    private int _rangesStart;
    private int _rangesLength;

    /// <summary>Runs work over a range of the parameters, on threads that are awake: such a pass is over before another one has woken.</summary>
    public void RunRanges(RangeWork work, int start, int length)
    {
        (_ranges, _rangesStart, _rangesLength) = (work, start, length);
        try
        {
            Run((length + RangeLength - 1) / RangeLength, _threads, work: 0);
        }
        finally
        {
            _ranges = null;
        }
    }

    private void ComputeRange(int range)
    {
        int start = range * RangeLength;
        _ranges!.Compute(_rangesStart + start, Math.Min(RangeLength, _rangesLength - start));
    }
}
