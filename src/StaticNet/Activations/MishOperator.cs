using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = x·tanh(softplus(x)) = x·w/(w + 2) with n = e^x, w = n·(n + 2).</summary>
/// <remarks>
/// From x = 20 on the factor is 1 to the last bit. f(−∞) = 0 (PyTorch gives NaN).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MishOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MaxNative(Vector128.Create(-104f), x);
        Vector128<float> n = VectorMath.Exp(Vector128.MinNative(Vector128.Create(20f), bounded));
        Vector128<float> w = n * (n + Vector128.Create(2f));
        return bounded * (w / (w + Vector128.Create(2f)));
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MaxNative(Vector256.Create(-104f), x);
        Vector256<float> n = VectorMath.Exp(Vector256.MinNative(Vector256.Create(20f), bounded));
        Vector256<float> w = n * (n + Vector256.Create(2f));
        return bounded * (w / (w + Vector256.Create(2f)));
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MaxNative(Vector512.Create(-104f), x);
        Vector512<float> n = VectorMath.Exp(Vector512.MinNative(Vector512.Create(20f), bounded));
        Vector512<float> w = n * (n + Vector512.Create(2f));
        return bounded * (w / (w + Vector512.Create(2f)));
    }

    /// <summary>outputGradient·(w + 4·x·n·(1 + n)/(w + 2))/(w + 2), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MinNative(Vector128.Create(20f), Vector128.MaxNative(Vector128.Create(-104f), x));
        Vector128<float> n = VectorMath.Exp(bounded);
        Vector128<float> w = n * (n + Vector128.Create(2f));
        Vector128<float> inverse = Vector128<float>.One / (w + Vector128.Create(2f));
        Vector128<float> slope = Vector128.Create(4f) * bounded * Vector128.MultiplyAddEstimate(n, n, n) * inverse;
        return outputGradient * ((w + slope) * inverse);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.Create(20f), Vector256.MaxNative(Vector256.Create(-104f), x));
        Vector256<float> n = VectorMath.Exp(bounded);
        Vector256<float> w = n * (n + Vector256.Create(2f));
        Vector256<float> inverse = Vector256<float>.One / (w + Vector256.Create(2f));
        Vector256<float> slope = Vector256.Create(4f) * bounded * Vector256.FusedMultiplyAdd(n, n, n) * inverse;
        return outputGradient * ((w + slope) * inverse);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(20f), Vector512.MaxNative(Vector512.Create(-104f), x));
        Vector512<float> n = VectorMath.Exp(bounded);
        Vector512<float> w = n * (n + Vector512.Create(2f));
        Vector512<float> inverse = Vector512<float>.One / (w + Vector512.Create(2f));
        Vector512<float> slope = Vector512.Create(4f) * bounded * Vector512.FusedMultiplyAdd(n, n, n) * inverse;
        return outputGradient * ((w + slope) * inverse);
    }
}
