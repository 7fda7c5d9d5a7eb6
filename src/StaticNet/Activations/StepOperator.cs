using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = 1 where x ≥ 0, otherwise 0; the derivative is taken as 0 everywhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StepOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Nothing;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x) =>
        Vector128.ConditionalSelect(Vector128.Equals(x, x), Vector128.GreaterThanOrEqual(x, Vector128<float>.Zero) & Vector128<float>.One, x);

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, x), Vector256.GreaterThanOrEqual(x, Vector256<float>.Zero) & Vector256<float>.One, x);

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.Equals(x, x), Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero) & Vector512<float>.One, x);

    /// <summary>0, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="kept">Not used.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> kept) =>
        Vector128<float>.Zero;

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> kept) =>
        Vector256<float>.Zero;

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> kept) =>
        Vector512<float>.Zero;
}
