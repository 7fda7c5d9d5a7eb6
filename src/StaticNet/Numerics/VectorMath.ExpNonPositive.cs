using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>e^x for x ≤ 0, the form softmax needs. At most 0.98 ULP; results below 2^−126 (x &lt; −87.33654) are 0.</summary>
    /// <remarks>e^±0 = 1 exactly, e^−∞ = 0. For x &gt; 0 the result is meaningful up to 88.37 only.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ExpNonPositive(Vector128<float> x)
    {
        Vector128<float> p = ReducedExpm1(x, out Vector128<int> n);
        Vector128<float> scale = PowerOfTwo(n);
        return Vector128.AndNot(Vector128.MultiplyAddEstimate(p, scale, scale), Vector128.LessThan(x, Vector128.Create(-87.33654f)));
    }

    /// <inheritdoc cref="ExpNonPositive(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpNonPositive(Vector256<float> x)
    {
        Vector256<float> p = ReducedExpm1(x, out Vector256<int> n);
        Vector256<float> scale = PowerOfTwo(n);
        return Vector256.AndNot(Vector256.FusedMultiplyAdd(p, scale, scale), Vector256.LessThan(x, Vector256.Create(-87.33654f)));
    }

    /// <inheritdoc cref="ExpNonPositive(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpNonPositive(Vector512<float> x)
    {
        Vector512<float> p = ReducedExpm1(x, out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo(n);
        return Vector512.AndNot(Vector512.FusedMultiplyAdd(p, scale, scale), Vector512.LessThan(x, Vector512.Create(-87.33654f)));
    }

    /// <summary>The value of <see cref="ExpNonPositive(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float ExpNonPositive(float x) => ExpNonPositive(Vector128.CreateScalar(x)).ToScalar();
}
