using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = x·Φ(x) = x·½(1 + erf(x/√2)), the exact form.</summary>
/// <remarks>
/// f(−∞) = 0 and f′(±∞) = 1, 0 (PyTorch gives NaN at −∞): Φ is exactly 0 at the lower bound −13.25.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GELUOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MaxNative(Vector128.Create(-13.25f), x);
        return bounded * VectorMath.NormalCdf(bounded, out _);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MaxNative(Vector256.Create(-13.25f), x);
        return bounded * VectorMath.NormalCdf(bounded, out _);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MaxNative(Vector512.Create(-13.25f), x);
        return bounded * VectorMath.NormalCdf(bounded, out _);
    }

    /// <summary>outputGradient·(Φ(x) + x·φ(x)), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MinNative(Vector128.Create(13.25f), Vector128.MaxNative(Vector128.Create(-13.25f), x));
        Vector128<float> cdf = VectorMath.NormalCdf(bounded, out Vector128<float> exponential);
        Vector128<float> density = exponential * Vector128.Create(0.398942280f);
        return outputGradient * Vector128.MultiplyAddEstimate(bounded, density, cdf);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.Create(13.25f), Vector256.MaxNative(Vector256.Create(-13.25f), x));
        Vector256<float> cdf = VectorMath.NormalCdf(bounded, out Vector256<float> exponential);
        Vector256<float> density = exponential * Vector256.Create(0.398942280f);
        return outputGradient * Vector256.FusedMultiplyAdd(bounded, density, cdf);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(13.25f), Vector512.MaxNative(Vector512.Create(-13.25f), x));
        Vector512<float> cdf = VectorMath.NormalCdf(bounded, out Vector512<float> exponential);
        Vector512<float> density = exponential * Vector512.Create(0.398942280f);
        return outputGradient * Vector512.FusedMultiplyAdd(bounded, density, cdf);
    }
}
