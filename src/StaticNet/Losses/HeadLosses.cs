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
        int size = head.Size, padded = (size + 7) & ~7, block = Math.Min(CopiedRows, rows) * padded;
        var headScale = (float)(scale / (head.IsPerRow ? 1 : size));
        ref float ownOutputs = ref OutputScratch.Take(3 * CopiedRows * padded);
        MemoryMarshal.CreateSpan(ref ownOutputs, 3 * block).Clear();
        ref float ownGradient = ref Unsafe.Add(ref ownOutputs, block), ownTargets = ref Unsafe.Add(ref ownOutputs, 2 * block);
        ref float target = ref MemoryMarshal.GetReference(targets[..(rows * columns)]);
        double sum = 0;
        for (int start = 0; start < rows; start += CopiedRows)
        {
            int count = Math.Min(CopiedRows, rows - start);
            Copy(ref Unsafe.Add(ref outputs, ((nint)start * stride) + head.Start), stride, ref ownOutputs, padded, size, count);
            Copy(ref Unsafe.Add(ref target, ((nint)start * columns) + head.Start), columns, ref ownTargets, size, size, count);
            ReadOnlySpan<float> weights = sampleWeights.IsEmpty ? sampleWeights : sampleWeights.Slice(start, count);
            sum += Rows(
                head.Loss, ref ownOutputs, count, size, padded, MemoryMarshal.CreateReadOnlySpan(ref ownTargets, count * size), weights, in own, headScale,
                ref hasGradient ? ref ownGradient : ref gradient);
            if (hasGradient)
            {
                Copy(ref ownGradient, padded, ref Unsafe.Add(ref gradient, ((nint)start * stride) + head.Start), stride, size, count);
            }
        }

        return sum;
    }

    // Heads have few columns: a loop takes less than a call for each row.
    private static void Copy(ref float source, int sourceStride, ref float destination, int stride, int size, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref source, (nint)row * sourceStride), to = ref Unsafe.Add(ref destination, (nint)row * stride);
            for (int i = 0; i < size; i++)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
            }
        }
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
