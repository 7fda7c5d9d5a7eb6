using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

public static partial class BinaryCrossEntropyLoss
{
    /// <summary>The sum over rows of the sums of their elements' losses, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="logits">The first value of the row-major matrix [rows, outputs].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="outputs">The number of outputs; 1 or more.</param>
    /// <param name="stride">The distance between rows of logits and gradient, at least <paramref name="outputs"/>.</param>
    /// <param name="targets">The targets in [0, 1], row-major [rows, outputs] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Positive weights, one per output, or null for 1 (and the form without weights); output weights, missing targets, γ of the focal loss.</param>
    /// <param name="scale">1/N; for PyTorch's mean N = rows × outputs.</param>
    /// <param name="gradient">
    /// Receives the gradient with respect to the logits in all <paramref name="stride"/> columns, padding exactly 0. May be
    /// <paramref name="logits"/>; a null reference asks for the loss only.
    /// </param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Targets(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        LossArguments.CheckTargets(targets.Length, rows, outputs);
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        LossArguments.CheckWeights(options.PositiveWeights, outputs, nameof(LossOptions.PositiveWeights));
        return Rows(ref logits, rows, outputs, stride, targets, [], sampleWeights, in options, scale, ref gradient);
    }

    /// <summary>The sum of the rows' losses, times <paramref name="scale"/>, for one output and labels 0 and 1; and its gradient.</summary>
    /// <param name="logits">The first of the logits, one per row.</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="stride">The distance between rows of logits and gradient, 1 or more.</param>
    /// <param name="labels">One label per row: 0 or 1.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Positive and output weights, each one value or null; γ of the focal loss.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">As in <see cref="Targets"/>.</param>
    /// <exception cref="ArgumentException">A label is neither 0 nor 1, or a length is wrong. Nothing has been written then.</exception>
    public static double Labels(
        ref float logits, int rows, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        LossArguments.CheckRows(labels.Length, rows, nameof(labels));
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        LossArguments.CheckWeights(options.PositiveWeights, 1, nameof(LossOptions.PositiveWeights));
        LabelCheck.Validate(labels, 2);
        return Rows(ref logits, rows, 1, stride, [], labels, sampleWeights, in options, scale, ref gradient);
    }

    // As ElementLossRows, with a weight per output and with labels as targets where there are any.
    private static double Rows(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels,
        ReadOnlySpan<float> sampleWeights, in LossOptions options, float scale, ref float gradient)
    {
        ReadOnlySpan<float> positiveWeights = options.PositiveWeights;
        float gamma = options.FocalGamma;
        var factors = new ElementFactors(in options, outputs);
        bool areOne = factors.AreOne;
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            float weight = sampleWeights.IsEmpty ? 1f : sampleWeights[row];
            Vector256<float> rowScale = Vector256.Create(weight * scale);
            ref float z = ref Unsafe.Add(ref logits, (nint)row * stride);
            ref float dz = ref hasGradient ? ref Unsafe.Add(ref gradient, (nint)row * stride) : ref gradient;
            Vector256<float> sums = default;
            for (int i = 0; i < outputs; i += RowVector.Width)
            {
                int count = outputs - i;
                Vector256<float> logit = RowVector.Load(ref Unsafe.Add(ref z, i), count);
                Vector256<float> target = labels.IsEmpty
                    ? RowVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(targets), ((nint)row * outputs) + i), count)
                    : Vector256.CreateScalar((float)labels[row]);
                Vector256<float> value, slope;
                if (gamma != 0f)
                {
                    (value, slope) = FocalLoss.Binary(
                        logit, target,
                        positiveWeights.IsEmpty ? Vector256<float>.One : RowVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(positiveWeights), i), count), gamma);
                }
                else if (positiveWeights.IsEmpty)
                {
                    (value, slope) = (ValueOf(logit, target), hasGradient ? GradientOf(logit, target) : default);
                }
                else
                {
                    Vector256<float> weights = RowVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(positiveWeights), i), count);
                    (value, slope) = (ValueOf(logit, target, weights), hasGradient ? GradientOf(logit, target, weights) : default);
                }

                if (!areOne)
                {
                    (value, slope) = (factors.Apply(value, target, i, count), factors.Apply(slope, target, i, count));
                }

                value = count >= RowVector.Width ? value : value & RowVector.MaskOf(count);
                sums = i == 0 ? value : sums + value;
                if (hasGradient)
                {
                    RowVector.Store(slope * rowScale, ref Unsafe.Add(ref dz, i), count);
                }
            }

            if (hasGradient)
            {
                RowVector.ClearAfter(ref dz, outputs, stride);
            }

            sum += (double)RowVector.Sum(sums).ToScalar() * weight;
        }

        return sum * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ValueOf(Vector256<float> z, Vector256<float> t) => Vector256.IsHardwareAccelerated
        ? Value(z, t)
        : Vector256.Create(Value(z.GetLower(), t.GetLower()), Value(z.GetUpper(), t.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ValueOf(Vector256<float> z, Vector256<float> t, Vector256<float> w) => Vector256.IsHardwareAccelerated
        ? Value(z, t, w)
        : Vector256.Create(Value(z.GetLower(), t.GetLower(), w.GetLower()), Value(z.GetUpper(), t.GetUpper(), w.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> GradientOf(Vector256<float> z, Vector256<float> t) => Vector256.IsHardwareAccelerated
        ? Gradient(z, t)
        : Vector256.Create(Gradient(z.GetLower(), t.GetLower()), Gradient(z.GetUpper(), t.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> GradientOf(Vector256<float> z, Vector256<float> t, Vector256<float> w) => Vector256.IsHardwareAccelerated
        ? Gradient(z, t, w)
        : Vector256.Create(Gradient(z.GetLower(), t.GetLower(), w.GetLower()), Gradient(z.GetUpper(), t.GetUpper(), w.GetUpper()));
}
