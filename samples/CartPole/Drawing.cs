using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace StaticNet.Samples.CartPole;

/// <summary>The sample's picture.</summary>
internal static class Drawing
{
    /// <summary>The mean length of the episodes between two updates.</summary>
    public static void SaveReturns(IReadOnlyList<double> returns, double goal, string path)
    {
        var plot = new Plot();
        plot.Add.Scatter([.. Enumerable.Range(1, returns.Count).Select(update => (double)update)], returns.ToArray());
        var line = plot.Add.HorizontalLine(goal);
        line.LegendText = $"{goal} of {CartPoleEnvironment.MaximumSteps}";
        plot.ShowLegend(Alignment.LowerRight);
        plot.Title("Steps until the pole falls");
        plot.XLabel("Update");
        plot.YLabel("Mean of the episodes");
        plot.Axes.SetLimitsY(0, CartPoleEnvironment.MaximumSteps * 1.05);
        plot.SavePng(path, 900, 500);
    }
}
