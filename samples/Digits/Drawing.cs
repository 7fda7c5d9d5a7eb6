using System;
using System.Linq;
using ScottPlot;

namespace StaticNet.Samples.Digits;

/// <summary>The sample's two pictures.</summary>
internal static class Drawing
{
    private const int DigitSide = 8;

    /// <summary>Loss and accuracy per epoch, on the training rows and on those held back.</summary>
    public static void SaveCurves(TrainingHistory history, string path)
    {
        var page = new Multiplot();
        page.AddPlots(2);
        double[] epochs = [.. history.Epochs.Select(report => (double)report.Epoch)];
        DrawPair(page.GetPlot(0), epochs, history.Loss, history.ValidationLoss, "Loss (cross-entropy)", Alignment.UpperRight);
        DrawPair(page.GetPlot(1), epochs, [.. history.Accuracy.Select(InPercent)], [.. history.ValidationAccuracy.Select(InPercent)], "Accuracy (%)", Alignment.LowerRight);
        page.GetPlot(1).Axes.SetLimitsY(80, 100.5);
        page.SavePng(path, 900, 800);
    }

    /// <summary>Each misread digit as a picture, with what it is and what the network took it for.</summary>
    public static void SaveDigits(LabeledRows rows, (int Row, int Read)[] digits, string path)
    {
        const int Columns = 5;
        int lines = Math.Max(1, (digits.Length + Columns - 1) / Columns);
        var page = new Multiplot();
        page.AddPlots(Math.Max(1, digits.Length));
        page.Layout = new ScottPlot.MultiplotLayouts.Grid(lines, Columns);
        for (int i = 0; i < digits.Length; i++)
        {
            Plot plot = page.GetPlot(i);
            var heatmap = plot.Add.Heatmap(Pixels(rows.Row(digits[i].Row)));
            heatmap.Colormap = new ScottPlot.Colormaps.Grayscale().Reversed();
            plot.Title($"{rows.Labels[digits[i].Row]} read as {digits[i].Read}");
            plot.Axes.SquareUnits();
            plot.HideGrid();
            plot.Axes.Frameless();
            plot.Axes.Title.IsVisible = true;
            plot.Axes.TightMargins();
        }

        page.SavePng(path, 180 * Columns, 200 * lines);
    }

    private static void DrawPair(Plot plot, double[] epochs, double[] training, double[] heldBack, string title, Alignment legend)
    {
        Add(plot, epochs, training, "training rows");
        Add(plot, epochs, heldBack, "rows held back");
        plot.Title(title);
        plot.XLabel("Epoch");
        plot.ShowLegend(legend);
    }

    private static void Add(Plot plot, double[] epochs, double[] values, string name)
    {
        var line = plot.Add.Scatter(epochs, values);
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 0;
    }

    private static double InPercent(double share) => 100 * share;

    private static double[,] Pixels(ReadOnlySpan<float> row)
    {
        var pixels = new double[DigitSide, DigitSide];
        for (int i = 0; i < row.Length; i++)
        {
            pixels[i / DigitSide, i % DigitSide] = row[i];
        }

        return pixels;
    }
}
