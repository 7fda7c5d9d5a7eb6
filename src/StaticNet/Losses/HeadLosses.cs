using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>The loss of a network with heads: the sum of each head's loss times its weight.</summary>
internal static class HeadLosses
{
    // Rows whose columns are copied together.
    private const int CopiedRows = 16;

    /// <summary>The sum over rows of the weighted losses of all heads, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="heads">The heads, which share out the columns.</param>
    /// <param name="outputs">The first value of the matrix [rows, columns].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Columns of all heads.</param>
    /// <param name="stride">The distance between rows of outputs and gradient.</param>
    /// <param name="targets">[rows, columns] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">What the losses take.</param>
    /// <param name="scale">1/rows for a mean over the rows.</param>
    /// <param name="gradient">[rows, stride], overwritten, padding 0; a null reference asks for the loss only.</param>
    public static double Rows(
        OutputHead[] heads, ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        if (hasGradient)
        {
            MemoryMarshal.CreateSpan(ref gradient, rows * stride).Clear();
        }

        double sum = 0;
        foreach (OutputHead head in heads)
        {
            if (head.LossWeight == 0)
            {
                continue;
            }

            sum += Head(head, ref outputs, rows, columns, stride, targets, sampleWeights, in options, (double)scale * head.LossWeight, ref gradient);
        }

        return sum;
    }

    /// <summary>The sum over rows of a head's loss, a mean over its outputs where the loss is one; without its weight.</summary>
    /// <param name="head">The head.</param>
    /// <param name="outputs">[rows, OutputSize], all heads' outputs.</param>
    /// <param name="targets">[rows, OutputSize].</param>
    /// <param name="options">What the losses take.</param>
    public static double Sum(OutputHead head, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, in LossOptions options) =>
        Head(
            head, ref MemoryMarshal.GetReference(outputs), outputs.Length / head.OutputSize, head.OutputSize, head.OutputSize, targets, default, in options, 1.0,
            ref Unsafe.NullRef<float>());

    // The loss reads rows of the head's columns only, which are copied together, and its gradient goes back into the columns.
    private static double Head(
        OutputHead head, ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, double scale, ref float gradient)
    {
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        LossOptions own = head.Options(in options);
        int size = head.Size, padded = (size + 7) & ~7;
        var headScale = (float)(scale / (head.IsPerRow ? 1 : size));
        Span<float> scratch = MemoryMarshal.CreateSpan(ref OutputScratch.Take(3 * CopiedRows * padded), 3 * CopiedRows * padded);
        scratch.Clear();
        Span<float> ownOutputs = scratch[..(CopiedRows * padded)], ownGradient = scratch.Slice(CopiedRows * padded, CopiedRows * padded), ownTargets = scratch[(2 * CopiedRows * padded)..];
        double sum = 0;
        for (int start = 0; start < rows; start += CopiedRows)
        {
            int count = Math.Min(CopiedRows, rows - start);
            for (int row = 0; row < count; row++)
            {
                ref float from = ref Unsafe.Add(ref outputs, ((nint)(start + row) * stride) + head.Start);
                MemoryMarshal.CreateReadOnlySpan(ref from, size).CopyTo(ownOutputs[(row * padded)..]);
                targets.Slice(((start + row) * columns) + head.Start, size).CopyTo(ownTargets[(row * size)..]);
            }

            ReadOnlySpan<float> weights = sampleWeights.IsEmpty ? sampleWeights : sampleWeights.Slice(start, count);
            sum += Rows(
                head.Loss, ref ownOutputs[0], count, size, padded, ownTargets[..(count * size)], weights, in own, headScale,
                ref hasGradient ? ref ownGradient[0] : ref gradient);
            for (int row = 0; row < count && hasGradient; row++)
            {
                ref float to = ref Unsafe.Add(ref gradient, ((nint)(start + row) * stride) + head.Start);
                ownGradient.Slice(row * padded, size).CopyTo(MemoryMarshal.CreateSpan(ref to, size));
            }
        }

        return sum;
    }

    private static double Rows(
        Loss loss, ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights,
        in LossOptions options, float scale, ref float gradient) => loss switch
        {
            Loss.CrossEntropy => CrossEntropyLoss.Probabilities(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            Loss.KLDivergence => KLDivergenceLoss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            Loss.BinaryCrossEntropy => BinaryCrossEntropyLoss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            Loss.MeanAbsoluteError => MeanAbsoluteErrorLoss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            Loss.Huber => HuberLoss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            Loss.SmoothL1 => SmoothL1Loss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            Loss.Hinge => HingeLoss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
            _ => MeanSquaredErrorLoss.Targets(ref outputs, rows, columns, stride, targets, weights, in options, scale, ref gradient),
        };
}
