using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>Draws how the cost of inference grows with width, depth and batch size, beside two rivals.</summary>
internal static class GrowthPlot
{
    private const int PanelWidth = 620, PanelHeight = 460;

    public static void Draw(string file, InterleavedRunner runner)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(3);
        multiplot.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Plot[] plots = multiplot.GetPlots();
        Panel(plots[0], "16–width–4, one sample", "width of the hidden layer", "ns per sample", GrowthFamily.Width, runner);
        Panel(plots[1], "32–(32 × depth)–32, one sample", "hidden layers", "ns per sample", GrowthFamily.Depth, runner);
        Panel(plots[2], "16–32–32–4 in batches", "samples per call", "ns per sample", GrowthFamily.Batch, runner);
        multiplot.SavePng(file, 3 * PanelWidth, PanelHeight);
        Console.WriteLine($"wrote {file}");
    }

    private static void Panel(Plot plot, string title, string horizontal, string vertical, IReadOnlyList<GrowthPoint> points, InterleavedRunner runner)
    {
        var table = new MarkdownTable(horizontal, "multiply-adds", "StaticNet", "C, gcc", "ONNX Runtime", "StaticNet, multiply-adds per ns");
        var series = new Dictionary<string, List<double>> { [EmittedEngines.Name] = [], ["C, gcc"] = [], ["ONNX Runtime"] = [] };
        foreach (GrowthPoint point in points)
        {
            Dictionary<string, double> times = Measure(point, runner);
            foreach ((string name, List<double> values) in series)
            {
                values.Add(times.TryGetValue(name, out double time) ? time : double.NaN);
            }

            table.Add([$"{point.Position}", $"{point.Shape.MultiplyAdds}", .. series.Values.Select(values => MarkdownTable.Time(values[^1])), MarkdownTable.Significant(point.Shape.MultiplyAdds / series[EmittedEngines.Name][^1])]);
        }

        Console.WriteLine($"### {title}\n\n{table}");
        double[] positions = [.. points.Select(point => Math.Log10(point.Position))];
        foreach ((string name, List<double> values) in series)
        {
            if (!values.TrueForAll(double.IsNaN))
            {
                ScottPlot.Plottables.Scatter line = plot.Add.Scatter(positions, [.. values.Select(Math.Log10)]);
                line.LegendText = name;
                line.LineWidth = name == EmittedEngines.Name ? 3 : 1.5f;
                line.MarkerSize = 6;
            }
        }

        // Both axes are logarithmic: their ticks are powers, labeled with the number itself.
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(positions, [.. points.Select(point => $"{point.Position}")]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, 1, 2, 3, 4, 5], ["1", "10", "100", "1,000", "10,000", "100,000"]);
        plot.Title(title);
        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Axes.Margins(vertical: 0.25);
    }

    /// <summary>Nanoseconds per sample, minima (a curve should show the code, not the machine's other work); the best of the C variants under one name.</summary>
    private static Dictionary<string, double> Measure(GrowthPoint point, InterleavedRunner runner)
    {
        NetworkWeights weights = NetworkWeights.Random(point.Shape, 1);
        var workload = new ForwardWorkload(weights, point.BatchSize, isDependent: false);
        List<EngineResult> results = runner.Measure(() =>
        {
            List<Engine> engines = [new ForwardEngine<GrowthKernel>(EmittedEngines.Name, workload, new GrowthKernel(point.Create(weights))) { IsSubject = true }];
            engines.AddRange(EngineCatalog.CreateForward(workload, "C, gcc"));
            engines.Add(new OnnxRuntimeForward(workload));
            return engines;
        });
        return results
            .GroupBy(result => result.Engine.StartsWith("C, gcc", StringComparison.Ordinal) ? "C, gcc" : result.Engine)
            .ToDictionary(group => group.Key, group => group.Min(result => result.Minimum) / point.BatchSize);
    }
}
