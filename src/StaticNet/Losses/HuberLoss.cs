using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Losses;

/// <summary>The Huber loss: ½(y − t)² where |y − t| ≤ δ, otherwise δ·(|y − t| − ½δ) (torch.nn.HuberLoss).</summary>
/// <remarks>Both pieces are c·(|y − t| − ½c) with c = min(|y − t|, δ).</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HuberLoss
{
    /// <summary>The Huber loss, element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <param name="delta">δ, positive.</param>
    /// <returns>The loss of every element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float delta)
    {
        Vector128<float> distance = Vector128.Abs(output - target);
        Vector128<float> quadratic = Vector128.MinNative(Vector128.Create(delta), distance);
        return quadratic * (distance - (quadratic * Vector128.Create(0.5f)));
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float delta)
    {
        Vector256<float> distance = Vector256.Abs(output - target);
        Vector256<float> quadratic = Vector256.MinNative(Vector256.Create(delta), distance);
        return quadratic * (distance - (quadratic * Vector256.Create(0.5f)));
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> output, Vector512<float> target, float delta)
    {
        Vector512<float> distance = Vector512.Abs(output - target);
        Vector512<float> quadratic = Vector512.MinNative(Vector512.Create(delta), distance);
        return quadratic * (distance - (quadratic * Vector512.Create(0.5f)));
    }

    /// <summary>y − t clamped to ±δ, element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <param name="delta">δ, positive.</param>
    /// <returns>The derivative of every element's loss with respect to its output.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float delta) =>
        Vector128.MinNative(Vector128.Create(delta), Vector128.MaxNative(Vector128.Create(-delta), output - target));

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float delta) =>
        Vector256.MinNative(Vector256.Create(delta), Vector256.MaxNative(Vector256.Create(-delta), output - target));

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> output, Vector512<float> target, float delta) =>
        Vector512.MinNative(Vector512.Create(delta), Vector512.MaxNative(Vector512.Create(-delta), output - target));

    /// <summary>The sum over rows of the sums of their elements' losses, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="outputs">The first value of the row-major matrix [rows, columns].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of outputs; 1 or more.</param>
    /// <param name="stride">The distance between rows of outputs and gradient, at least <paramref name="columns"/>.</param>
    /// <param name="targets">The targets, row-major [rows, columns] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options"><see cref="LossOptions.HuberDelta"/>, output weights and missing targets.</param>
    /// <param name="scale">1/N; for PyTorch's mean N = rows × columns.</param>
    /// <param name="gradient">
    /// Receives the gradient with respect to the outputs in all <paramref name="stride"/> columns, padding exactly 0. May be
    /// <paramref name="outputs"/>; a null reference asks for the loss only.
    /// </param>
    /// <exception cref="System.ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Targets(
        ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient) =>
        ElementLossRows.Sum<Element>(ref outputs, rows, columns, stride, targets, sampleWeights, in options, options.HuberDelta, scale, ref gradient);

    private readonly struct Element : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float option) => HuberLoss.Value(output, target, option);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float option) => HuberLoss.Gradient(output, target, option);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float option) => HuberLoss.Value(output, target, option);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float option) => HuberLoss.Gradient(output, target, option);
    }
}
