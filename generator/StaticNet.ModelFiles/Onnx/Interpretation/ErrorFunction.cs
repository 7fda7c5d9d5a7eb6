using System;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>The error function, to about 1e-15.</summary>
internal static class ErrorFunction
{
    /// <summary>
    /// Inside ±2.5 Kummer's series erf(x) = 2x/√π·exp(−x²)·Σ (2x²)ⁿ/(2n+1)!!, outside 1 − exp(−x²)/(x√π)·(Laplace's continued
    /// fraction) (NIST DLMF 7.6.2 and 7.9.1).
    /// </summary>
    public static double Erf(double x)
    {
        double square = x * x;
        if (square < 6.25)
        {
            double term = 1;
            double sum = 1;
            for (int n = 1; n < 120 && term > 1e-17 * sum; n++)
            {
                term *= 2 * square / ((2 * n) + 1);
                sum += term;
            }

            return 2 * x / Math.Sqrt(Math.PI) * Math.Exp(-square) * sum;
        }

        return double.IsNaN(x) ? x : Math.Sign(x) * (1 - Tail(Math.Abs(x)));
    }

    /// <summary>1 − erf(x) without the cancellation where that is small.</summary>
    public static double Complement(double x) => x * x < 6.25 || !(x > 0) ? 1 - Erf(x) : Tail(x);

    private static double Tail(double x)
    {
        double denominator = x;
        for (int n = 120; n > 0; n--)
        {
            denominator = x + (n * 0.5 / denominator);
        }

        return Math.Exp(-x * x) / (denominator * Math.Sqrt(Math.PI));
    }
}
