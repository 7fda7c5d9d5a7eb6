using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>The focal loss of softmax(z): cross-entropy whose term of class j is multiplied by (1 − pⱼ)^γ (Lin et al. 2017, equation 5).</summary>
/// <remarks>
/// For targets t and class weights w (the paper's α): Σ bⱼ·uⱼ^γ·(−log pⱼ) with uⱼ = 1 − pⱼ and bⱼ = wⱼ·tⱼ, smoothed as <see cref="CrossEntropyLoss"/> does;
/// a label y is t = onehot(y).
/// Since duⱼ = −pⱼ·d(log pⱼ), the derivative of a term is −Fⱼ·d(log pⱼ) with Fⱼ = uⱼ^γ·(1 + γ·pⱼ·(−log pⱼ)/uⱼ), and d(log pⱼ)/dzₖ = [j = k] − pₖ.
/// The gradient is therefore pₖ·Σ bⱼ·Fⱼ − bₖ·Fₖ: cross-entropy's, each class with the factor Fⱼ.
/// The exponentials are those of <see cref="SoftmaxRows"/>. Their sum, and all that is computed for the few classes with bⱼ ≠ 0, is in double, so that
/// uⱼ keeps its digits where pⱼ is nearly 1. Sums over rows are <see cref="CrossEntropyLoss"/>'s.
/// </remarks>
internal static partial class FocalLoss
{
    /// <summary>The sum of the rows' losses; and their gradient times <paramref name="scale"/>.</summary>
    /// <param name="logits">The first value of the row-major matrix [rows, outputs].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="outputs">The number of classes.</param>
    /// <param name="stride">The distance between rows of logits and gradient.</param>
    /// <param name="labels">One class per row, in range; empty where there are targets.</param>
    /// <param name="targets">The target probabilities [rows, outputs]; empty where there are labels.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">γ, class weights and label smoothing.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">As in <see cref="CrossEntropyLoss.Labels"/>.</param>
    /// <param name="sum">The sum so far, to which each row's loss is added.</param>
    public static void AddRows(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient, ref double sum)
    {
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        Span<float> block = stackalloc float[RowVector.Width];
        for (int row = 0; row < rows; row++)
        {
            float weight = sampleWeights.IsEmpty ? 1f : sampleWeights[row];
            ref float z = ref Unsafe.Add(ref logits, (nint)row * stride);
            Vector256<float> max = outputs <= 2 * RowVector.Width ? SoftmaxRows.RowMaxOfUpTo16(ref z, outputs) : SoftmaxRows.RowMax(ref z, outputs);
            bool isOne = !labels.IsEmpty && options.LabelSmoothing == 0f;
            int label = labels.IsEmpty ? -1 : labels[row];
            int first = isOne ? label : 0, end = isOne ? label + 1 : outputs;
            var terms = new Terms(
                ref z, outputs, max.ToScalar(), SumOfExponentials(ref z, outputs, max), label,
                labels.IsEmpty ? targets.Slice(row * outputs, outputs) : default, in options);
            double loss = 0, pull = 0;
            for (int j = first; j < end; j++)
            {
                if (terms.Weight(j) is var b and not 0)
                {
                    (double value, double slope) = terms.At(j, out _);
                    loss += b * value;
                    pull += b * slope;
                }
            }

            if (hasGradient)
            {
                ref float dz = ref Unsafe.Add(ref gradient, (nint)row * stride);
                Gradient(ref z, outputs, max, in terms, first, end, pull, weight * scale, block, ref dz);
                RowVector.ClearAfter(ref dz, outputs, stride);
            }

            sum += loss * weight;
        }
    }

    private static void Gradient(
        ref float z, int outputs, Vector256<float> max, in Terms terms, int first, int end, double pull, float rowScale, Span<float> block, ref float dz)
    {
        Vector256<float> share = Vector256.Create((float)(pull / terms.Sum * rowScale));
        for (int i = 0; i < outputs; i += RowVector.Width)
        {
            (RowVector.ExpNonPositive(SoftmaxRows.Shifted(ref z, i, outputs, max)) * share).CopyTo(block);
            for (int j = Math.Max(first, i); j < Math.Min(end, i + RowVector.Width); j++)
            {
                if (terms.Weight(j) is var b and not 0)
                {
                    double slope = terms.At(j, out double probability).Slope;
                    block[j - i] = (float)(((probability * pull) - (b * slope)) * rowScale);
                }
            }

            RowVector.Store(Vector256.Create<float>(block), ref Unsafe.Add(ref dz, i), outputs - i);
        }
    }

    // Eight partial sums by column mod 8, joined in order.
    private static double SumOfExponentials(ref float z, int outputs, Vector256<float> max)
    {
        Vector256<double> low = default, high = default;
        for (int i = 0; i < outputs; i += RowVector.Width)
        {
            Vector256<float> exponentials = RowVector.ExpNonPositive(SoftmaxRows.Shifted(ref z, i, outputs, max));
            low += Vector256.WidenLower(exponentials);
            high += Vector256.WidenUpper(exponentials);
        }

        Vector256<double> sums = low + high;
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }

    /// <summary>The terms of one row's classes.</summary>
    private readonly ref struct Terms(ref float z, int outputs, float max, double sum, int label, ReadOnlySpan<float> targets, in LossOptions options)
    {
        private readonly ref float _z = ref z;
        private readonly float _max = max;
        private readonly int _label = label;
        private readonly ReadOnlySpan<float> _targets = targets;
        private readonly ReadOnlySpan<float> _classWeights = options.ClassWeights;
        private readonly float _gamma = options.FocalGamma;
        private readonly double _kept = 1.0 - options.LabelSmoothing;
        private readonly double _spread = (double)options.LabelSmoothing / outputs;

        /// <summary>The sum of exponentials.</summary>
        public double Sum { get; } = sum;

        /// <summary>b of a class.</summary>
        public double Weight(int j)
        {
            double target = _label < 0 ? _targets[j] : j == _label ? 1 : 0;
            return ((target * _kept) + _spread) * (_classWeights.IsEmpty ? 1 : _classWeights[j]);
        }

        /// <summary>u^γ·(−log p) and F.</summary>
        public (double Value, double Slope) At(int j, out double probability)
        {
            float shifted = Unsafe.Add(ref _z, j) - _max;
            double exponential = VectorMath.ExpNonPositive(shifted);
            probability = exponential / Sum;
            if (!double.IsFinite(probability))
            {
                return (double.NaN, double.NaN);
            }

            double rest = (Sum - exponential) / Sum;
            if (rest <= 0)
            {
                return (0, 0); // p rounds to 1
            }

            double loss = PortableMath.Log(Sum) - shifted;
            double power = Power(rest, _gamma);
            return (power * loss, probability == 0 ? power : power * (1 + (_gamma * probability * loss / rest)));
        }
    }

    /// <summary>u^γ for u from above 0 to 1.</summary>
    private static double Power(double u, float gamma)
    {
        double whole = Math.Floor(gamma), fraction = gamma - whole;
        double power = PortableMath.Power(u, (long)whole);
        return fraction == 0 ? power : power * PortableMath.Exp(fraction * PortableMath.Log(u));
    }
}
