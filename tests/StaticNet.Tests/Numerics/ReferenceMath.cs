using System;

namespace StaticNet.Tests.Numerics;

/// <summary>Functions in double precision that <see cref="Math"/> lacks, good to about 1e-14.</summary>
internal static class ReferenceMath
{
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 + x), corrected for the rounding of 1 + x (Kahan).</summary>
    public static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    public static double Expm1(double x) => Math.Abs(x) < 1e-3 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5)))))))) : Math.Exp(x) - 1;

    public static double Erf(double x) => Math.Abs(x) < 2.5 ? ErfSeries(x) : Math.Sign(x) * (1 - ErfcFraction(Math.Abs(x)));

    public static double NormalCdf(double x)
    {
        double t = Math.Abs(x) / Math.Sqrt(2);
        double tail = (t < 2.5 ? 1 - ErfSeries(t) : ErfcFraction(t)) / 2;
        return double.IsNaN(x) ? x : x < 0 ? tail : 1 - tail;
    }

    // 2/√π·e^(−x²)·Σ 2^n·x^(2n+1)/(2n+1)!!: all terms have one sign.
    private static double ErfSeries(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // e^(−t²)/√π / (t + (1/2)/(t + 1/(t + (3/2)/(t + …)))), from the inside out.
    private static double ErfcFraction(double t)
    {
        double value = t;
        for (int k = 80; k > 0; k--)
        {
            value = t + (k / 2.0 / value);
        }

        return Math.Exp(-t * t) / Math.Sqrt(Math.PI) / value;
    }
}
