using System;
using System.ComponentModel;
using System.Diagnostics;

namespace StaticNet.Budgets;

/// <summary>Times forward passes for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BudgetTimer
{
    private const int Repetitions = 101;

    // Long enough that reading the clock does not count, short enough that most repetitions are not interrupted.
    private const double RepetitionNanoseconds = 50_000;

    private const int MaxCalls = 1 << 20;

    /// <summary>Runs passes until they are compiled, then repeats blocks of them.</summary>
    /// <param name="limit">Nanoseconds that are allowed.</param>
    /// <param name="forward">Runs so many forward passes.</param>
    public static BudgetResult Run(int limit, Action<int> forward)
    {
        ArgumentNullException.ThrowIfNull(forward);

        // The just-in-time compiler replaces the loop around the passes after some thirty calls and a tenth of a second.
        int calls = 1;
        for (long until = Stopwatch.GetTimestamp() + (3 * Stopwatch.Frequency / 10); Stopwatch.GetTimestamp() < until;)
        {
            forward(calls);
        }

        // Twice, because an interruption makes one of them look long enough.
        while (calls < MaxCalls && Math.Min(Time(forward, calls), Time(forward, calls)) * calls < RepetitionNanoseconds)
        {
            calls *= 2;
        }

        var times = new double[Repetitions];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = Time(forward, calls);
        }

        Array.Sort(times);
        return new BudgetResult(times[0], times[Repetitions / 2], times[^1], limit);
    }

    private static double Time(Action<int> forward, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        forward(calls);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
