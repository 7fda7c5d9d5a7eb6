using System;
using System.Runtime.CompilerServices;
using StaticNet.Sequences;

namespace StaticNet.Losses;

/// <summary>
/// The error-to-signal ratio of audio models (Damskägg, Juvela, Välimäki 2019; Wright et al. 2020):
/// (1 − w)·Σd(n)²/(Σt′(n)² + 10⁻⁵) + w·Σ T·(mean over time of e)²/(Σt(n)² + 10⁻⁵), with e = y − t, pre-emphasis d(n) = e(n) − p·e(n − 1) and
/// t′(n) = t(n) − p·t(n − 1) within the block of steps, sums over steps, sequences and outputs. The denominators follow from the targets alone.
/// </summary>
internal static class ErrorToSignalLoss
{
    /// <summary>The loss of a group of sequences, and its gradient.</summary>
    /// <param name="y">Outputs, time-major rows.</param>
    /// <param name="steps">Steps of each sequence.</param>
    /// <param name="sequences">Sequences of the group.</param>
    /// <param name="outputs">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="targets">[rows, outputs]; 0 where a row does not count.</param>
    /// <param name="weights">[rows], 0 where a row does not count; empty: all are 1.</param>
    /// <param name="options">Pre-emphasis p and weight w of the mean's error.</param>
    /// <param name="energies">The denominators, of the whole batch.</param>
    /// <param name="gradient">Overwritten; a null reference for the loss alone.</param>
    public static double Rows(
        ref float y, int steps, int sequences, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, in LossOptions options, in SignalEnergies energies, ref float gradient)
    {
        double p = options.PreEmphasis, share = options.DirectCurrentWeight;
        double scale = (1 - share) / energies.Emphasized;
        double sum = 0;
        for (int b = 0; b < sequences; b++)
        {
            for (int o = 0; o < outputs; o++)
            {
                (double squares, double mean, double total) = Measure(ref y, steps, sequences, outputs, stride, targets, weights, b, o, p);
                sum += (squares * scale) + (share * total * mean * mean / energies.Plain);
                if (!Unsafe.IsNullRef(ref gradient))
                {
                    double direct = 2 * share * mean / energies.Plain;
                    double next = 0;
                    for (int t = steps - 1; t >= 0; t--)
                    {
                        int row = (t * sequences) + b;
                        double weight = weights.IsEmpty ? 1 : weights[row];
                        double before = t > 0 ? Error(ref y, row - sequences, outputs, stride, targets, weights, o) : 0;
                        double filtered = Error(ref y, row, outputs, stride, targets, weights, o) - (p * before);
                        double own = weight == 0 ? 0 : 2 * scale * weight * filtered;
                        Unsafe.Add(ref gradient, ((nint)row * stride) + o) = weight == 0 ? 0 : (float)(own - (p * next) + (direct * weight));
                        next = own;
                    }
                }
            }
        }

        if (!Unsafe.IsNullRef(ref gradient))
        {
            for (int row = 0; row < steps * sequences; row++)
            {
                for (int o = outputs; o < stride; o++)
                {
                    Unsafe.Add(ref gradient, ((nint)row * stride) + o) = 0;
                }
            }
        }

        return sum;
    }

    private static (double Squares, double Mean, double Total) Measure(
        ref float y, int steps, int sequences, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int b, int o, double p)
    {
        double squares = 0, errors = 0, total = 0, before = 0;
        for (int t = 0; t < steps; t++)
        {
            int row = (t * sequences) + b;
            double weight = weights.IsEmpty ? 1 : weights[row];
            double error = Error(ref y, row, outputs, stride, targets, weights, o);
            double filtered = error - (p * before);
            squares += weight * filtered * filtered;
            errors += weight * error;
            total += weight;
            before = error;
        }

        return (squares, total == 0 ? 0 : errors / total, total);
    }

    // Of a row that does not count nothing is known.
    private static double Error(ref float y, int row, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int o) =>
        !weights.IsEmpty && weights[row] == 0 ? 0 : (double)Unsafe.Add(ref y, ((nint)row * stride) + o) - targets[(row * outputs) + o];
}
