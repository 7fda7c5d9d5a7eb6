using System;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>The activations in double, by the names of the Activation enumeration and PyTorch's definitions.</summary>
internal static class LayerFunctions
{
    /// <summary>PyTorch's name of the activation's (first) argument; empty where it has none.</summary>
    public static string Parameter(string kind) => kind switch
    {
        "LeakyReLU" => "negative_slope",
        "ELU" or "CELU" => "alpha",
        "Softplus" => "beta",
        "HardTanh" => "min_val",
        "Softshrink" or "Hardshrink" or "SoftShrink" or "HardShrink" => "lambd",
        _ => "",
    };

    /// <summary>PyTorch's default for that argument.</summary>
    public static double Default(string kind) => kind switch
    {
        "LeakyReLU" => 0.01f,
        "HardTanh" => -1,
        "Softshrink" or "Hardshrink" or "SoftShrink" or "HardShrink" => 0.5,
        _ => 1,
    };

    /// <summary>The value at x.</summary>
    /// <param name="kind">The activation.</param>
    /// <param name="x">Where.</param>
    /// <param name="p">The argument named by <see cref="Parameter"/>.</param>
    /// <param name="q">HardTanh's maximum.</param>
    /// <exception cref="NotSupportedException">There is no such activation.</exception>
    public static double Evaluate(string kind, double x, double p, double q) => kind switch
    {
        "Identity" => x,
        "Step" => x >= 0 ? 1 : 0,
        "ReLU" => x <= 0 ? 0 : x,
        "ReLU6" => Clamp(x, 0, 6),
        "LeakyReLU" => x >= 0 ? x : p * x,
        "ELU" => x > 0 ? x : p * ExponentialMinusOne(x),
        "CELU" => x > 0 ? x : p * ExponentialMinusOne(x / p),
        "SELU" => 1.0507009873554804935 * (x > 0 ? x : 1.6732632423543772848 * ExponentialMinusOne(x)),
        "GELU" => 0.5 * x * ComplementaryError(-x / Math.Sqrt(2)),
        "GELUTanh" => x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))),
        "SiLU" => x * Sigmoid(x),
        "Mish" => x * Math.Tanh(Softplus(x)),
        "Softplus" => Softplus(p * x) / p,
        "Softsign" => x / (1 + Math.Abs(x)),
        "Sigmoid" => Sigmoid(x),
        "LogSigmoid" => -Softplus(-x),
        "Tanh" => Math.Tanh(x),
        "Tanhshrink" or "TanhShrink" => x - Math.Tanh(x),
        "HardSigmoid" => Clamp((x + 3) / 6, 0, 1),
        "HardTanh" => Clamp(x, p, q),
        "HardSwish" => x * Clamp((x + 3) / 6, 0, 1),
        "Softshrink" or "SoftShrink" => x > p ? x - p : x < -p ? x + p : double.IsNaN(x) ? x : 0,
        "Hardshrink" or "HardShrink" => Math.Abs(x) > p || double.IsNaN(x) ? x : 0,
        _ => throw new NotSupportedException($"a layer of the kind {kind} has no definition"),
    };

    private static double Clamp(double x, double minimum, double maximum) => x < minimum ? minimum : x > maximum ? maximum : x;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    private static double LogOnePlus(double y)
    {
        // Goldberg's correction: the rounding of 1 + y cancels.
        double sum = 1 + y;
        return sum == 1 ? y : Math.Log(sum) * y / (sum - 1);
    }

    private static double ExponentialMinusOne(double x)
    {
        // Kahan's correction, as above.
        double power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 || double.IsInfinity(power) ? power - 1 : (power - 1) * x / Math.Log(power);
    }

    /// <summary>erfc: a series for erf inside ±2, a continued fraction outside (Abramowitz and Stegun 7.1.6, 7.1.14).</summary>
    private static double ComplementaryError(double x)
    {
        double z = Math.Abs(x);
        if (!(z >= 2))
        {
            double term = z;
            double sum = z;
            for (int n = 1; n < 200 && term > 1e-18; n++)
            {
                term *= 2 * z * z / ((2 * n) + 1);
                sum += term;
            }

            return double.IsNaN(x) ? x : 1 - (Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * Math.Exp(-z * z) * sum);
        }

        double fraction = 0;
        for (int n = 200; n > 0; n--)
        {
            fraction = n / 2.0 / (z + fraction);
        }

        double tail = Math.Exp(-z * z) / (z + fraction) / Math.Sqrt(Math.PI);
        return x > 0 ? tail : 2 - tail;
    }
}
