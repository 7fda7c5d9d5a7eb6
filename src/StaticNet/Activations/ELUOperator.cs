using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = x where x &gt; 0, otherwise alpha·(e^x − 1); f′(0) = alpha.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ELUOperator : IActivation1
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation1.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    /// <param name="x">The pre-activation.</param>
    /// <param name="alpha">Minus the limit at −∞; of any sign.</param>
    /// <returns>f(x).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x, float alpha = 1f) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), x, VectorMath.Expm1NonPositive(x) * Vector128.Create(alpha));

    /// <inheritdoc cref="Forward(Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x, float alpha = 1f) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), x, VectorMath.Expm1NonPositive(x) * Vector256.Create(alpha));

    /// <inheritdoc cref="Forward(Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x, float alpha = 1f) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, VectorMath.Expm1NonPositive(x) * Vector512.Create(alpha));

    /// <summary>outputGradient·f′(x), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <param name="alpha">Minus the limit at −∞; of any sign.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x, float alpha = 1f) =>
        outputGradient * Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), Vector128<float>.One, VectorMath.ExpNonPositive(x) * Vector128.Create(alpha));

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x, float alpha = 1f) =>
        outputGradient * Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), Vector256<float>.One, VectorMath.ExpNonPositive(x) * Vector256.Create(alpha));

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x, float alpha = 1f) =>
        outputGradient * Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, VectorMath.ExpNonPositive(x) * Vector512.Create(alpha));
}
