using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = x/2·(1 + tanh u) = x·sigmoid(2u) with u = √(2/π)·(x + 0.044715·x³).</summary>
/// <remarks>
/// 2u = x·(1.59576912 + 0.0713548163·x²). The sigmoid form avoids the cancellation of 1 + tanh u; f(−∞) = 0 (PyTorch gives NaN).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GELUTanhOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MaxNative(Vector128.Create(-14f), x);
        Vector128<float> cubic = Vector128.MultiplyAddEstimate(bounded * bounded, Vector128.Create(0.0713548163f), Vector128.Create(1.59576912f));
        return bounded * VectorMath.Sigmoid(bounded * cubic);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MaxNative(Vector256.Create(-14f), x);
        Vector256<float> cubic = Vector256.FusedMultiplyAdd(bounded * bounded, Vector256.Create(0.0713548163f), Vector256.Create(1.59576912f));
        return bounded * VectorMath.Sigmoid(bounded * cubic);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MaxNative(Vector512.Create(-14f), x);
        Vector512<float> cubic = Vector512.FusedMultiplyAdd(bounded * bounded, Vector512.Create(0.0713548163f), Vector512.Create(1.59576912f));
        return bounded * VectorMath.Sigmoid(bounded * cubic);
    }

    /// <summary>outputGradient·f′(x), f′ = s + x·s·(1 − s)·(2u)′ with s = sigmoid(2u), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MinNative(Vector128.Create(14f), Vector128.MaxNative(Vector128.Create(-14f), x));
        Vector128<float> square = bounded * bounded;
        Vector128<float> s = VectorMath.Sigmoid(bounded * Vector128.MultiplyAddEstimate(square, Vector128.Create(0.0713548163f), Vector128.Create(1.59576912f)), out Vector128<float> slope);
        Vector128<float> inner = bounded * Vector128.MultiplyAddEstimate(square, Vector128.Create(0.214064449f), Vector128.Create(1.59576912f));
        return outputGradient * Vector128.MultiplyAddEstimate(slope, inner, s);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.Create(14f), Vector256.MaxNative(Vector256.Create(-14f), x));
        Vector256<float> square = bounded * bounded;
        Vector256<float> s = VectorMath.Sigmoid(bounded * Vector256.FusedMultiplyAdd(square, Vector256.Create(0.0713548163f), Vector256.Create(1.59576912f)), out Vector256<float> slope);
        Vector256<float> inner = bounded * Vector256.FusedMultiplyAdd(square, Vector256.Create(0.214064449f), Vector256.Create(1.59576912f));
        return outputGradient * Vector256.FusedMultiplyAdd(slope, inner, s);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(14f), Vector512.MaxNative(Vector512.Create(-14f), x));
        Vector512<float> square = bounded * bounded;
        Vector512<float> s = VectorMath.Sigmoid(bounded * Vector512.FusedMultiplyAdd(square, Vector512.Create(0.0713548163f), Vector512.Create(1.59576912f)), out Vector512<float> slope);
        Vector512<float> inner = bounded * Vector512.FusedMultiplyAdd(square, Vector512.Create(0.214064449f), Vector512.Create(1.59576912f));
        return outputGradient * Vector512.FusedMultiplyAdd(slope, inner, s);
    }
}
