using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>f(x) = clamp(x, minimum, maximum); the derivative is 0 at both bounds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HardTanhOperator : IActivation2
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    public const DerivativeNeeds Needs = DerivativeNeeds.Output;

    static DerivativeNeeds IActivation2.Needs => Needs;

    /// <summary>f(x), element by element.</summary>
    /// <param name="x">The pre-activation.</param>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound, above <paramref name="minimum"/>.</param>
    /// <returns>f(x).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x, float minimum = -1f, float maximum = 1f) =>
        Vector128.MinNative(Vector128.Create(maximum), Vector128.MaxNative(Vector128.Create(minimum), x));

    /// <inheritdoc cref="Forward(Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x, float minimum = -1f, float maximum = 1f) =>
        Vector256.MinNative(Vector256.Create(maximum), Vector256.MaxNative(Vector256.Create(minimum), x));

    /// <inheritdoc cref="Forward(Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x, float minimum = -1f, float maximum = 1f) =>
        Vector512.MinNative(Vector512.Create(maximum), Vector512.MaxNative(Vector512.Create(minimum), x));

    /// <summary>outputGradient where minimum &lt; y &lt; maximum, otherwise 0, element by element.</summary>
    /// <param name="outputGradient">The gradient of the loss with respect to f(x).</param>
    /// <param name="y">The output y of the forward pass.</param>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound, above <paramref name="minimum"/>.</param>
    /// <returns>The gradient of the loss with respect to x; 0 wherever <paramref name="outputGradient"/> is 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> y, float minimum = -1f, float maximum = 1f)
    {
        Vector128<float> outside = Vector128.LessThanOrEqual(y, Vector128.Create(minimum)) | Vector128.GreaterThanOrEqual(y, Vector128.Create(maximum));
        return Vector128.AndNot(outputGradient, outside);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> y, float minimum = -1f, float maximum = 1f)
    {
        Vector256<float> outside = Vector256.LessThanOrEqual(y, Vector256.Create(minimum)) | Vector256.GreaterThanOrEqual(y, Vector256.Create(maximum));
        return Vector256.AndNot(outputGradient, outside);
    }

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> y, float minimum = -1f, float maximum = 1f)
    {
        Vector512<float> outside = Vector512.LessThanOrEqual(y, Vector512.Create(minimum)) | Vector512.GreaterThanOrEqual(y, Vector512.Create(maximum));
        return Vector512.AndNot(outputGradient, outside);
    }
}
