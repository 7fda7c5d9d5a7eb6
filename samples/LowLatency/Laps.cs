using System.Diagnostics;

namespace StaticNet.Samples.LowLatency;

/// <summary>A stopwatch that tells how long each step took, in nanoseconds.</summary>
internal sealed class Laps
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>From the start to the end of the last step.</summary>
    public long Total => (long)Stopwatch.GetElapsedTime(_start, _last).TotalNanoseconds;

    /// <summary>Ends a step.</summary>
    public long Next()
    {
        long now = Stopwatch.GetTimestamp(), before = _last;
        _last = now;
        return (long)Stopwatch.GetElapsedTime(before, now).TotalNanoseconds;
    }
}
