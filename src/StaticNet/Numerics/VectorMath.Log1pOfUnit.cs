using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>log(1 + x) for 0 ≤ x ≤ 1, accurate for small x: the form softplus needs. At most 1.4 ULP.</summary>
    /// <remarks>Method: as <see cref="Log(Vector128{float})"/>, 1 + x = 2^n·(1 + f) where n is 0 for x ≤ √2 − 1 and otherwise 1 (f = (x − 1)/2).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1pOfUnit(Vector128<float> x)
    {
        Vector128<float> upper = Vector128.GreaterThan(x, Vector128.Create(0.41421356f));
        Vector128<float> f = Vector128.ConditionalSelect(upper, (x - Vector128<float>.One) * Vector128.Create(0.5f), x);
        Vector128<float> high = upper & Vector128.Create(0.693145751953125f);
        Vector128<float> low = Vector128.MultiplyAddEstimate(f * f, LogPolynomial(f), upper & Vector128.Create(1.42860682e-6f));
        Vector128<float> sum = high + f;
        low += f - (sum - high);
        return sum + low;
    }

    /// <inheritdoc cref="Log1pOfUnit(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1pOfUnit(Vector256<float> x)
    {
        Vector256<float> upper = Vector256.GreaterThan(x, Vector256.Create(0.41421356f));
        Vector256<float> f = Vector256.ConditionalSelect(upper, (x - Vector256<float>.One) * Vector256.Create(0.5f), x);
        Vector256<float> high = upper & Vector256.Create(0.693145751953125f);
        Vector256<float> low = Vector256.FusedMultiplyAdd(f * f, LogPolynomial(f), upper & Vector256.Create(1.42860682e-6f));
        Vector256<float> sum = high + f;
        low += f - (sum - high);
        return sum + low;
    }

    /// <inheritdoc cref="Log1pOfUnit(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1pOfUnit(Vector512<float> x)
    {
        Vector512<float> upper = Vector512.GreaterThan(x, Vector512.Create(0.41421356f));
        Vector512<float> f = Vector512.ConditionalSelect(upper, (x - Vector512<float>.One) * Vector512.Create(0.5f), x);
        Vector512<float> high = upper & Vector512.Create(0.693145751953125f);
        Vector512<float> low = Vector512.FusedMultiplyAdd(f * f, LogPolynomial(f), upper & Vector512.Create(1.42860682e-6f));
        Vector512<float> sum = high + f;
        low += f - (sum - high);
        return sum + low;
    }

    /// <summary>The value of <see cref="Log1pOfUnit(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Log1pOfUnit(float x) => Log1pOfUnit(Vector128.CreateScalar(x)).ToScalar();
}
