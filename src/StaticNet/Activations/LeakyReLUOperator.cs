using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = x where x &gt; 0, otherwise negativeSlope·x; f′(0) = negativeSlope.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LeakyReLUOperator : IActivation1
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation1.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    /// <param name="x">The pre-activation.</param>
    /// <param name="negativeSlope">The slope for x ≤ 0; of any sign.</param>
    /// <returns>f(x).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x, float negativeSlope = 0.01f) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), x, x * Vector128.Create(negativeSlope));

    /// <inheritdoc cref="Forward(Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x, float negativeSlope = 0.01f) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), x, x * Vector256.Create(negativeSlope));

    /// <inheritdoc cref="Forward(Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x, float negativeSlope = 0.01f) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * Vector512.Create(negativeSlope));

    /// <summary>outputGradient·f′(x), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <param name="negativeSlope">The slope for x ≤ 0; of any sign.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x, float negativeSlope = 0.01f) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), outputGradient, outputGradient * Vector128.Create(negativeSlope));

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x, float negativeSlope = 0.01f) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), outputGradient, outputGradient * Vector256.Create(negativeSlope));

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x, float negativeSlope = 0.01f) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), outputGradient, outputGradient * Vector512.Create(negativeSlope));
}
