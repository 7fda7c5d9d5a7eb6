using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = x/(1 + |x|).</summary>
/// <remarks>
/// f(±∞) = ±1 (PyTorch gives NaN).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SoftsignOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MinNative(Vector128.Create(float.MaxValue), Vector128.MaxNative(Vector128.Create(float.MinValue), x));
        return bounded / (Vector128<float>.One + Vector128.Abs(bounded));
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.Create(float.MaxValue), Vector256.MaxNative(Vector256.Create(float.MinValue), x));
        return bounded / (Vector256<float>.One + Vector256.Abs(bounded));
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(float.MaxValue), Vector512.MaxNative(Vector512.Create(float.MinValue), x));
        return bounded / (Vector512<float>.One + Vector512.Abs(bounded));
    }

    /// <summary>outputGradient/(1 + |x|)², element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x)
    {
        Vector128<float> inverse = Vector128<float>.One / (Vector128<float>.One + Vector128.Abs(x));
        return outputGradient * (inverse * inverse);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x)
    {
        Vector256<float> inverse = Vector256<float>.One / (Vector256<float>.One + Vector256.Abs(x));
        return outputGradient * (inverse * inverse);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x)
    {
        Vector512<float> inverse = Vector512<float>.One / (Vector512<float>.One + Vector512.Abs(x));
        return outputGradient * (inverse * inverse);
    }
}
