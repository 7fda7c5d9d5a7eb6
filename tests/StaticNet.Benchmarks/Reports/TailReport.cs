using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace StaticNet.Benchmarks;

/// <summary>How long single calls take at worst: percentiles over many calls, each timed by itself, timer included.</summary>
internal sealed class TailReport(int calls)
{
    private readonly MarkdownTable _table = new("single call, timer included", "p50", "p99", "p99.9", "max", "p99.9 / p50");
    private readonly long[] _ticks = new long[calls];

    public void Measure(NetworkShape shape)
    {
        foreach (ForwardEngine engine in EngineCatalog.CreateForward(new ForwardWorkload(NetworkWeights.Random(shape, 1), 1, isDependent: false)))
        {
            engine.Verify();
            engine.Run(1000);
            engine.MeasureCalls(_ticks.AsSpan(0, Math.Min(1000, calls))); // compiles the timing loop and touches the array
            engine.MeasureCalls(_ticks);
            Add($"{shape.Name}: {engine.Name}");
            engine.Dispose();
        }
    }

    /// <summary>The timer with nothing in between.</summary>
    public void MeasureTimer()
    {
        for (int i = 0; i < _ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        Add("timer alone");
    }

    public override string ToString() => $"### Tail of {calls:N0} single calls\n\n{_table}";

    private void Add(string name)
    {
        Array.Sort(_ticks);
        double At(double quantile) => _ticks[Math.Min(_ticks.Length - 1, (int)(quantile * _ticks.Length))] * 1e9 / Stopwatch.Frequency;
        _table.Add(new List<string> { name, MarkdownTable.Time(At(0.5)), MarkdownTable.Time(At(0.99)), MarkdownTable.Time(At(0.999)), MarkdownTable.Time(At(1)), MarkdownTable.Significant(At(0.999) / At(0.5)) });
    }
}
