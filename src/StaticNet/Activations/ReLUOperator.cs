using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = max(0, x); f′(0) = 0.</summary>
/// <remarks>
/// The operand order of the maximum lets NaN through (the x86 instruction returns its second operand then).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReLUOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Output;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x) =>
        Vector128.MaxNative(Vector128<float>.Zero, x);

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x) =>
        Vector256.MaxNative(Vector256<float>.Zero, x);

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x) =>
        Vector512.MaxNative(Vector512<float>.Zero, x);

    /// <summary>outputGradient where y &gt; 0, otherwise 0, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="y">The output y of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> y) =>
        outputGradient & Vector128.GreaterThan(y, Vector128<float>.Zero);

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> y) =>
        outputGradient & Vector256.GreaterThan(y, Vector256<float>.Zero);

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> y) =>
        outputGradient & Vector512.GreaterThan(y, Vector512<float>.Zero);
}
