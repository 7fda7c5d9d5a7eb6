using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = clamp(x + 3, 0, 6)/6; the derivative is 0 at both bounds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSigmoidOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Output;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x) =>
        Vector128.MinNative(Vector128.Create(6f), Vector128.MaxNative(Vector128<float>.Zero, x + Vector128.Create(3f))) * Vector128.Create(1f / 6f);

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x) =>
        Vector256.MinNative(Vector256.Create(6f), Vector256.MaxNative(Vector256<float>.Zero, x + Vector256.Create(3f))) * Vector256.Create(1f / 6f);

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x) =>
        Vector512.MinNative(Vector512.Create(6f), Vector512.MaxNative(Vector512<float>.Zero, x + Vector512.Create(3f))) * Vector512.Create(1f / 6f);

    /// <summary>outputGradient/6 where 0 &lt; y &lt; 1, otherwise 0, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="y">The output y of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> y)
    {
        Vector128<float> outside = Vector128.LessThanOrEqual(y, Vector128<float>.Zero) | Vector128.GreaterThanOrEqual(y, Vector128<float>.One);
        return Vector128.AndNot(outputGradient * Vector128.Create(1f / 6f), outside);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> y)
    {
        Vector256<float> outside = Vector256.LessThanOrEqual(y, Vector256<float>.Zero) | Vector256.GreaterThanOrEqual(y, Vector256<float>.One);
        return Vector256.AndNot(outputGradient * Vector256.Create(1f / 6f), outside);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> y)
    {
        Vector512<float> outside = Vector512.LessThanOrEqual(y, Vector512<float>.Zero) | Vector512.GreaterThanOrEqual(y, Vector512<float>.One);
        return Vector512.AndNot(outputGradient * Vector512.Create(1f / 6f), outside);
    }
}
