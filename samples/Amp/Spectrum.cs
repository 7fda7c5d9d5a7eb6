using System;
using NAudio.Dsp;

namespace StaticNet.Samples.Amp;

/// <summary>How strong each frequency is in a signal: the mean power of Hann-windowed pieces (Welch's method), in decibels.</summary>
internal static class Spectrum
{
    private const int Power = 11, Length = 1 << Power;

    public static double[] Frequencies { get; } = MakeFrequencies();

    public static double[] Decibels(ReadOnlySpan<float> signal)
    {
        var piece = new Complex[Length];
        var power = new double[Length / 2];
        int pieces = 0;
        for (int start = 0; start + Length <= signal.Length; start += Length / 2, pieces++)
        {
            for (int i = 0; i < Length; i++)
            {
                piece[i] = new Complex { X = signal[start + i] * (float)FastFourierTransform.HannWindow(i, Length) };
            }

            FastFourierTransform.FFT(true, Power, piece);
            for (int i = 0; i < power.Length; i++)
            {
                power[i] += (piece[i].X * (double)piece[i].X) + (piece[i].Y * (double)piece[i].Y);
            }
        }

        return Array.ConvertAll(power, sum => 10 * Math.Log10((sum / pieces) + 1e-14));
    }

    private static double[] MakeFrequencies()
    {
        var frequencies = new double[Length / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            frequencies[i] = (double)i * Guitar.SampleRate / Length / 1000;
        }

        return frequencies;
    }
}
