using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = x·sigmoid(x).</summary>
/// <remarks>
/// f(−∞) = 0 (PyTorch gives NaN): the sigmoid is exactly 0 at the lower bound −100.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SiLUOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MaxNative(Vector128.Create(-100f), x);
        return bounded * VectorMath.Sigmoid(bounded);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MaxNative(Vector256.Create(-100f), x);
        return bounded * VectorMath.Sigmoid(bounded);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MaxNative(Vector512.Create(-100f), x);
        return bounded * VectorMath.Sigmoid(bounded);
    }

    /// <summary>outputGradient·(s + x·s·(1 − s)) with s = sigmoid(x), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MinNative(Vector128.Create(100f), Vector128.MaxNative(Vector128.Create(-100f), x));
        Vector128<float> s = VectorMath.Sigmoid(bounded, out Vector128<float> slope);
        return outputGradient * Vector128.MultiplyAddEstimate(slope, bounded, s);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.Create(100f), Vector256.MaxNative(Vector256.Create(-100f), x));
        Vector256<float> s = VectorMath.Sigmoid(bounded, out Vector256<float> slope);
        return outputGradient * Vector256.FusedMultiplyAdd(slope, bounded, s);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(100f), Vector512.MaxNative(Vector512.Create(-100f), x));
        Vector512<float> s = VectorMath.Sigmoid(bounded, out Vector512<float> slope);
        return outputGradient * Vector512.FusedMultiplyAdd(slope, bounded, s);
    }
}
