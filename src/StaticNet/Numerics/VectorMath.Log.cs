using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    // (log(1 + f) − f) / f² for √½ − 1 ≤ f ≤ √2 − 1: our own minimax polynomial of degree 8 (0.07 ULP of log(1 + f)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LogPolynomial(Vector128<float> f)
    {
        Vector128<float> q = Vector128.MultiplyAddEstimate(Vector128.Create(-0.07621760666370392f), f, Vector128.Create(0.12906526029109955f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(-0.13244016468524933f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(0.14181585609912872f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(-0.16608940064907074f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(0.20001980662345886f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(-0.25001588463783264f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(0.33333325386047363f));
        q = Vector128.MultiplyAddEstimate(q, f, Vector128.Create(-0.49999988079071045f));
        return q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogPolynomial(Vector256<float> f)
    {
        Vector256<float> q = Vector256.FusedMultiplyAdd(Vector256.Create(-0.07621760666370392f), f, Vector256.Create(0.12906526029109955f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(-0.13244016468524933f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(0.14181585609912872f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(-0.16608940064907074f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(0.20001980662345886f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(-0.25001588463783264f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(0.33333325386047363f));
        q = Vector256.FusedMultiplyAdd(q, f, Vector256.Create(-0.49999988079071045f));
        return q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogPolynomial(Vector512<float> f)
    {
        Vector512<float> q = Vector512.FusedMultiplyAdd(Vector512.Create(-0.07621760666370392f), f, Vector512.Create(0.12906526029109955f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(-0.13244016468524933f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(0.14181585609912872f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(-0.16608940064907074f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(0.20001980662345886f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(-0.25001588463783264f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(0.33333325386047363f));
        q = Vector512.FusedMultiplyAdd(q, f, Vector512.Create(-0.49999988079071045f));
        return q;
    }

    /// <summary>The natural logarithm of x. At most 0.8 ULP, subnormal x included.</summary>
    /// <remarks>
    /// log ±0 = −∞, log +∞ = +∞, NaN for x &lt; 0, log 1 = +0. Method: x = 2^n·(1 + f) with 1 + f in [√½, √2);
    /// log x = n·ln 2 + f + f²·q(f), ln 2 in two parts, the first short enough for an exact product; the rounding error of
    /// n·ln 2 + f is computed (fast two-sum) and added to the small terms.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x)
    {
        Vector128<float> subnormal = Vector128.LessThan(x, Vector128.Create(1.17549435e-38f));
        Vector128<int> bits = Vector128.ConditionalSelect(subnormal, x * Vector128.Create(8388608f), x).AsInt32();
        Vector128<int> exponent = (bits - Vector128.Create(0x3F3504F3)) >> 23;
        Vector128<float> f = (bits - (exponent << 23)).AsSingle() - Vector128<float>.One;
        Vector128<float> n = Vector128.ConvertToSingle(exponent) - (subnormal & Vector128.Create(23f));
        Vector128<float> high = n * Vector128.Create(0.693145751953125f);
        Vector128<float> low = Vector128.MultiplyAddEstimate(f * f, LogPolynomial(f), n * Vector128.Create(1.42860682e-6f));
        Vector128<float> sum = high + f;
        low += f - (sum - high);
        Vector128<float> result = sum + low;
        Vector128<float> outside = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), Vector128.Create(float.NaN));
        result = Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), result, outside);
        return Vector128.ConditionalSelect(Vector128.Equals(x, Vector128.Create(float.PositiveInfinity)), x, result);
    }

    /// <inheritdoc cref="Log(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> subnormal = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        Vector256<int> bits = Vector256.ConditionalSelect(subnormal, x * Vector256.Create(8388608f), x).AsInt32();
        Vector256<int> exponent = (bits - Vector256.Create(0x3F3504F3)) >> 23;
        Vector256<float> f = (bits - (exponent << 23)).AsSingle() - Vector256<float>.One;
        Vector256<float> n = Vector256.ConvertToSingle(exponent) - (subnormal & Vector256.Create(23f));
        Vector256<float> high = n * Vector256.Create(0.693145751953125f);
        Vector256<float> low = Vector256.FusedMultiplyAdd(f * f, LogPolynomial(f), n * Vector256.Create(1.42860682e-6f));
        Vector256<float> sum = high + f;
        low += f - (sum - high);
        Vector256<float> result = sum + low;
        Vector256<float> outside = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), Vector256.Create(float.NaN));
        result = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), result, outside);
        return Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(float.PositiveInfinity)), x, result);
    }

    /// <inheritdoc cref="Log(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        Vector512<int> bits = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(8388608f), x).AsInt32();
        Vector512<int> exponent = (bits - Vector512.Create(0x3F3504F3)) >> 23;
        Vector512<float> f = (bits - (exponent << 23)).AsSingle() - Vector512<float>.One;
        Vector512<float> n = Vector512.ConvertToSingle(exponent) - (subnormal & Vector512.Create(23f));
        Vector512<float> high = n * Vector512.Create(0.693145751953125f);
        Vector512<float> low = Vector512.FusedMultiplyAdd(f * f, LogPolynomial(f), n * Vector512.Create(1.42860682e-6f));
        Vector512<float> sum = high + f;
        low += f - (sum - high);
        Vector512<float> result = sum + low;
        Vector512<float> outside = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NaN));
        result = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), result, outside);
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(float.PositiveInfinity)), x, result);
    }

    /// <summary>The value of <see cref="Log(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Log(float x) => Log(Vector128.CreateScalar(x)).ToScalar();
}
