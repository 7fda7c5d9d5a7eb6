using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace StaticNet.Benchmarks;

/// <summary>Runs the speed items and prints their tables.</summary>
internal static class SpeedRun
{
    private static readonly (string Group, ItemKind Kind, string Title)[] s_groups =
    [
        ("forward", ItemKind.Throughput, "Forward, one sample, independent calls"),
        ("latency", ItemKind.Latency, "Forward, one sample, each input depends on the previous output"),
        ("batch", ItemKind.Batch, "Forward, batch"),
        ("training", ItemKind.Training, "Training step: forward, loss, backward, update"),
    ];

    public static void Execute(Options options)
    {
        var markdown = new StringBuilder();
        var details = new StringBuilder();
        Print(markdown, $"{Machine.Description}\n\nC: {GccModule.Compiler} {string.Join(' ', GccModule.Switches)}; {(OpenBlas.IsAvailable ? OpenBlas.Description : "no OpenBLAS")}; ONNX Runtime {typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version}. Medians of {options.Rounds} rounds of {options.RoundMilliseconds} ms in {options.Placements} placements in memory, engines in turn.\n");
        var runner = new InterleavedRunner(options.Rounds, options.RoundMilliseconds, options.Placements);
        foreach ((string group, ItemKind kind, string title) in s_groups)
        {
            var report = new SpeedReport(title);
            foreach (BenchmarkItem item in BenchmarkItem.All)
            {
                if (item.Kind == kind && options.Includes(group, item.Name))
                {
                    report.Add(item, Measure(item, runner, options.EngineFilter));
                }
            }

            if (!report.IsEmpty)
            {
                Print(markdown, report.Summary());
                details.Append(report.Details()).Append('\n');
            }
        }

        if (options.EngineFilter.Length == 0 && options.Includes("tail", "tail"))
        {
            var tail = new TailReport(options.TailCalls);
            tail.MeasureTimer();
            tail.Measure(NetworkShape.A);
            tail.Measure(NetworkShape.C);
            Print(markdown, tail.ToString());
        }

        Print(markdown, $"### Every engine\n\n{details}");
        if (options.MarkdownFile is { } file)
        {
            File.WriteAllText(file, markdown.ToString());
        }
    }

    private static List<EngineResult> Measure(BenchmarkItem item, InterleavedRunner runner, string engineFilter)
    {
        List<EngineResult> results = runner.Measure(EngineCatalog.Prepare(item, engineFilter));

        // The buffers of this item go before those of the next come.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return results;
    }

    private static void Print(StringBuilder markdown, string text)
    {
        Console.WriteLine(text);
        markdown.Append(text).Append('\n');
    }
}
