using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>1 / (1 + e^−x). At most 2.5 ULP; results below 2^−126 (x &lt; −87.33654) are 0.</summary>
    /// <remarks>sigmoid(±0) = 1/2 exactly, sigmoid(−∞) = 0, sigmoid(+∞) = 1. Method: one exponential with a single power of two and one division.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        Vector128<float> p = ReducedExpm1(Vector128.MaxNative(Vector128.Create(-87.33654f), -x), out Vector128<int> n);
        Vector128<float> scale = PowerOfTwo(n);
        Vector128<float> result = Vector128<float>.One / (Vector128<float>.One + Vector128.MultiplyAddEstimate(p, scale, scale));
        return Vector128.AndNot(result, Vector128.LessThan(x, Vector128.Create(-87.33654f)));
    }

    /// <inheritdoc cref="Sigmoid(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> p = ReducedExpm1(Vector256.MaxNative(Vector256.Create(-87.33654f), -x), out Vector256<int> n);
        Vector256<float> scale = PowerOfTwo(n);
        Vector256<float> result = Vector256<float>.One / (Vector256<float>.One + Vector256.FusedMultiplyAdd(p, scale, scale));
        return Vector256.AndNot(result, Vector256.LessThan(x, Vector256.Create(-87.33654f)));
    }

    /// <inheritdoc cref="Sigmoid(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> p = ReducedExpm1(Vector512.MaxNative(Vector512.Create(-87.33654f), -x), out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo(n);
        Vector512<float> result = Vector512<float>.One / (Vector512<float>.One + Vector512.FusedMultiplyAdd(p, scale, scale));
        return Vector512.AndNot(result, Vector512.LessThan(x, Vector512.Create(-87.33654f)));
    }

    /// <summary>sigmoid(x) and its derivative s·(1 − s), without the cancellation of 1 − s for large x.</summary>
    /// <remarks>With d = e^−|x|: s = 1/(1 + d) or d/(1 + d), and s·(1 − s) = d/(1 + d)².</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x, out Vector128<float> slope)
    {
        Vector128<float> d = ExpNonPositive(-Vector128.Abs(x));
        Vector128<float> upper = Vector128<float>.One / (Vector128<float>.One + d);
        Vector128<float> lower = d * upper;
        slope = lower * upper;
        return Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), lower, upper);
    }

    /// <inheritdoc cref="Sigmoid(Vector128{float}, out Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x, out Vector256<float> slope)
    {
        Vector256<float> d = ExpNonPositive(-Vector256.Abs(x));
        Vector256<float> upper = Vector256<float>.One / (Vector256<float>.One + d);
        Vector256<float> lower = d * upper;
        slope = lower * upper;
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), lower, upper);
    }

    /// <inheritdoc cref="Sigmoid(Vector128{float}, out Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x, out Vector512<float> slope)
    {
        Vector512<float> d = ExpNonPositive(-Vector512.Abs(x));
        Vector512<float> upper = Vector512<float>.One / (Vector512<float>.One + d);
        Vector512<float> lower = d * upper;
        slope = lower * upper;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), lower, upper);
    }

    /// <summary>The value of <see cref="Sigmoid(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Sigmoid(float x) => Sigmoid(Vector128.CreateScalar(x)).ToScalar();
}
