using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace StaticNet.Samples.LowLatency;

/// <summary>The histograms of one or several runs, one panel per thing measured; both axes logarithmic, so that one late call among a million shows.</summary>
internal static class Drawing
{
    private const int BinsPerDecade = 20, PanelWidth = 1000, PanelHeight = 300;

    // Shorter ones count as this: below, there is nothing but the timer's own steps.
    private const long Shortest = 10;

    public static void Save(IReadOnlyList<HistogramFile.Bucket> buckets, string path)
    {
        string[] panels = [.. buckets.Select(bucket => bucket.Measured).Distinct()];
        string[] runs = [.. buckets.Select(bucket => bucket.Run).Distinct()];
        int first = Bin(Shortest), last = Bin(buckets.Max(bucket => bucket.To)) + 1;
        var page = new Multiplot();
        page.AddPlots(panels.Length);
        for (int panel = 0; panel < panels.Length; panel++)
        {
            Plot plot = page.GetPlot(panel);
            for (int run = 0; run < runs.Length; run++)
            {
                AddRun(plot, [.. buckets.Where(bucket => bucket.Measured == panels[panel] && bucket.Run == runs[run])], runs[run], Colors.Category10[run], first, last);
            }

            plot.Title(panels[panel]);
            plot.YLabel("Ticks");
            plot.Layout.Fixed(new PixelPadding(left: 80, right: 20, bottom: 35, top: 40));
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
                [.. Enumerable.Range(0, 8).Select(power => (double)power)], [.. Enumerable.Range(0, 8).Select(power => $"{Math.Pow(10, power):N0}")]);
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
                [.. Enumerable.Range(0, 11).Select(power => (double)power)], [.. Enumerable.Range(0, 11).Select(power => Duration.Text((long)Math.Pow(10, power)))]);
            plot.Axes.SetLimitsX(first / (double)BinsPerDecade, last / (double)BinsPerDecade);
            plot.ShowLegend(Alignment.UpperRight);
        }

        page.SavePng(path, PanelWidth, PanelHeight * panels.Length);
    }

    private static void AddRun(Plot plot, HistogramFile.Bucket[] buckets, string run, Color color, int first, int last)
    {
        var counts = new double[last - first + 1];
        foreach (HistogramFile.Bucket bucket in buckets)
        {
            counts[Bin(Math.Max(Shortest, (bucket.From + bucket.To - 1) / 2)) - first] += bucket.Count;
        }

        const double Nothing = -0.3;
        double[] x = [.. Enumerable.Range(first, counts.Length).Select(bin => bin / (double)BinsPerDecade)];
        double[] y = [.. counts.Select(count => count == 0 ? Nothing : Math.Log10(count))];
        var steps = plot.Add.Scatter(x, y, color);
        steps.ConnectStyle = ConnectStyle.StepHorizontal;
        steps.MarkerSize = 0;
        steps.LineWidth = 2;
        steps.FillY = true;
        steps.FillYValue = Nothing;
        steps.FillYColor = color.WithAlpha(0.2);
        steps.LegendText = $"{run}: p50 {Percentile(buckets, 0.5)}, p99.9 {Percentile(buckets, 0.999)}, max {Percentile(buckets, 1)}";
        plot.Axes.SetLimitsY(Nothing, Math.Max(plot.Axes.GetLimits().Top, y.Max() + 0.5));
    }

    private static string Percentile(HistogramFile.Bucket[] buckets, double share)
    {
        long rank = (long)Math.Ceiling(share * buckets.Sum(bucket => bucket.Count)), seen = 0;
        return Duration.Text(buckets.First(bucket => (seen += bucket.Count) >= rank).To - 1);
    }

    private static int Bin(long nanoseconds) => (int)Math.Floor(BinsPerDecade * Math.Log10(nanoseconds));
}
