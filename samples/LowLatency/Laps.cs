using System.Diagnostics;

namespace StaticNet.Samples.LowLatency;

/// <summary>A stopwatch that tells how long each step took, in nanoseconds.</summary>
internal sealed class Laps
{
    // A TimeSpan would round to 100 ns.
    private static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>From the start to the end of the last step.</summary>
    public long Total => (long)((_last - _start) * s_nanosecondsPerTick);

    /// <summary>Ends a step.</summary>
    public long Next()
    {
        long now = Stopwatch.GetTimestamp(), before = _last;
        _last = now;
        return (long)((now - before) * s_nanosecondsPerTick);
    }
}
