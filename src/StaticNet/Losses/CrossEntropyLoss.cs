using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>Cross-entropy of softmax(z) against a class label or a distribution, from the logits z.</summary>
/// <remarks>
/// With the maximum m, the exponentials e and their sum s of <see cref="SoftmaxRows"/> (same bits): for a label y the loss of a row is
/// log s − (z_y − m) and its gradient p − onehot(y) with p = e·(1/s). Both are multiplied by the class weight of y.
/// In general, for target probabilities t, label smoothing ε, C classes and class weights w (torch.nn.CrossEntropyLoss):
/// bⱼ = (tⱼ·(1 − ε) + ε/C)·wⱼ, the loss of a row is Σb·log s − Σ b·(z − m) and its gradient p·Σb − b.
/// With w = class weight × sample weight of a row (sample weight alone in the general form), its gradient is multiplied by w × scale,
/// rounded once, and its loss, in single precision, is added as (double)loss·w to a sum in double, in the order of the rows.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class CrossEntropyLoss
{
    /// <summary>What the sum of the rows' losses is divided by for the mean: the sum of the labels' class weights, or the number of labels.</summary>
    /// <param name="labels">One class index per row; <see cref="Batch.IgnoreLabel"/> does not count.</param>
    /// <param name="options">Class weights.</param>
    /// <exception cref="ArgumentException">A label has no class weight.</exception>
    public static double Normalizer(ReadOnlySpan<int> labels, in LossOptions options)
    {
        if (options.ClassWeights is not { } weights)
        {
            return labels.Length - labels.Count(Batch.IgnoreLabel);
        }

        LabelCheck.HasIgnored(labels, weights.Length);
        double sum = 0;
        foreach (int label in labels)
        {
            sum += label == Batch.IgnoreLabel ? 0 : weights[label];
        }

        return sum;
    }

    /// <summary>1/N for the mean, N being <see cref="Normalizer"/>; 0 where every row is left out.</summary>
    /// <param name="labels">One class index per row.</param>
    /// <param name="options">Class weights.</param>
    /// <exception cref="ArgumentException">A label has no class weight.</exception>
    public static float Scale(ReadOnlySpan<int> labels, in LossOptions options)
    {
        if (options.ClassWeights is null)
        {
            int count = labels.Length - labels.Count(Batch.IgnoreLabel);
            return count == 0 ? 0f : 1f / count;
        }

        double weights = Normalizer(labels, options);
        return weights == 0 && labels.IndexOfAnyExcept(Batch.IgnoreLabel) < 0 ? 0f : (float)(1.0 / weights);
    }

    /// <summary>The sum of the rows' losses, times <paramref name="scale"/>, for class labels; and its gradient.</summary>
    /// <param name="logits">The first value of the row-major matrix [rows, outputs].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="outputs">The number of classes; 1 or more.</param>
    /// <param name="stride">The distance between rows of logits and gradient, at least <paramref name="outputs"/>.</param>
    /// <param name="labels">One class index per row; the loss and gradient of a row with <see cref="Batch.IgnoreLabel"/> are 0, whatever its logits.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Class weights, label smoothing, γ of the focal loss.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">
    /// Receives the gradient with respect to the logits in all <paramref name="stride"/> columns, padding exactly 0. May be
    /// <paramref name="logits"/>; a null reference asks for the loss only.
    /// </param>
    /// <exception cref="ArgumentException">A label is out of range or a length is wrong. Nothing has been written then.</exception>
    public static double Labels(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        LossArguments.CheckRows(labels.Length, rows, nameof(labels));
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        LossArguments.CheckWeights(options.ClassWeights, outputs, nameof(LossOptions.ClassWeights));
        double sum = 0;
        if (!LabelCheck.HasIgnored(labels, outputs))
        {
            Add(ref logits, outputs, stride, labels, sampleWeights, options, scale, ref gradient, ref sum);
            return sum * scale;
        }

        // The rows between those that are left out; a row has the same bits whatever lies beside it.
        var runs = new LabeledRuns(labels);
        while (runs.Next())
        {
            (int start, int count) = (runs.Start, runs.Count);
            ref float z = ref Unsafe.Add(ref logits, (nint)start * stride);
            ref float dz = ref Unsafe.IsNullRef(ref gradient) ? ref gradient : ref Unsafe.Add(ref gradient, (nint)start * stride);
            if (!runs.IsIgnored)
            {
                Add(ref z, outputs, stride, labels.Slice(start, count), sampleWeights.IsEmpty ? sampleWeights : sampleWeights.Slice(start, count), options, scale, ref dz, ref sum);
            }
            else if (!Unsafe.IsNullRef(ref dz))
            {
                RowVector.ClearAfter(ref dz, 0, count * stride);
            }
        }

        return sum * scale;
    }

    // Adds the losses of checked labels to the sum, without the scale.
    private static void Add(
        ref float logits, int outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient, ref double sum)
    {
        if (options.FocalGamma != 0f)
        {
            FocalLoss.AddRows(ref logits, labels.Length, outputs, stride, labels, [], sampleWeights, in options, scale, ref gradient, ref sum);
            return;
        }

        if (options.LabelSmoothing != 0f)
        {
            Distributions(ref logits, labels.Length, outputs, stride, labels, [], sampleWeights, options, scale, ref gradient, ref sum);
            return;
        }

        int first = EightRows.IsSupported && outputs <= NarrowStride && stride == NarrowStride
            ? LabelsOfEightRows(ref logits, outputs, labels, sampleWeights, options.ClassWeights, scale, ref gradient, ref sum)
            : 0;
        LabeledRows block = default;
        for (; first < labels.Length; first += LabeledRows.Capacity)
        {
            ReadOnlySpan<int> blockLabels = labels.Slice(first, int.Min(LabeledRows.Capacity, labels.Length - first));
            ref float z = ref Unsafe.Add(ref logits, (nint)first * stride);
            block.SetWeights(blockLabels, options.ClassWeights, sampleWeights.IsEmpty ? sampleWeights : sampleWeights[first..]);
            ref float dz = ref Unsafe.IsNullRef(ref gradient) ? ref gradient : ref Unsafe.Add(ref gradient, (nint)first * stride);
            Rows(ref z, outputs, stride, blockLabels, scale, ref dz, ref block);
            sum = block.AddLosses(blockLabels.Length, sum);
        }
    }

    // One block of rows: the gradient, and s and z_label − m for the loss.
    private static void Rows(ref float z, int outputs, int stride, ReadOnlySpan<int> labels, float scale, ref float dz, ref LabeledRows block)
    {
        bool hasGradient = !Unsafe.IsNullRef(ref dz);
        for (int row = 0; row < labels.Length; row++)
        {
            float rowScale = Unsafe.Add(ref block.FirstWeight, row) * scale;
            ref float distance = ref Unsafe.Add(ref block.FirstDistance, row);
            Unsafe.Add(ref block.FirstSum, row) = outputs <= 2 * RowVector.Width
                ? LabelOfUpTo16(ref z, outputs, stride, labels[row], rowScale, ref dz, out distance)
                : LabelOfMany(ref z, outputs, stride, labels[row], rowScale, ref dz, out distance);
            z = ref Unsafe.Add(ref z, stride);
            dz = ref hasGradient ? ref Unsafe.Add(ref dz, stride) : ref dz;
        }
    }

    // One row of at most 16 classes, held in two registers: returns s and z_label − m.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LabelOfUpTo16(ref float z, int outputs, int stride, int label, float rowScale, ref float dz, out float distance)
    {
        int rest = outputs - RowVector.Width;
        float labeled = Unsafe.Add(ref z, label);
        Vector256<float> lowest = Vector256.Create(float.NegativeInfinity);
        Vector256<float> mask = RowVector.MaskOf(outputs);
        Vector256<float> first = Vector256.ConditionalSelect(mask, RowVector.Load(ref z, outputs), lowest);
        Vector256<float> second = lowest;
        Vector256<float> max = first;
        if (rest > 0)
        {
            second = Vector256.ConditionalSelect(RowVector.MaskOf(rest), RowVector.Load(ref Unsafe.Add(ref z, RowVector.Width), rest), lowest);
            max = Vector256.MaxNative(first, second);
        }

        max = RowVector.Max(max);
        first = RowVector.ExpNonPositive(first - max);
        Vector256<float> sums = first;
        if (rest > 0)
        {
            second = RowVector.ExpNonPositive(second - max);
            sums += second;
        }

        Vector128<float> sum = RowVector.Sum(sums);
        if (!Unsafe.IsNullRef(ref dz))
        {
            Vector256<float> inverse = RowVector.Broadcast(Vector128<float>.One / sum);
            Vector256<float> scales = Vector256.Create(rowScale);
            Vector256<float> value = ((first * inverse) - OneHot(label)) * scales;
            RowVector.Store(value & mask, ref dz, stride);
            if (rest > 0)
            {
                value = ((second * inverse) - OneHot(label - RowVector.Width)) * scales;
                RowVector.Store(value & RowVector.MaskOf(rest), ref Unsafe.Add(ref dz, RowVector.Width), stride - RowVector.Width);
            }

            RowVector.ClearAfter(ref dz, rest > 0 ? 2 * RowVector.Width : RowVector.Width, stride);
        }

        distance = labeled - max.ToScalar();
        return sum.ToScalar();
    }

    private static float LabelOfMany(ref float z, int outputs, int stride, int label, float rowScale, ref float dz, out float distance)
    {
        float labeled = Unsafe.Add(ref z, label);
        Vector256<float> max = SoftmaxRows.RowMax(ref z, outputs);
        bool hasGradient = !Unsafe.IsNullRef(ref dz);
        Vector256<float> sums = default;
        for (int i = 0; i < outputs; i += RowVector.Width)
        {
            Vector256<float> exponentials = RowVector.ExpNonPositive(SoftmaxRows.Shifted(ref z, i, outputs, max));
            sums = i == 0 ? exponentials : sums + exponentials;
            if (hasGradient)
            {
                RowVector.Store(exponentials, ref Unsafe.Add(ref dz, i), outputs - i);
            }
        }

        Vector128<float> sum = RowVector.Sum(sums);
        if (hasGradient)
        {
            Vector256<float> inverse = RowVector.Broadcast(Vector128<float>.One / sum);
            Vector256<float> scales = Vector256.Create(rowScale);
            for (int i = 0; i < outputs; i += RowVector.Width)
            {
                Vector256<float> exponentials = RowVector.Load(ref Unsafe.Add(ref dz, i), outputs - i);
                Vector256<float> value = ((exponentials * inverse) - OneHot(label - i)) * scales;
                RowVector.Store(value, ref Unsafe.Add(ref dz, i), outputs - i);
            }

            RowVector.ClearAfter(ref dz, outputs, stride);
        }

        distance = labeled - max.ToScalar();
        return sum.ToScalar();
    }

    /// <summary>1 in the lane of this number, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OneHot(int lane) =>
        Vector256.Equals(Vector256<int>.Indices, Vector256.Create(lane)).AsSingle() & Vector256<float>.One;
}
