using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Losses;

/// <summary>The smooth L1 loss: ½(y − t)²/β where |y − t| &lt; β, otherwise |y − t| − ½β (torch.nn.SmoothL1Loss).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SmoothL1Loss
{
    /// <summary>The smooth L1 loss, element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <param name="beta">β, 0 or more; 0 is the absolute error.</param>
    /// <returns>The loss of every element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float beta)
    {
        Vector128<float> distance = Vector128.Abs(output - target);
        Vector128<float> quadratic = distance * distance * Vector128.Create(0.5f) / Vector128.Create(beta);
        return Vector128.ConditionalSelect(Vector128.LessThan(distance, Vector128.Create(beta)), quadratic, distance - Vector128.Create(0.5f * beta));
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float beta)
    {
        Vector256<float> distance = Vector256.Abs(output - target);
        Vector256<float> quadratic = distance * distance * Vector256.Create(0.5f) / Vector256.Create(beta);
        return Vector256.ConditionalSelect(Vector256.LessThan(distance, Vector256.Create(beta)), quadratic, distance - Vector256.Create(0.5f * beta));
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> output, Vector512<float> target, float beta)
    {
        Vector512<float> distance = Vector512.Abs(output - target);
        Vector512<float> quadratic = distance * distance * Vector512.Create(0.5f) / Vector512.Create(beta);
        return Vector512.ConditionalSelect(Vector512.LessThan(distance, Vector512.Create(beta)), quadratic, distance - Vector512.Create(0.5f * beta));
    }

    /// <summary>(y − t)/β where |y − t| &lt; β, otherwise the sign of y − t, element by element.</summary>
    /// <param name="output">y.</param>
    /// <param name="target">t.</param>
    /// <param name="beta">β, 0 or more; 0 is the absolute error.</param>
    /// <returns>The derivative of every element's loss with respect to its output.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float beta)
    {
        Vector128<float> difference = output - target;
        Vector128<float> sign = MeanAbsoluteErrorLoss.Gradient(output, target);
        return Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(difference), Vector128.Create(beta)), difference / Vector128.Create(beta), sign);
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float beta)
    {
        Vector256<float> difference = output - target;
        Vector256<float> sign = MeanAbsoluteErrorLoss.Gradient(output, target);
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(difference), Vector256.Create(beta)), difference / Vector256.Create(beta), sign);
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> output, Vector512<float> target, float beta)
    {
        Vector512<float> difference = output - target;
        Vector512<float> sign = MeanAbsoluteErrorLoss.Gradient(output, target);
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(difference), Vector512.Create(beta)), difference / Vector512.Create(beta), sign);
    }

    /// <summary>The sum over rows of the sums of their elements' losses, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="outputs">The first value of the row-major matrix [rows, columns].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of outputs; 1 or more.</param>
    /// <param name="stride">The distance between rows of outputs and gradient, at least <paramref name="columns"/>.</param>
    /// <param name="targets">The targets, row-major [rows, columns] without padding.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options"><see cref="LossOptions.SmoothL1Beta"/>, output weights and missing targets.</param>
    /// <param name="scale">1/N; for PyTorch's mean N = rows × columns.</param>
    /// <param name="gradient">
    /// Receives the gradient with respect to the outputs in all <paramref name="stride"/> columns, padding exactly 0. May be
    /// <paramref name="outputs"/>; a null reference asks for the loss only.
    /// </param>
    /// <exception cref="System.ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Targets(
        ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient) =>
        ElementLossRows.Sum<Element>(ref outputs, rows, columns, stride, targets, sampleWeights, in options, options.SmoothL1Beta, scale, ref gradient);

    private readonly struct Element : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, float option) => SmoothL1Loss.Value(output, target, option);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, float option) => SmoothL1Loss.Gradient(output, target, option);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, float option) => SmoothL1Loss.Value(output, target, option);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, float option) => SmoothL1Loss.Gradient(output, target, option);
    }
}
