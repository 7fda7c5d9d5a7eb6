using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Activations;

/// <summary>f(x) = scale·(x where x &gt; 0, otherwise alpha·(e^x − 1)), scale = 1.05070098…, alpha = 1.67326324…; f′(0) = scale·alpha.</summary>
/// <remarks>
/// The constants are those of Klambauer et al., Self-Normalizing Neural Networks (2017); 1.75809934 is their product.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SELUOperator : IActivation
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Output;

    static DerivativeNeeds IActivation.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x)
    {
        Vector128<float> positive = x * Vector128.Create(1.05070099f);
        Vector128<float> negative = VectorMath.Expm1NonPositive(x) * Vector128.Create(1.75809934f);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), positive, negative);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x)
    {
        Vector256<float> positive = x * Vector256.Create(1.05070099f);
        Vector256<float> negative = VectorMath.Expm1NonPositive(x) * Vector256.Create(1.75809934f);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), positive, negative);
    }

    /// <inheritdoc cref="Forward(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x)
    {
        Vector512<float> positive = x * Vector512.Create(1.05070099f);
        Vector512<float> negative = VectorMath.Expm1NonPositive(x) * Vector512.Create(1.75809934f);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), positive, negative);
    }

    /// <summary>outputGradient·f′, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="y">The output y of the forward pass.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> y)
    {
        Vector128<float> slope = Vector128.ConditionalSelect(Vector128.GreaterThan(y, Vector128<float>.Zero), Vector128.Create(1.05070099f), y + Vector128.Create(1.75809934f));
        return outputGradient * slope;
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> y)
    {
        Vector256<float> slope = Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<float>.Zero), Vector256.Create(1.05070099f), y + Vector256.Create(1.75809934f));
        return outputGradient * slope;
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> y)
    {
        Vector512<float> slope = Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), Vector512.Create(1.05070099f), y + Vector512.Create(1.75809934f));
        return outputGradient * slope;
    }
}
