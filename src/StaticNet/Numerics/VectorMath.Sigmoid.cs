using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>1 / (1 + e^−x). At most 2.5 ULP; results below 2^−126 (x &lt; −87.33) are 0.</summary>
    /// <remarks>sigmoid(±0) = 1/2 exactly, sigmoid(−∞) = 0, sigmoid(+∞) = 1. Method: one exponential with a single power of two and one division.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        Vector128<float> p = ReducedExpm1(Vector128.MaxNative(Vector128.Create(-87.33f), -x), out Vector128<int> n);
        Vector128<float> scale = PowerOfTwo(n);
        Vector128<float> result = Vector128<float>.One / (Vector128<float>.One + Vector128.MultiplyAddEstimate(p, scale, scale));
        return Vector128.AndNot(result, Vector128.LessThan(x, Vector128.Create(-87.33f)));
    }

    /// <inheritdoc cref="Sigmoid(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> p = ReducedExpm1(Vector256.MaxNative(Vector256.Create(-87.33f), -x), out Vector256<int> n);
        Vector256<float> scale = PowerOfTwo(n);
        Vector256<float> result = Vector256<float>.One / (Vector256<float>.One + Vector256.FusedMultiplyAdd(p, scale, scale));
        return Vector256.AndNot(result, Vector256.LessThan(x, Vector256.Create(-87.33f)));
    }

    /// <inheritdoc cref="Sigmoid(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> p = ReducedExpm1(Vector512.MaxNative(Vector512.Create(-87.33f), -x), out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo(n);
        Vector512<float> result = Vector512<float>.One / (Vector512<float>.One + Vector512.FusedMultiplyAdd(p, scale, scale));
        return Vector512.AndNot(result, Vector512.LessThan(x, Vector512.Create(-87.33f)));
    }

    /// <summary>The value of <see cref="Sigmoid(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Sigmoid(float x) => Sigmoid(Vector128.CreateScalar(x)).ToScalar();
}
