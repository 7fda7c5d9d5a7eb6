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

    /// <summary>Engines as rows, items as columns, medians.</summary>
    public string Summary()
    {
        var table = new MarkdownTable(["median", .. _columns.Select(column => column.Item.Name)]);
        foreach (string engine in _columns.SelectMany(column => column.Results).Select(result => result.Engine).Distinct())
        {
            bool isSubject = _columns.SelectMany(column => column.Results).First(result => result.Engine == engine).IsSubject;
            table.Add([isSubject ? $"**{engine}**" : engine, .. _columns.Select(column =>
                column.Results.Find(result => result.Engine == engine) is { } result ? MarkdownTable.Time(result.Median) : "–")]);
        }

        table.Add(["goal", .. _columns.Select(column => column.Item.Goal is { } goal ? "≤ " + MarkdownTable.Time(goal) : "–")]);
        if (_columns.Exists(column => Subject(column.Results) is not null))
        {
            table.Add(["**StaticNet / best rival**", .. _columns.Select(column => Ratio(column.Results, result => result.Median))]);
            table.Add(["StaticNet / best rival (minima)", .. _columns.Select(column => Ratio(column.Results, result => result.Minimum))]);
            table.Add(["StaticNet / goal", .. _columns.Select(column =>
                Subject(column.Results) is { } subject && column.Item.Goal is { } goal ? MarkdownTable.Significant(subject.Median / goal) : "–")]);
            table.Add(["bytes allocated per call", .. _columns.Select(column =>
                Subject(column.Results)?.BytesPerCall.ToString("0.##", CultureInfo.InvariantCulture) ?? "–")]);
        }

        return $"### {title}\n\n{table}";
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
