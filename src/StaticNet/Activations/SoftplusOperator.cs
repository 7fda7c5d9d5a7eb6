using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = log(1 + e^(beta·x))/beta, the identity where beta·x &gt; threshold.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SoftplusOperator : IActivation2
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation2.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    /// <param name="x">The pre-activation.</param>
    /// <param name="beta">The sharpness; not 0.</param>
    /// <param name="threshold">Where beta·x exceeds this, f(x) = x.</param>
    /// <returns>f(x).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x, float beta = 1f, float threshold = 20f)
    {
        Vector128<float> scaled = x * Vector128.Create(beta);
        Vector128<float> curve = VectorMath.Softplus(scaled) / Vector128.Create(beta);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(scaled, Vector128.Create(threshold)), x, curve);
    }

    /// <inheritdoc cref="Forward(Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x, float beta = 1f, float threshold = 20f)
    {
        Vector256<float> scaled = x * Vector256.Create(beta);
        Vector256<float> curve = VectorMath.Softplus(scaled) / Vector256.Create(beta);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(scaled, Vector256.Create(threshold)), x, curve);
    }

    /// <inheritdoc cref="Forward(Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x, float beta = 1f, float threshold = 20f)
    {
        Vector512<float> scaled = x * Vector512.Create(beta);
        Vector512<float> curve = VectorMath.Softplus(scaled) / Vector512.Create(beta);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(scaled, Vector512.Create(threshold)), x, curve);
    }

    /// <summary>outputGradient·sigmoid(beta·x), outputGradient where beta·x &gt; threshold, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <param name="beta">The sharpness; not 0.</param>
    /// <param name="threshold">Where beta·x exceeds this, f(x) = x.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x, float beta = 1f, float threshold = 20f)
    {
        Vector128<float> scaled = x * Vector128.Create(beta);
        Vector128<float> linear = Vector128.GreaterThan(scaled, Vector128.Create(threshold));
        return outputGradient * Vector128.ConditionalSelect(linear, Vector128<float>.One, VectorMath.Sigmoid(scaled));
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x, float beta = 1f, float threshold = 20f)
    {
        Vector256<float> scaled = x * Vector256.Create(beta);
        Vector256<float> linear = Vector256.GreaterThan(scaled, Vector256.Create(threshold));
        return outputGradient * Vector256.ConditionalSelect(linear, Vector256<float>.One, VectorMath.Sigmoid(scaled));
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x, float beta = 1f, float threshold = 20f)
    {
        Vector512<float> scaled = x * Vector512.Create(beta);
        Vector512<float> linear = Vector512.GreaterThan(scaled, Vector512.Create(threshold));
        return outputGradient * Vector512.ConditionalSelect(linear, Vector512<float>.One, VectorMath.Sigmoid(scaled));
    }
}
