using System;

namespace StaticNet;

/// <summary>The element-wise activations in double, from their definitions: slow, and independent of the vectorized ones.</summary>
internal static class DoubleActivations
{
    /// <summary>f(x), or null where the kind is no element-wise activation.</summary>
    public static Func<double, double>? Find(LayerDescription layer)
    {
        double alpha = layer.Argument("alpha", 1);
        switch (layer.Kind)
        {
            case "Identity": return x => x;
            case "Step": return x => x >= 0 ? 1 : 0;
            case "ReLU": return x => Math.Max(0, x);
            case "ReLU6": return x => Math.Clamp(x, 0, 6);
            case "LeakyReLU":
                double slope = layer.Argument("negative_slope", 0.01);
                return x => x >= 0 ? x : slope * x;
            case "ELU": return x => x > 0 ? x : alpha * (Math.Exp(x) - 1);
            case "CELU": return x => x > 0 ? x : alpha * (Math.Exp(x / alpha) - 1);
            case "SELU": return x => 1.0507009873554804934 * (x > 0 ? x : 1.6732632423543772848 * (Math.Exp(x) - 1));
            case "GELU": return x => x * NormalCdf(x);
            case "GELUTanh": return x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));
            case "SiLU": return x => x * Sigmoid(x);
            case "Mish": return x => x * Math.Tanh(LogOnePlusExp(x));
            case "Softplus":
                double beta = layer.Argument("beta", 1), threshold = layer.Argument("threshold", 20);
                return x => x * beta > threshold ? x : LogOnePlusExp(x * beta) / beta;
            case "Softsign": return x => x / (1 + Math.Abs(x));
            case "Sigmoid": return Sigmoid;
            case "LogSigmoid": return x => -LogOnePlusExp(-x);
            case "Tanh": return Math.Tanh;
            case "Tanhshrink": return x => x - Math.Tanh(x);
            case "HardSigmoid": return x => Math.Clamp((x / 6) + 0.5, 0, 1);
            case "HardTanh":
                double minimum = layer.Argument("min_val", -1), maximum = layer.Argument("max_val", 1);
                return x => Math.Clamp(x, minimum, maximum);
            case "HardSwish": return x => x * Math.Clamp((x / 6) + 0.5, 0, 1);
            case "Softshrink":
                double lambda = layer.Argument("lambd", 0.5);
                return x => x > lambda ? x - lambda : x < -lambda ? x + lambda : 0;
            case "Hardshrink":
                double limit = layer.Argument("lambd", 0.5);
                return x => Math.Abs(x) > limit ? x : 0;
            default: return null;
        }
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>log(1 + eˣ) without overflow or cancellation.</summary>
    public static double LogOnePlusExp(double x)
    {
        double e = Math.Exp(-Math.Abs(x));

        // Kahan's form of log(1 + e): exact to rounding also for tiny e.
        double u = 1 + e;
        double log = u == 1 ? e : Math.Log(u) * e / (u - 1);
        return Math.Max(x, 0) + log;
    }

    /// <summary>x − max − log Σ exp(x − max), in place.</summary>
    public static void LogSoftmax(Span<double> row)
    {
        double maximum = double.NegativeInfinity, sum = 0;
        foreach (double value in row)
        {
            maximum = Math.Max(maximum, value);
        }

        foreach (double value in row)
        {
            sum += Math.Exp(value - maximum);
        }

        double log = maximum + Math.Log(sum);
        foreach (ref double value in row)
        {
            value -= log;
        }
    }

    /// <summary>Φ(x) = ½·erfc(−x/√2): Taylor series of erf inside ±3·√2, Lentz's continued fraction of erfc outside (Abramowitz and Stegun 7.1.5, 7.1.14).</summary>
    private static double NormalCdf(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2);
        if (z < 3)
        {
            double term = z, sum = z;
            for (int n = 1; n < 200 && Math.Abs(term) > 1e-20; n++)
            {
                term *= -z * z / n;
                sum += term / ((2 * n) + 1);
            }

            double erf = 2 / Math.Sqrt(Math.PI) * sum;
            return 0.5 * (1 + (Math.Sign(x) * erf));
        }

        double fraction = 0;
        for (int n = 100; n > 0; n--)
        {
            fraction = n / 2.0 / (z + fraction);
        }

        double erfc = Math.Exp(-z * z) / (z + fraction) / Math.Sqrt(Math.PI);
        return x > 0 ? 1 - (0.5 * erfc) : 0.5 * erfc;
    }
}
