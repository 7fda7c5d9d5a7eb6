using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = x·clamp(x + 3, 0, 6)/6; f′(−3) = 0, f′(3) = 1.</summary>
/// <remarks>
/// f(−∞) = 0 (PyTorch gives NaN).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardSwishOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MaxNative(Vector128.Create(-3f), x);
        return bounded * (Vector128.MinNative(Vector128.Create(6f), bounded + Vector128.Create(3f)) * Vector128.Create(1f / 6f));
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MaxNative(Vector256.Create(-3f), x);
        return bounded * (Vector256.MinNative(Vector256.Create(6f), bounded + Vector256.Create(3f)) * Vector256.Create(1f / 6f));
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MaxNative(Vector512.Create(-3f), x);
        return bounded * (Vector512.MinNative(Vector512.Create(6f), bounded + Vector512.Create(3f)) * Vector512.Create(1f / 6f));
    }

    /// <summary>outputGradient·(0 where x ≤ −3, 1 where x ≥ 3, otherwise x/3 + ½), element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x)
    {
        Vector128<float> slope = Vector128.MultiplyAddEstimate(x, Vector128.Create(1f / 3f), Vector128.Create(0.5f));
        slope = Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(x, Vector128.Create(3f)), Vector128<float>.One, slope);
        return Vector128.AndNot(outputGradient * slope, Vector128.LessThanOrEqual(x, Vector128.Create(-3f)));
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x)
    {
        Vector256<float> slope = Vector256.FusedMultiplyAdd(x, Vector256.Create(1f / 3f), Vector256.Create(0.5f));
        slope = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256.Create(3f)), Vector256<float>.One, slope);
        return Vector256.AndNot(outputGradient * slope, Vector256.LessThanOrEqual(x, Vector256.Create(-3f)));
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x)
    {
        Vector512<float> slope = Vector512.FusedMultiplyAdd(x, Vector512.Create(1f / 3f), Vector512.Create(0.5f));
        slope = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512.Create(3f)), Vector512<float>.One, slope);
        return Vector512.AndNot(outputGradient * slope, Vector512.LessThanOrEqual(x, Vector512.Create(-3f)));
    }
}
