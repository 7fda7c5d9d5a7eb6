using System;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Activations in double, by the names of the Activation enumeration and PyTorch's definitions.</summary>
internal static class ActivationMath
{
    /// <summary>The value at x.</summary>
    /// <param name="kind">The activation.</param>
    /// <param name="x">Where.</param>
    /// <param name="p">Slope, alpha, beta, lambda or minimum.</param>
    /// <param name="q">HardTanh's maximum, Softplus' threshold.</param>
    public static double Evaluate(string kind, double x, double p = double.NaN, double q = double.NaN) => kind switch
    {
        "Identity" => x,
        "Step" => x >= 0 ? 1 : 0,
        "ReLU" => Math.Max(0, x),
        "ReLU6" => Clamp(x, 0, 6),
        "LeakyReLU" => x >= 0 ? x : p * x,
        "ELU" => x > 0 ? x : p * (Math.Exp(x) - 1),
        "CELU" => x > 0 ? x : p * (Math.Exp(x / p) - 1),
        "SELU" => 1.0507009873554804935 * (x > 0 ? x : 1.6732632423543772848 * (Math.Exp(x) - 1)),
        "GELU" => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        "GELUTanh" => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        "SiLU" => x * Sigmoid(x),
        "Mish" => x * Math.Tanh(Softplus(x)),
        "Softplus" => p * x > q ? x : Softplus(p * x) / p,
        "Softsign" => x / (1 + Math.Abs(x)),
        "Sigmoid" => Sigmoid(x),
        "LogSigmoid" => -Softplus(-x),
        "Tanh" => Math.Tanh(x),
        "Tanhshrink" => x - Math.Tanh(x),
        "HardSigmoid" => Clamp((x / 6) + 0.5, 0, 1),
        "HardTanh" => Clamp(x, p, q),
        "HardSwish" => x * Clamp((x / 6) + 0.5, 0, 1),
        "Softshrink" => x > p ? x - p : x < -p ? x + p : 0,
        "Hardshrink" => Math.Abs(x) > p ? x : 0,
        _ => double.NaN,
    };

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x));

    public static double Clamp(double x, double minimum, double maximum) => Math.Min(maximum, Math.Max(minimum, x));

    /// <summary>Error function: Taylor series inside ±3, continued fraction of erfc outside (Abramowitz and Stegun 7.1.5, 7.1.14).</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        double z = Math.Abs(x);
        if (z < 3)
        {
            double term = z;
            double sum = z;
            for (int n = 1; n < 100 && Math.Abs(term) > 1e-18; n++)
            {
                term *= -z * z / n;
                sum += term / ((2 * n) + 1);
            }

            return Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * sum;
        }

        double fraction = 0;
        for (int n = 60; n > 0; n--)
        {
            fraction = n / 2.0 / (z + fraction);
        }

        return Math.Sign(x) * (1 - (Math.Exp(-z * z) / (z + fraction) / Math.Sqrt(Math.PI)));
    }

    // log(1 + y) for y in 0..1; exact enough where y vanishes.
    private static double LogOnePlus(double y) => y < 1e-8 ? y : Math.Log(1 + y);
}
