using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>Φ(x) = ½(1 + erf(x/√2)), and e^(−x²/2), which the density φ(x) = e^(−x²/2)/√(2π) needs.</summary>
    /// <remarks>
    /// At most 4 ULP for x ≥ −1; below, the relative accuracy falls slowly, by the rounding of x² (4 + x²/2 ULP), where ½(1 + erf(x/√2)) would lose it.
    /// Φ(−∞) = 0, Φ(+∞) = 1; exactly 0 below −13.22.
    /// Method: Φ(−t) = e^(−t²/2)·r(u) with u = (t − 3)/(t + 3) and r a minimax polynomial of degree 9 (0.11 ULP); Φ(t) = 1 − Φ(−t).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NormalCdf(Vector128<float> x, out Vector128<float> exponential)
    {
        Vector128<float> t = Vector128.MinNative(Vector128.Create(13.25f), Vector128.Abs(x));
        Vector128<float> u = (t - Vector128.Create(3f)) / (t + Vector128.Create(3f));
        Vector128<float> ratio = Vector128.MultiplyAddEstimate(Vector128.Create(5.41507251909934e-05f), u, Vector128.Create(0.00011603722668951377f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(-0.00033991123200394213f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(-0.0009841826977208257f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(0.002904702676460147f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(0.006132183130830526f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(-0.046213313937187195f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(0.12322501838207245f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(-0.20640261471271515f));
        ratio = Vector128.MultiplyAddEstimate(ratio, u, Vector128.Create(0.12151394784450531f));
        exponential = ExpNonPositive(t * t * Vector128.Create(-0.5f));
        Vector128<float> tail = exponential * ratio;
        return Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), tail, Vector128<float>.One - tail);
    }

    /// <inheritdoc cref="NormalCdf(Vector128{float}, out Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalCdf(Vector256<float> x, out Vector256<float> exponential)
    {
        Vector256<float> t = Vector256.MinNative(Vector256.Create(13.25f), Vector256.Abs(x));
        Vector256<float> u = (t - Vector256.Create(3f)) / (t + Vector256.Create(3f));
        Vector256<float> ratio = Vector256.FusedMultiplyAdd(Vector256.Create(5.41507251909934e-05f), u, Vector256.Create(0.00011603722668951377f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(-0.00033991123200394213f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(-0.0009841826977208257f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(0.002904702676460147f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(0.006132183130830526f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(-0.046213313937187195f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(0.12322501838207245f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(-0.20640261471271515f));
        ratio = Vector256.FusedMultiplyAdd(ratio, u, Vector256.Create(0.12151394784450531f));
        exponential = ExpNonPositive(t * t * Vector256.Create(-0.5f));
        Vector256<float> tail = exponential * ratio;
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
    }

    /// <inheritdoc cref="NormalCdf(Vector128{float}, out Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalCdf(Vector512<float> x, out Vector512<float> exponential)
    {
        Vector512<float> t = Vector512.MinNative(Vector512.Create(13.25f), Vector512.Abs(x));
        Vector512<float> u = (t - Vector512.Create(3f)) / (t + Vector512.Create(3f));
        Vector512<float> ratio = Vector512.FusedMultiplyAdd(Vector512.Create(5.41507251909934e-05f), u, Vector512.Create(0.00011603722668951377f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(-0.00033991123200394213f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(-0.0009841826977208257f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(0.002904702676460147f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(0.006132183130830526f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(-0.046213313937187195f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(0.12322501838207245f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(-0.20640261471271515f));
        ratio = Vector512.FusedMultiplyAdd(ratio, u, Vector512.Create(0.12151394784450531f));
        exponential = ExpNonPositive(t * t * Vector512.Create(-0.5f));
        Vector512<float> tail = exponential * ratio;
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
    }

    /// <summary>The value of <see cref="NormalCdf(Vector128{float}, out Vector128{float})"/> for one number, bit for bit.</summary>
    public static float NormalCdf(float x) => NormalCdf(Vector128.CreateScalar(x), out _).ToScalar();
}
