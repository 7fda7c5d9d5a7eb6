using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Tests.Shared;

/// <summary>PyTorch's layers in double precision, written straight from their definitions: the oracle of file and export tests.</summary>
internal static class ReferenceLayers
{
    public static double[] Forward(NetworkDescription network, ParameterBuffer parameters, ReadOnlySpan<float> input)
    {
        var values = new double[input.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = input[i];
        }

        return Forward(network, parameters, values);
    }

    public static double[] Forward(NetworkDescription network, ParameterBuffer parameters, double[] input)
    {
        double[]? Parameter(string name)
        {
            foreach (ParameterInfo parameter in network.Layout.Parameters)
            {
                if (parameter.Name == name)
                {
                    var floats = new float[parameter.Count];
                    parameters.CopyTo(parameter.Name, floats);
                    return Array.ConvertAll(floats, v => (double)v);
                }
            }

            return null;
        }

        List<double[]> values = [input];
        foreach (LayerDescription layer in network.Layers)
        {
            double[] x = values[^1];
            values.Add(layer.Kind switch
            {
                "Residual" => [.. x.Zip(values[(int)layer.Argument("from")].Skip((int)layer.Argument("first")), (a, b) => a + b)],
                "Concat" => [.. x, .. values[(int)layer.Argument("from")].AsSpan((int)layer.Argument("first"), layer.OutputSize - layer.InputSize)],
                "Select" => [.. Enumerable.Range(0, layer.OutputSize).Select(i => values[(int)layer.Argument("from", values.Count - 1)][(int)layer.Argument("start", 0) + (int)layer.Argument($"{i}", layer.Argument("start", -1) < 0 ? double.NaN : i)])],
                _ => Apply(layer, Parameter, x),
            });
        }

        return values[^1];
    }

    public static double Activate(string kind, double x, Func<string, double, double> argument) => kind switch
    {
        "Identity" => x,
        "Step" => x >= 0 ? 1 : 0,
        "ReLU" => Math.Max(0, x),
        "ReLU6" => Math.Clamp(x, 0, 6),
        "LeakyReLU" => x >= 0 ? x : argument("negative_slope", 0.01) * x,
        "ELU" => x > 0 ? x : argument("alpha", 1) * (Math.Exp(x) - 1),
        "CELU" => x > 0 ? x : argument("alpha", 1) * (Math.Exp(x / argument("alpha", 1)) - 1),
        "SELU" => 1.0507009873554804934193349852946 * (x > 0 ? x : 1.6732632423543772848170429916717 * (Math.Exp(x) - 1)),
        "GELU" => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        "GELUTanh" => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        "SiLU" => x * Sigmoid(x),
        "Mish" => x * Math.Tanh(LogOnePlusExp(x)),
        "Softplus" => x * argument("beta", 1) > argument("threshold", 20) ? x : LogOnePlusExp(x * argument("beta", 1)) / argument("beta", 1),
        "Softsign" => x / (1 + Math.Abs(x)),
        "Sigmoid" => Sigmoid(x),
        "LogSigmoid" => -LogOnePlusExp(-x),
        "Tanh" => Math.Tanh(x),
        "Tanhshrink" => x - Math.Tanh(x),
        "HardSigmoid" => Math.Clamp((x / 6) + 0.5, 0, 1),
        "HardTanh" => Math.Clamp(x, argument("min_val", -1), argument("max_val", 1)),
        "HardSwish" => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        "Softshrink" => x > argument("lambd", 0.5) ? x - argument("lambd", 0.5) : x < -argument("lambd", 0.5) ? x + argument("lambd", 0.5) : 0,
        "Hardshrink" => Math.Abs(x) > argument("lambd", 0.5) ? x : 0,
        _ => throw new NotSupportedException($"The reference has no layer '{kind}'."),
    };

    public static double[] Softmax(double[] values)
    {
        double maximum = values.Max();
        double[] exponentials = [.. values.Select(x => Math.Exp(x - maximum))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(e => e / sum)];
    }

    public static double[] LogSoftmax(double[] values)
    {
        double maximum = values.Max();
        double logSum = maximum + Math.Log(values.Sum(x => Math.Exp(x - maximum)));
        return [.. values.Select(x => x - logSum)];
    }

    public static double[] Normalize(double[] values, double epsilon)
    {
        double mean = values.Average();
        double variance = values.Average(x => (x - mean) * (x - mean));
        return [.. values.Select(x => (x - mean) / Math.Sqrt(variance + epsilon))];
    }

    /// <summary>One layer on one row; a layer that reads an earlier value, or the batch, is none of these.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameter">The values of a parameter by its full name (<c>0.weight</c>), or null where the layer lacks it.</param>
    /// <param name="x">What the layer reads.</param>
    public static double[] Apply(LayerDescription layer, Func<string, double[]?> parameter, double[] x)
    {
        double[] Values(string suffix, double otherwise) =>
            parameter($"{layer.Name}.{suffix}") ?? [.. Enumerable.Repeat(otherwise, layer.OutputSize)];

        switch (layer.Kind)
        {
            case "Linear":
                double[] weights = Values("weight", 0);
                double[] bias = Values("bias", 0);
                var y = new double[layer.OutputSize];
                for (int o = 0; o < y.Length; o++)
                {
                    double sum = bias[o];
                    for (int k = 0; k < x.Length; k++)
                    {
                        sum += weights[(o * x.Length) + k] * x[k];
                    }

                    y[o] = sum;
                }

                return y;
            case "LayerNorm":
                double[] scale = Values("weight", 1);
                double[] shift = Values("bias", 0);
                return [.. Normalize(x, layer.Argument("eps", 1e-5)).Select((v, i) => (v * scale[i]) + shift[i])];
            case "RMSNorm":
                double[] factors = Values("weight", 1);
                double root = Math.Sqrt(x.Average(v => v * v) + layer.Argument("eps", Math.Pow(2, -23)));
                return [.. x.Select((v, i) => v / root * factors[i])];
            case "BatchNorm1d":
                double[] gamma = Values("weight", 1);
                double[] beta = Values("bias", 0);
                double[] mean = Values("running_mean", 0);
                double[] variance = Values("running_var", 1);
                return [.. x.Select((v, i) => ((v - mean[i]) / Math.Sqrt(variance[i] + layer.Argument("eps", 1e-5)) * gamma[i]) + beta[i])];
            case "ScaleShift":
                double[] center = Values("mean", 0);
                double[] factor = Values("scale", 1);
                double[] summand = Values("shift", 0);
                return [.. x.Select((v, i) => ((v - center[i]) * factor[i]) + summand[i])];
            case "Standardize" or "MinMax":
                double[] least = Values(layer.Kind == "MinMax" ? "min" : "mean", 0);
                double[] most = Values(layer.Kind == "MinMax" ? "max" : "std", 1);
                double[] spread = [.. most.Zip(least, (m, l) => layer.Kind == "MinMax" ? m - l : m).Select(s => s == 0 ? 1 : s)];
                double low = layer.Argument("low"), range = layer.Argument("high", 1) - low;
                return layer.Argument("inverse") != 0
                    ? [.. x.Select((v, i) => ((v - low) / range * spread[i]) + least[i])]
                    : [.. x.Select((v, i) => ((v - least[i]) / spread[i] * range) + low)];
            case "Dropout" or "FreeParameter": return x;
            case "PReLU":
                double[] slopes = Values("weight", 0);
                return [.. x.Select((v, i) => v > 0 ? v : slopes[slopes.Length == 1 ? 0 : i] * v)];
            case "Softmax": return Softmax(x);
            case "LogSoftmax": return LogSoftmax(x);
            default: return [.. x.Select(v => Activate(layer.Kind, v, layer.Argument))];
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double LogOnePlusExp(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Exp(x) < 1e-8 ? Math.Exp(x) : Math.Log(1 + Math.Exp(x));

    /// <summary>Error function: Taylor series inside ±3, Lentz's continued fraction of erfc outside (Abramowitz and Stegun 7.1.5, 7.1.14).</summary>
    private static double Erf(double x)
    {
        double z = Math.Abs(x);
        if (z < 3)
        {
            double term = z;
            double sum = z;
            for (int n = 1; n < 200 && Math.Abs(term) > 1e-20; n++)
            {
                term *= -z * z / n;
                sum += term / ((2 * n) + 1);
            }

            return Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * sum;
        }

        double fraction = 0;
        for (int n = 100; n > 0; n--)
        {
            fraction = n / 2.0 / (z + fraction);
        }

        return Math.Sign(x) * (1 - (Math.Exp(-z * z) / (z + fraction) / Math.Sqrt(Math.PI)));
    }
}
