using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>
/// exp, log, tanh, sigmoid, erf and their relatives on <c>Vector128/256/512&lt;float&gt;</c>. One set of coefficients and one
/// order of operations, so that every width gives the same bits; the 128-bit forms use <c>MultiplyAddEstimate</c>, which
/// is a fused multiply-add (and gives the same bits) wherever the processor has one, and stays fast where it has none.
/// </summary>
/// <remarks>
/// The polynomials are our own minimax (Remez) fits. Errors are the largest seen in sweeps over all magnitudes of <c>float</c>
/// against <c>double</c>, in units in the last place of the result. NaN gives NaN everywhere. The scalar forms give the same bits.
/// </remarks>
public static partial class VectorMath
{
    // Splits x into n·ln 2 + r, |r| ≤ ln 2 / 2, and returns e^r − 1, so that e^x = 2^n·(1 + result). |x| ≤ 120.
    //  1. Adding 1.5·2^23 rounds x/ln 2 to the nearest integer, which then stands in the low bits of the sum.
    //  2. r = x − n·ln 2, ln 2 in two parts; the first has 16 bits, so that its product with n is exact.
    //  3. e^r − 1 = r + r²·q(r); q is our own minimax polynomial of degree 4 for (e^r − 1 − r)/r² (0.05 ULP of e^r).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ReducedExpm1(Vector128<float> x, out Vector128<int> n)
    {
        Vector128<float> shifted = Vector128.MultiplyAddEstimate(x, Vector128.Create(1.44269504f), Vector128.Create(12582912f));
        n = shifted.AsInt32() - Vector128.Create(0x4B400000);
        Vector128<float> multiple = shifted - Vector128.Create(12582912f);
        Vector128<float> r = Vector128.MultiplyAddEstimate(multiple, Vector128.Create(-0.693145751953125f), x);
        r = Vector128.MultiplyAddEstimate(multiple, Vector128.Create(-1.42860682e-6f), r);
        Vector128<float> q = Vector128.MultiplyAddEstimate(Vector128.Create(0.001381463254801929f), r, Vector128.Create(0.008368710987269878f));
        q = Vector128.MultiplyAddEstimate(q, r, Vector128.Create(0.04166838526725769f));
        q = Vector128.MultiplyAddEstimate(q, r, Vector128.Create(0.1666652113199234f));
        q = Vector128.MultiplyAddEstimate(q, r, Vector128.Create(0.4999999403953552f));
        return Vector128.MultiplyAddEstimate(r * r, q, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ReducedExpm1(Vector256<float> x, out Vector256<int> n)
    {
        Vector256<float> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504f), Vector256.Create(12582912f));
        n = shifted.AsInt32() - Vector256.Create(0x4B400000);
        Vector256<float> multiple = shifted - Vector256.Create(12582912f);
        Vector256<float> r = Vector256.FusedMultiplyAdd(multiple, Vector256.Create(-0.693145751953125f), x);
        r = Vector256.FusedMultiplyAdd(multiple, Vector256.Create(-1.42860682e-6f), r);
        Vector256<float> q = Vector256.FusedMultiplyAdd(Vector256.Create(0.001381463254801929f), r, Vector256.Create(0.008368710987269878f));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(0.04166838526725769f));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(0.1666652113199234f));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(0.4999999403953552f));
        return Vector256.FusedMultiplyAdd(r * r, q, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReducedExpm1(Vector512<float> x, out Vector512<int> n)
    {
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), Vector512.Create(12582912f));
        n = shifted.AsInt32() - Vector512.Create(0x4B400000);
        Vector512<float> multiple = shifted - Vector512.Create(12582912f);
        Vector512<float> r = Vector512.FusedMultiplyAdd(multiple, Vector512.Create(-0.693145751953125f), x);
        r = Vector512.FusedMultiplyAdd(multiple, Vector512.Create(-1.42860682e-6f), r);
        Vector512<float> q = Vector512.FusedMultiplyAdd(Vector512.Create(0.001381463254801929f), r, Vector512.Create(0.008368710987269878f));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(0.04166838526725769f));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(0.1666652113199234f));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(0.4999999403953552f));
        return Vector512.FusedMultiplyAdd(r * r, q, r);
    }

    // 2^n for −126 ≤ n ≤ 127 (0 at −127), built from the bits of the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<int> n) =>
        ((n + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) =>
        ((n + Vector256.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> n) =>
        ((n + Vector512.Create(127)) << 23).AsSingle();
}
