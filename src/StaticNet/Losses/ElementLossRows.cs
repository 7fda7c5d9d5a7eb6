using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>The per-element formulas of a loss, <c>option</c> being its one number (δ, β, margin) if it has one.</summary>
internal interface IElementLoss
{
    static abstract Vector128<float> Value(Vector128<float> output, Vector128<float> target, float option);

    static abstract Vector256<float> Value(Vector256<float> output, Vector256<float> target, float option);

    static abstract Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float option);

    static abstract Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float option);
}

/// <summary>Element-wise losses over the rows of a matrix.</summary>
/// <remarks>
/// The elements of a row are added in eight partial sums by column mod 8, joined as <see cref="SoftmaxRows"/> joins them; the rows'
/// sums in double, in the order of the rows. Gradients are multiplied by scale × sample weight. Output weights multiply both first; elements
/// without a target are 0.
/// </remarks>
internal static class ElementLossRows
{
    public static double Sum<TLoss>(
        ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float option, float scale, ref float gradient)
        where TLoss : struct, IElementLoss
    {
        LossArguments.CheckTargets(targets.Length, rows, columns);
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        var factors = new ElementFactors(in options, columns);
        bool areOne = factors.AreOne;
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            float weight = sampleWeights.IsEmpty ? 1f : sampleWeights[row];
            Vector256<float> rowScale = Vector256.Create(weight * scale);
            ref float y = ref Unsafe.Add(ref outputs, (nint)row * stride);
            ref float t = ref Unsafe.Add(ref MemoryMarshal.GetReference(targets), (nint)row * columns);
            ref float dy = ref hasGradient ? ref Unsafe.Add(ref gradient, (nint)row * stride) : ref gradient;
            Vector256<float> sums = default;
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                Vector256<float> output = RowVector.Load(ref Unsafe.Add(ref y, i), count);
                Vector256<float> target = RowVector.Load(ref Unsafe.Add(ref t, i), count);
                Vector256<float> value = Value<TLoss>(output, target, option);
                value = areOne ? value : factors.Apply(value, target, i, count);
                value = count >= RowVector.Width ? value : value & RowVector.MaskOf(count);
                sums = i == 0 ? value : sums + value;
                if (hasGradient)
                {
                    Vector256<float> slope = Gradient<TLoss>(output, target, option);
                    slope = areOne ? slope : factors.Apply(slope, target, i, count);
                    RowVector.Store(slope * rowScale, ref Unsafe.Add(ref dy, i), count);
                }
            }

            if (hasGradient)
            {
                RowVector.ClearAfter(ref dy, columns, stride);
            }

            sum += (double)RowVector.Sum(sums).ToScalar() * weight;
        }

        return sum * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Value<TLoss>(Vector256<float> output, Vector256<float> target, float option)
        where TLoss : struct, IElementLoss => Vector256.IsHardwareAccelerated
        ? TLoss.Value(output, target, option)
        : Vector256.Create(
            TLoss.Value(output.GetLower(), target.GetLower(), option),
            TLoss.Value(output.GetUpper(), target.GetUpper(), option));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gradient<TLoss>(Vector256<float> output, Vector256<float> target, float option)
        where TLoss : struct, IElementLoss => Vector256.IsHardwareAccelerated
        ? TLoss.Gradient(output, target, option)
        : Vector256.Create(
            TLoss.Gradient(output.GetLower(), target.GetLower(), option),
            TLoss.Gradient(output.GetUpper(), target.GetUpper(), option));
}
