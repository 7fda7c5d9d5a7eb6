using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>Binary cross-entropy of σ(z) against targets in [0, 1], from the logits z (torch.nn.BCEWithLogitsLoss).</summary>
/// <remarks>With positive weights w the term of t counts w-fold; both forms are stable for every finite logit.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class BinaryCrossEntropyLoss
{
    /// <summary>−t·log σ(z) − (1 − t)·log(1 − σ(z)) = max(z, 0) − z·t + log(1 + e^−|z|), element by element.</summary>
    /// <param name="output">z: the logit.</param>
    /// <param name="target">t, in [0, 1].</param>
    /// <returns>The loss of every element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value(Vector128<float> output, Vector128<float> target)
    {
        Vector128<float> positive = Vector128.MaxNative(Vector128<float>.Zero, output) - (output * target);
        return positive + VectorMath.Log1pOfUnit(VectorMath.ExpNonPositive(-Vector128.Abs(output)));
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> output, Vector256<float> target)
    {
        Vector256<float> positive = Vector256.MaxNative(Vector256<float>.Zero, output) - (output * target);
        return positive + VectorMath.Log1pOfUnit(VectorMath.ExpNonPositive(-Vector256.Abs(output)));
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> output, Vector512<float> target)
    {
        Vector512<float> positive = Vector512.MaxNative(Vector512<float>.Zero, output) - (output * target);
        return positive + VectorMath.Log1pOfUnit(VectorMath.ExpNonPositive(-Vector512.Abs(output)));
    }

    /// <summary>σ(z) − t, element by element.</summary>
    /// <param name="output">z: the logit.</param>
    /// <param name="target">t, in [0, 1].</param>
    /// <returns>The derivative of every element's loss with respect to its logit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target) =>
        VectorMath.Sigmoid(output) - target;

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target) =>
        VectorMath.Sigmoid(output) - target;

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> output, Vector512<float> target) =>
        VectorMath.Sigmoid(output) - target;

    /// <summary>(1 − t)·z + (1 + (w − 1)·t)·(log(1 + e^−|z|) + max(−z, 0)), element by element.</summary>
    /// <param name="output">z: the logit.</param>
    /// <param name="target">t, in [0, 1].</param>
    /// <param name="positiveWeight">w: the weight of positive targets.</param>
    /// <returns>The loss of every element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value(Vector128<float> output, Vector128<float> target, Vector128<float> positiveWeight)
    {
        Vector128<float> softplus = VectorMath.Log1pOfUnit(VectorMath.ExpNonPositive(-Vector128.Abs(output))) + Vector128.MaxNative(Vector128<float>.Zero, -output);
        Vector128<float> weight = Vector128<float>.One + ((positiveWeight - Vector128<float>.One) * target);
        return ((Vector128<float>.One - target) * output) + (weight * softplus);
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> output, Vector256<float> target, Vector256<float> positiveWeight)
    {
        Vector256<float> softplus = VectorMath.Log1pOfUnit(VectorMath.ExpNonPositive(-Vector256.Abs(output))) + Vector256.MaxNative(Vector256<float>.Zero, -output);
        Vector256<float> weight = Vector256<float>.One + ((positiveWeight - Vector256<float>.One) * target);
        return ((Vector256<float>.One - target) * output) + (weight * softplus);
    }

    /// <inheritdoc cref="Value(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<float> output, Vector512<float> target, Vector512<float> positiveWeight)
    {
        Vector512<float> softplus = VectorMath.Log1pOfUnit(VectorMath.ExpNonPositive(-Vector512.Abs(output))) + Vector512.MaxNative(Vector512<float>.Zero, -output);
        Vector512<float> weight = Vector512<float>.One + ((positiveWeight - Vector512<float>.One) * target);
        return ((Vector512<float>.One - target) * output) + (weight * softplus);
    }

    /// <summary>(1 − t) − (1 + (w − 1)·t)·σ(−z), element by element.</summary>
    /// <param name="output">z: the logit.</param>
    /// <param name="target">t, in [0, 1].</param>
    /// <param name="positiveWeight">w: the weight of positive targets.</param>
    /// <returns>The derivative of every element's loss with respect to its logit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gradient(Vector128<float> output, Vector128<float> target, Vector128<float> positiveWeight)
    {
        Vector128<float> weight = Vector128<float>.One + ((positiveWeight - Vector128<float>.One) * target);
        return (Vector128<float>.One - target) - (weight * VectorMath.Sigmoid(-output));
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> output, Vector256<float> target, Vector256<float> positiveWeight)
    {
        Vector256<float> weight = Vector256<float>.One + ((positiveWeight - Vector256<float>.One) * target);
        return (Vector256<float>.One - target) - (weight * VectorMath.Sigmoid(-output));
    }

    /// <inheritdoc cref="Gradient(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> output, Vector512<float> target, Vector512<float> positiveWeight)
    {
        Vector512<float> weight = Vector512<float>.One + ((positiveWeight - Vector512<float>.One) * target);
        return (Vector512<float>.One - target) - (weight * VectorMath.Sigmoid(-output));
    }
}
