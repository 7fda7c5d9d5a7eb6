using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StaticNet.Benchmarks;

/// <summary>The results of one group of items as tables: medians with ratio and goal, then every engine with its minimum.</summary>
internal sealed class SpeedReport(string title)
{
    private readonly List<(BenchmarkItem Item, List<EngineResult> Results)> _columns = [];

    public bool IsEmpty => _columns.Count == 0;

    public void Add(BenchmarkItem item, List<EngineResult> results) => _columns.Add((item, results));

    /// <summary>Engines as rows, items as columns: a table of medians and one of minima, which a busy machine disturbs less.</summary>
    public string Summary() => $"### {title}\n\n{Table("median", result => result.Median)}\n{Table("minimum", result => result.Minimum)}";

    private MarkdownTable Table(string statistic, Func<EngineResult, double> time)
    {
        var table = new MarkdownTable([statistic, .. _columns.Select(column => column.Item.Name)]);
        foreach (string engine in _columns.SelectMany(column => column.Results).Select(result => result.Engine).Distinct())
        {
            bool isSubject = _columns.SelectMany(column => column.Results).First(result => result.Engine == engine).IsSubject;
            table.Add([isSubject ? $"**{engine}**" : engine, .. _columns.Select(column =>
                column.Results.Find(result => result.Engine == engine) is { } result ? MarkdownTable.Time(time(result)) : "–")]);
        }

        table.Add(["goal", .. _columns.Select(column => column.Item.Goal is { } goal ? "≤ " + MarkdownTable.Time(goal) : "–")]);
        if (_columns.Exists(column => Subject(column.Results) is not null))
        {
            table.Add(["**StaticNet / best rival**", .. _columns.Select(column => Ratio(column.Results, time))]);
            table.Add(["StaticNet / goal", .. _columns.Select(column =>
                Subject(column.Results) is { } subject && column.Item.Goal is { } goal ? MarkdownTable.Significant(time(subject) / goal) : "–")]);
            table.Add(["bytes allocated per call", .. _columns.Select(column =>
                Subject(column.Results)?.BytesPerCall.ToString("0.##", CultureInfo.InvariantCulture) ?? "–")]);
        }

        return table;
    }

    /// <summary>One row per engine and item: median, minimum, ratio to the fastest rival, allocation.</summary>
    public string Details()
    {
        var table = new MarkdownTable($"{title}: item", "engine", "median", "minimum", "to best rival", "bytes/call");
        foreach ((BenchmarkItem item, List<EngineResult> results) in _columns)
        {
            double best = results.Where(result => !result.IsSubject).Select(result => result.Median).DefaultIfEmpty(double.NaN).Min();
            foreach (EngineResult result in results.OrderBy(result => result.Median))
            {
                table.Add(item.Name, result.Engine, MarkdownTable.Time(result.Median), MarkdownTable.Time(result.Minimum), MarkdownTable.Significant(result.Median / best), result.BytesPerCall.ToString("0.##", CultureInfo.InvariantCulture));
            }
        }

        return table.ToString();
    }

    private static EngineResult? Subject(List<EngineResult> results) => results.Find(result => result.IsSubject);

    private static string Ratio(List<EngineResult> results, Func<EngineResult, double> time) => Subject(results) is { } subject
        ? MarkdownTable.Significant(time(subject) / results.Where(result => !result.IsSubject).Select(time).DefaultIfEmpty(double.NaN).Min())
        : "–";
}
