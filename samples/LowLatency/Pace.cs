using System;
using System.Diagnostics;
using System.Threading;

namespace StaticNet.Samples.LowLatency;

/// <summary>
/// Deadlines at a fixed rate, counted from the start, so that a late tick does not move those after it. While a deadline is more than
/// two milliseconds away the thread sleeps, then it spins: exact, at the price of a busy processor at 500 Hz and above.
/// </summary>
internal sealed class Pace(double rate)
{
    private static readonly long s_shortestSleep = Stopwatch.Frequency / 500;
    private readonly double _period = Stopwatch.Frequency / rate;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _tick;

    /// <summary>Deadlines that were over before the loop came back to wait for them; they are left out.</summary>
    public long Missed { get; private set; }

    /// <summary>Waits for the next deadline and returns how late it is, in ticks of the stopwatch.</summary>
    public long WaitForNext()
    {
        long late = Stopwatch.GetTimestamp() - Deadline(_tick + 1);
        _tick++;
        if (late > _period)
        {
            long over = (long)(late / _period);
            Missed += over;
            _tick += over;
        }

        long deadline = Deadline(_tick), now;
        while ((now = Stopwatch.GetTimestamp()) < deadline)
        {
            if (deadline - now > s_shortestSleep)
            {
                Thread.Sleep(1);
            }
        }

        return now - deadline;
    }

    private long Deadline(long tick) => _start + (long)(tick * _period);
}
