using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Losses;

/// <summary>The squared error (y − t)² (torch.nn.MSELoss).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MeanSquaredErrorLoss
{
    /// <summary>(y − t)², element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <returns>The loss of every element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value(Vector128<float> output, Vector128<float> target)
    {
        Vector128<float> difference = output - target;
        return difference * difference;
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> output, Vector256<float> target)
    {
        Vector256<float> difference = output - target;
        return difference * difference;
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> output, Vector512<float> target)
    {
        Vector512<float> difference = output - target;
        return difference * difference;
    }

    /// <summary>2(y − t), element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <returns>The derivative of every element's loss with respect to its output.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target)
    {
        Vector128<float> difference = output - target;
        return difference + difference;
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target)
    {
        Vector256<float> difference = output - target;
        return difference + difference;
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> output, Vector512<float> target)
    {
        Vector512<float> difference = output - target;
        return difference + difference;
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
        public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float option) => MeanSquaredErrorLoss.Value(output, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float option) => MeanSquaredErrorLoss.Gradient(output, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float option) => MeanSquaredErrorLoss.Value(output, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float option) => MeanSquaredErrorLoss.Gradient(output, target);
    }
}
