using System;
using System.Linq;
using ScottPlot;

namespace StaticNet.Samples.Amp;

/// <summary>Waveforms above, spectra below.</summary>
internal static class Drawing
{
    private const string Target = "target";
    private const int Width = 1100, Height = 450, ShownSamples = Guitar.SampleRate / 100;

    /// <param name="signals">Named signals of one length, the first of them the input.</param>
    /// <param name="target">What <paramref name="outputs"/> are to be.</param>
    /// <param name="outputs">Named signals; what they miss of the target is drawn as a spectrum, too.</param>
    /// <param name="path">The picture.</param>
    public static void Save((string Name, float[] Signal)[] signals, float[] target, (string Name, float[] Signal)[] outputs, string path)
    {
        var page = new Multiplot();
        page.AddPlots(2);
        DrawWaves(page.GetPlot(0), [.. signals, (Target, target), .. outputs], LoudestPlace(target));
        DrawSpectra(page.GetPlot(1), [.. signals, (Target, target), .. outputs.Select(output => ($"error of {output.Name}", Difference(output.Signal, target)))]);
        page.SavePng(path, Width, 2 * Height);
    }

    private static void DrawWaves(Plot plot, (string Name, float[] Signal)[] signals, int start)
    {
        foreach ((string name, float[] signal) in signals)
        {
            double[] time = [.. Enumerable.Range(0, ShownSamples).Select(i => 1000.0 * i / Guitar.SampleRate)];
            var line = plot.Add.ScatterLine(time, [.. signal.Skip(start).Take(ShownSamples).Select(sample => (double)sample)]);
            line.LegendText = name;
            if (name == Target)
            {
                // Wide and pale, so that what lies on it still shows.
                (line.LineWidth, line.Color) = (8, Colors.Orange.WithAlpha(0.4));
            }
        }

        plot.Title("Waveforms of the music held back");
        plot.XLabel("Milliseconds");
        plot.Layout.Fixed(new PixelPadding(left: 80, right: 20, bottom: 55, top: 40));
        plot.ShowLegend(Alignment.UpperRight);
    }

    private static void DrawSpectra(Plot plot, (string Name, float[] Signal)[] signals)
    {
        foreach ((string name, float[] signal) in signals)
        {
            var line = plot.Add.ScatterLine(Spectrum.Frequencies, Spectrum.Decibels(signal));
            line.LegendText = name;
        }

        plot.Title("Spectra");
        plot.XLabel("Kilohertz");
        plot.YLabel("Decibels");
        plot.Layout.Fixed(new PixelPadding(left: 80, right: 20, bottom: 55, top: 40));
        plot.ShowLegend(Alignment.UpperRight);
    }

    private static int LoudestPlace(float[] signal)
    {
        int loudest = 0;
        for (int i = 0; i < signal.Length - ShownSamples; i++)
        {
            loudest = Math.Abs(signal[i]) > Math.Abs(signal[loudest]) ? i : loudest;
        }

        return loudest;
    }

    private static float[] Difference(float[] output, float[] target) => [.. output.Zip(target, (y, t) => y - t)];
}
