using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Losses;

/// <summary>The absolute error |y − t| (torch.nn.L1Loss).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MeanAbsoluteErrorLoss
{
    /// <summary>|y − t|, element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <returns>The loss of every element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value(Vector128<float> output, Vector128<float> target) =>
        Vector128.Abs(output - target);

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> output, Vector256<float> target) =>
        Vector256.Abs(output - target);

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> output, Vector512<float> target) =>
        Vector512.Abs(output - target);

    /// <summary>The sign of y − t, 0 where they are equal, element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <returns>The derivative of every element's loss with respect to its output.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target)
    {
        Vector128<float> above = Vector128.GreaterThan(output, target) & Vector128<float>.One;
        Vector128<float> below = Vector128.LessThan(output, target) & Vector128<float>.One;
        return above - below;
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target)
    {
        Vector256<float> above = Vector256.GreaterThan(output, target) & Vector256<float>.One;
        Vector256<float> below = Vector256.LessThan(output, target) & Vector256<float>.One;
        return above - below;
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> output, Vector512<float> target)
    {
        Vector512<float> above = Vector512.GreaterThan(output, target) & Vector512<float>.One;
        Vector512<float> below = Vector512.LessThan(output, target) & Vector512<float>.One;
        return above - below;
    }

    /// <summary>The sum over rows of the sums of their elements' losses, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="outputs">The first value of the row-major matrix [rows, columns].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of outputs; 1 or more.</param>
    /// <param name="stride">The distance between rows of outputs and gradient, at least <paramref name="columns"/>.</param>
    /// <param name="targets">The targets, row-major [rows, columns] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Output weights and missing targets.</param>
    /// <param name="scale">1/N; for PyTorch's mean N = rows × columns.</param>
    /// <param name="gradient">
    /// Receives the gradient with respect to the outputs in all <paramref name="stride"/> columns, padding exactly 0. May be
    /// <paramref name="outputs"/>; a null reference asks for the loss only.
    /// </param>
    /// <exception cref="System.ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Targets(
        ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient) =>
        ElementLossRows.Sum<Element>(ref outputs, rows, columns, stride, targets, sampleWeights, in options, 0f, scale, ref gradient);

    private readonly struct Element : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float option) => MeanAbsoluteErrorLoss.Value(output, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float option) => MeanAbsoluteErrorLoss.Gradient(output, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float option) => MeanAbsoluteErrorLoss.Value(output, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float option) => MeanAbsoluteErrorLoss.Gradient(output, target);
    }
}
