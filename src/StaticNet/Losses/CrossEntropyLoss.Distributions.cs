using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

public static partial class CrossEntropyLoss
{
    /// <summary>The sum of the rows' losses, times <paramref name="scale"/>, for target probabilities; and its gradient.</summary>
    /// <param name="logits">The first value of the row-major matrix [rows, outputs].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="outputs">The number of classes; 1 or more.</param>
    /// <param name="stride">The distance between rows of logits and gradient, at least <paramref name="outputs"/>.</param>
    /// <param name="targets">The target probabilities, row-major [rows, outputs] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Class weights, label smoothing, γ of the focal loss.</param>
    /// <param name="scale">1/N for a mean over N rows (class weights do not change N here, as in PyTorch).</param>
    /// <param name="gradient">As in <see cref="Labels"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Probabilities(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        LossArguments.CheckTargets(targets.Length, rows, outputs);
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        LossArguments.CheckWeights(options.ClassWeights, outputs, nameof(LossOptions.ClassWeights));
        double sum = 0;
        if (options.FocalGamma != 0f)
        {
            FocalLoss.AddRows(ref logits, rows, outputs, stride, [], targets, sampleWeights, in options, scale, ref gradient, ref sum);
        }
        else
        {
            Distributions(ref logits, rows, outputs, stride, [], targets, sampleWeights, options, scale, ref gradient, ref sum);
        }

        return sum * scale;
    }

    // The general form; the target of a row is onehot(label) where there are labels. The sums of b and b·(z − m) have the order of SoftmaxRows.
    private static void Distributions(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets,
        ReadOnlySpan<float> sampleWeights, in LossOptions options, float scale, ref float gradient, ref double sum)
    {
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        for (int row = 0; row < rows; row++)
        {
            float weight = sampleWeights.IsEmpty ? 1f : sampleWeights[row];
            RowTarget target = new(
                labels.IsEmpty ? -1 : labels[row], targets.IsEmpty ? targets : targets.Slice(row * outputs, outputs), outputs, options);
            ref float z = ref Unsafe.Add(ref logits, (nint)row * stride);
            ref float dz = ref hasGradient ? ref Unsafe.Add(ref gradient, (nint)row * stride) : ref gradient;
            sum += (double)Distribution(ref z, outputs, stride, target, weight * scale, ref dz) * weight;
        }
    }

    private static float Distribution(ref float z, int outputs, int stride, RowTarget target, float rowScale, ref float dz)
    {
        bool hasGradient = !Unsafe.IsNullRef(ref dz);
        Vector256<float> max = outputs <= 2 * RowVector.Width ? SoftmaxRows.RowMaxOfUpTo16(ref z, outputs) : SoftmaxRows.RowMax(ref z, outputs);
        Vector256<float> sums = default, targetSums = default, products = default;
        for (int i = 0; i < outputs; i += RowVector.Width)
        {
            Vector256<float> shifted = SoftmaxRows.Shifted(ref z, i, outputs, max);
            Vector256<float> exponentials = RowVector.ExpNonPositive(shifted);
            Vector256<float> b = target.Load(i);

            // Where b is 0 the logit does not count, even if it is −∞ (as are the lanes behind the end).
            Vector256<float> product = Vector256.ConditionalSelect(Vector256.Equals(b, Vector256<float>.Zero), Vector256<float>.Zero, b * shifted);
            sums = i == 0 ? exponentials : sums + exponentials;
            targetSums = i == 0 ? b : targetSums + b;
            products = i == 0 ? product : products + product;
            if (hasGradient)
            {
                RowVector.Store(exponentials, ref Unsafe.Add(ref dz, i), outputs - i);
            }
        }

        Vector128<float> sum = RowVector.Sum(sums);
        Vector128<float> targetSum = RowVector.Sum(targetSums);
        if (hasGradient)
        {
            Vector256<float> inverse = RowVector.Broadcast(Vector128<float>.One / sum);
            Vector256<float> total = RowVector.Broadcast(targetSum);
            Vector256<float> scales = Vector256.Create(rowScale);
            for (int i = 0; i < outputs; i += RowVector.Width)
            {
                Vector256<float> probabilities = RowVector.Load(ref Unsafe.Add(ref dz, i), outputs - i) * inverse;
                RowVector.Store(((probabilities * total) - target.Load(i)) * scales, ref Unsafe.Add(ref dz, i), outputs - i);
            }

            RowVector.ClearAfter(ref dz, outputs, stride);
        }

        return (VectorMath.Log(sum).ToScalar() * targetSum.ToScalar()) - RowVector.Sum(products).ToScalar();
    }

    /// <summary>The target b of one row: label or probabilities, smoothed and weighted.</summary>
    private readonly ref struct RowTarget(int label, ReadOnlySpan<float> targets, int outputs, in LossOptions options)
    {
        private readonly int _label = label;
        private readonly ReadOnlySpan<float> _targets = targets;
        private readonly ReadOnlySpan<float> _weights = options.ClassWeights;
        private readonly int _outputs = outputs;
        private readonly float _smoothing = options.LabelSmoothing;

        /// <summary>b of the columns from <paramref name="index"/> on; 0 in lanes behind the end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Load(int index)
        {
            int count = _outputs - index;
            Vector256<float> b = _targets.IsEmpty
                ? OneHot(_label - index)
                : RowVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(_targets), index), count);
            if (_smoothing != 0f)
            {
                b = (b * Vector256.Create(1f - _smoothing)) + Vector256.Create(_smoothing / _outputs);
                b &= RowVector.MaskOf(count);
            }

            return _weights.IsEmpty ? b : b * RowVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(_weights), index), count);
        }
    }
}
