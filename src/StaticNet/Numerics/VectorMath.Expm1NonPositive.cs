using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>e^x − 1 for x ≤ 0 without cancellation, the form ELU needs. At most 0.95 ULP.</summary>
    /// <remarks>−∞ gives −1; ±0 gives 0. For x &gt; 0 the result is meaningful up to 88.37 only.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Expm1NonPositive(Vector128<float> x)
    {
        Vector128<float> p = ReducedExpm1(Vector128.MaxNative(Vector128.Create(-18f), x), out Vector128<int> n);
        Vector128<float> scale = PowerOfTwo(n);
        return Vector128.MultiplyAddEstimate(p, scale, scale - Vector128<float>.One);
    }

    /// <inheritdoc cref="Expm1NonPositive(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Expm1NonPositive(Vector256<float> x)
    {
        Vector256<float> p = ReducedExpm1(Vector256.MaxNative(Vector256.Create(-18f), x), out Vector256<int> n);
        Vector256<float> scale = PowerOfTwo(n);
        return Vector256.FusedMultiplyAdd(p, scale, scale - Vector256<float>.One);
    }

    /// <inheritdoc cref="Expm1NonPositive(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1NonPositive(Vector512<float> x)
    {
        Vector512<float> p = ReducedExpm1(Vector512.MaxNative(Vector512.Create(-18f), x), out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo(n);
        return Vector512.FusedMultiplyAdd(p, scale, scale - Vector512<float>.One);
    }

    /// <summary>The value of <see cref="Expm1NonPositive(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Expm1NonPositive(float x) => Expm1NonPositive(Vector128.CreateScalar(x)).ToScalar();
}
