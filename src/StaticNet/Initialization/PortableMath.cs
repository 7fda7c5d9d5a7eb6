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

    /// <summary>eˣ for |x| below 700, within 2 units in the last place.</summary>
    /// <remarks>x = n·log 2 + r with |r| ≤ ½ log 2; Taylor series of eʳ to r¹⁴, whose successor is below 1e−18; times 2ⁿ.</remarks>
    public static double Exp(double x)
    {
        const double Ln2High = 6.93147180369123816490e-01;
        const double Ln2Low = 1.90821492927058770002e-10;

        double n = Math.Round(x * 1.4426950408889634);
        double r = (x - (n * Ln2High)) - (n * Ln2Low);
        double sum = 1;
        for (int k = 14; k >= 1; k--)
        {
            sum = 1 + (sum * r / k);
        }

        return Math.ScaleB(sum, (int)n);
    }

    /// <summary>x to a whole power, by squaring.</summary>
    public static double Power(double x, long exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1, x *= x)
        {
            if ((exponent & 1) != 0)
            {
                result *= x;
            }
        }

        return result;
    }

    /// <summary>cos(πx), exact at multiples of ½, otherwise within 1e−16 of the true value.</summary>
    /// <remarks>x is brought to [0, ½] by symmetry; up to ¼ the Taylor series of the cosine, above that of sin(π(½ − x)).</remarks>
    public static double CosPi(double x)
    {
        x = Math.Abs(x) % 2;
        if (x > 1)
        {
            x = 2 - x;
        }

        double sign = 1;
        if (x > 0.5)
        {
            x = 1 - x;
            sign = -1;
        }

        bool useSine = x > 0.25;
        double t = Math.PI * (useSine ? 0.5 - x : x);
        double sum = 1;
        for (int k = useSine ? 19 : 20; k >= 2; k -= 2)
        {
            sum = 1 - (sum * t * t / (k * (k - 1)));
        }

        return sign * (useSine ? t * sum : sum);
    }
}
