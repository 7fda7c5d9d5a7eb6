using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = x where |x| &gt; lambda, otherwise 0; the derivative is 0 where |x| ≤ lambda.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardshrinkOperator : IActivation1
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Input;

    static DerivativeNeeds IActivation1.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    /// <param name="x">The pre-activation.</param>
    /// <param name="lambda">The half-width of the dead zone; 0 or more.</param>
    /// <returns>f(x).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x, float lambda = 0.5f) =>
        Vector128.AndNot(x, Vector128.LessThanOrEqual(Vector128.Abs(x), Vector128.Create(lambda)));

    /// <inheritdoc cref="Forward(Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x, float lambda = 0.5f) =>
        Vector256.AndNot(x, Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(lambda)));

    /// <inheritdoc cref="Forward(Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x, float lambda = 0.5f) =>
        Vector512.AndNot(x, Vector512.LessThanOrEqual(Vector512.Abs(x), Vector512.Create(lambda)));

    /// <summary>outputGradient where |x| &gt; lambda, otherwise 0, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="x">The input x of the forward pass.</param>
    /// <param name="lambda">The half-width of the dead zone; 0 or more.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x, float lambda = 0.5f) =>
        Vector128.AndNot(outputGradient, Vector128.LessThanOrEqual(Vector128.Abs(x), Vector128.Create(lambda)));

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x, float lambda = 0.5f) =>
        Vector256.AndNot(outputGradient, Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(lambda)));

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x, float lambda = 0.5f) =>
        Vector512.AndNot(outputGradient, Vector512.LessThanOrEqual(Vector512.Abs(x), Vector512.Create(lambda)));
}
