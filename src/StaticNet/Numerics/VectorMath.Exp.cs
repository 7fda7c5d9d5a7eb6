using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>e^x. At most 0.98 ULP over the whole range.</summary>
    /// <remarks>e^±0 = 1 exactly; above 88.72284 the result is +∞, below −87.33 it underflows gradually to 0 (from −103.98).
    /// Method: e^x = 2^n·(1 + (e^r − 1)), the power applied in two halves so that neither overflows.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x)
    {
        Vector128<float> clamped = Vector128.MinNative(Vector128.Create(89f), Vector128.MaxNative(Vector128.Create(-104f), x));
        Vector128<float> p = ReducedExpm1(clamped, out Vector128<int> n);
        Vector128<int> half = n >> 1;
        Vector128<float> first = PowerOfTwo(half);
        Vector128<float> second = PowerOfTwo(n - half);
        return Vector128.MultiplyAddEstimate(p, first, first) * second;
    }

    /// <inheritdoc cref="Exp(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> clamped = Vector256.MinNative(Vector256.Create(89f), Vector256.MaxNative(Vector256.Create(-104f), x));
        Vector256<float> p = ReducedExpm1(clamped, out Vector256<int> n);
        Vector256<int> half = n >> 1;
        Vector256<float> first = PowerOfTwo(half);
        Vector256<float> second = PowerOfTwo(n - half);
        return Vector256.FusedMultiplyAdd(p, first, first) * second;
    }

    /// <inheritdoc cref="Exp(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> clamped = Vector512.MinNative(Vector512.Create(89f), Vector512.MaxNative(Vector512.Create(-104f), x));
        Vector512<float> p = ReducedExpm1(clamped, out Vector512<int> n);
        Vector512<int> half = n >> 1;
        Vector512<float> first = PowerOfTwo(half);
        Vector512<float> second = PowerOfTwo(n - half);
        return Vector512.FusedMultiplyAdd(p, first, first) * second;
    }

    /// <summary>The value of <see cref="Exp(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Exp(float x) => Exp(Vector128.CreateScalar(x)).ToScalar();
}
