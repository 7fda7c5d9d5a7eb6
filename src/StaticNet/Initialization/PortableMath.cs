using System;

namespace StaticNet;

/// <summary>
/// Elementary functions in double from basic operations only, so that every machine computes the same bits:
/// the C libraries behind <see cref="Math"/> differ in the last place.
/// </summary>
internal static class PortableMath
{
    /// <summary>Natural logarithm of a positive normal number, within 2 units in the last place.</summary>
    /// <remarks>
    /// x = m·2ᵉ with m in [√½, √2); f = (m − 1)/(m + 1), |f| ≤ 0.1716;
    /// log m = 2·(f + f³/3 + f⁵/5 + …), truncated after f²³, whose successor is below 1e−20.
    /// </remarks>
    public static double Log(double x)
    {
        const double Ln2High = 6.93147180369123816490e-01;
        const double Ln2Low = 1.90821492927058770002e-10;

        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double f = (mantissa - 1) / (mantissa + 1);
        double square = f * f;
        double sum = 1.0 / 23;
        for (int n = 21; n >= 3; n -= 2)
        {
            sum = (sum * square) + (1.0 / n);
        }

        double logarithm = (2 * f) + (2 * f * square * sum);
        return (exponent * Ln2High) + ((exponent * Ln2Low) + logarithm);
    }
}
