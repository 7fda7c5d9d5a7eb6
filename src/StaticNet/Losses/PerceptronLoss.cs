using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Losses;

/// <summary>
/// Rosenblatt's perceptron criterion (y − t)·z of a step unit y = (z ≥ 0), targets t being 0 and 1. It is 0 where the answer is
/// right and |z| where it is wrong. Its gradient with respect to z, y − t, makes a step of gradient descent the perceptron rule
/// w ← w + η·(t − y)·x.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PerceptronLoss
{
    /// <summary>The sum over rows of the sums of their elements' losses, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="preActivations">z: the first value of the row-major matrix [rows, columns].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of outputs; 1 or more.</param>
    /// <param name="stride">The distance between rows of pre-activations and gradient, at least <paramref name="columns"/>.</param>
    /// <param name="targets">The targets, row-major [rows, columns] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Not used.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">
    /// Receives the gradient with respect to z in all <paramref name="stride"/> columns, padding exactly 0; a null reference asks
    /// for the loss only.
    /// </param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Targets(
        ref float preActivations, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient) =>
        ElementLossRows.Sum<Element>(ref preActivations, rows, columns, stride, targets, sampleWeights, default, 0f, scale, ref gradient);

    /// <summary>As <see cref="Targets"/>, for one output and labels 0 and 1.</summary>
    /// <param name="preActivations">z, one per row.</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="stride">The distance between rows of pre-activations and gradient, 1 or more.</param>
    /// <param name="labels">One label per row: 0 or 1.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Not used.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">As in <see cref="Targets"/>.</param>
    /// <exception cref="ArgumentException">A label is neither 0 nor 1, or a length is wrong. Nothing has been written then.</exception>
    public static double Labels(
        ref float preActivations, int rows, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        LossArguments.CheckRows(labels.Length, rows, nameof(labels));
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        LabelCheck.Validate(labels, 2);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            float target = labels[row];
            float weight = sampleWeights.IsEmpty ? 1f : sampleWeights[row];
            float z = Unsafe.Add(ref preActivations, (nint)row * stride);
            float difference = (z >= 0f ? 1f : 0f) - target;
            if (!Unsafe.IsNullRef(ref gradient))
            {
                ref float dz = ref Unsafe.Add(ref gradient, (nint)row * stride);
                dz = difference * (weight * scale);
                Numerics.RowVector.ClearAfter(ref dz, 1, stride);
            }

            sum += (double)(difference * z) * weight;
        }

        return sum * scale;
    }

    private readonly struct Element : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float option) => Gradient(output, target, option) * output;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float option) => Gradient(output, target, option) * output;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float option) =>
            (Vector128.GreaterThanOrEqual(output, Vector128<float>.Zero) & Vector128<float>.One) - target;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float option) =>
            (Vector256.GreaterThanOrEqual(output, Vector256<float>.Zero) & Vector256<float>.One) - target;
    }
}
