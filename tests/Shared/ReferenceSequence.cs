using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Tests.Shared;

/// <summary>
/// Layers over time in double, from their definitions in PyTorch's documentation, with weights by PyTorch's names. A sequence is an array of
/// steps.
/// </summary>
/// <param name="tensor">The values of a tensor by its whole name; null where there is none.</param>
internal sealed class ReferenceSequence(Func<string, IReadOnlyList<float>?> tensor)
{
    /// <summary>nn.LSTM, nn.GRU or nn.RNN from the zero state, all stacked layers.</summary>
    public double[][] Recurrent(string kind, string name, double[][] x, bool isReLU = false)
    {
        double[][] y = x;
        for (int layer = 0; Find($"{name}weight_ih_l{layer}") is IReadOnlyList<float> inputWeights; layer++)
        {
            IReadOnlyList<float> hiddenWeights = Find($"{name}weight_hh_l{layer}")!;
            IReadOnlyList<float>? inputBias = Find($"{name}bias_ih_l{layer}"), hiddenBias = Find($"{name}bias_hh_l{layer}");
            int gates = kind switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
            int units = inputWeights.Count / y[0].Length / gates;
            double[] h = new double[units], c = new double[units];
            var outputs = new double[y.Length][];
            for (int step = 0; step < y.Length; step++)
            {
                double[] fromInput = Affine(inputWeights, inputBias, y[step]);
                double[] fromState = Affine(hiddenWeights, hiddenBias, h);
                double Sum(int gate, int unit) => fromInput[(gate * units) + unit] + fromState[(gate * units) + unit];
                var next = new double[units];
                for (int unit = 0; unit < units; unit++)
                {
                    if (kind == "LSTM")
                    {
                        c[unit] = (Sigmoid(Sum(1, unit)) * c[unit]) + (Sigmoid(Sum(0, unit)) * Math.Tanh(Sum(2, unit)));
                        next[unit] = Sigmoid(Sum(3, unit)) * Math.Tanh(c[unit]);
                    }
                    else if (kind == "GRU")
                    {
                        double r = Sigmoid(Sum(0, unit)), z = Sigmoid(Sum(1, unit));
                        double n = Math.Tanh(fromInput[(2 * units) + unit] + (r * fromState[(2 * units) + unit]));
                        next[unit] = ((1 - z) * n) + (z * h[unit]);
                    }
                    else
                    {
                        next[unit] = isReLU ? Math.Max(0, Sum(0, unit)) : Math.Tanh(Sum(0, unit));
                    }
                }

                outputs[step] = h = next;
            }

            y = outputs;
        }

        return y;
    }

    /// <summary>nn.Conv1d behind F.pad(x, ((kernel − 1)·dilation, 0)).</summary>
    public double[][] Conv1d(string name, double[][] x, int outputs, int kernel, int dilation = 1, int groups = 1)
    {
        IReadOnlyList<float> weight = Find(name + "weight")!;
        IReadOnlyList<float>? bias = Find(name + "bias");
        int perGroup = x[0].Length / groups;
        var y = new double[x.Length][];
        for (int step = 0; step < x.Length; step++)
        {
            y[step] = new double[outputs];
            for (int output = 0; output < outputs; output++)
            {
                double sum = bias?[output] ?? 0;
                for (int tap = 0; tap < kernel; tap++)
                {
                    int from = step - ((kernel - 1 - tap) * dilation);
                    for (int input = 0; from >= 0 && input < perGroup; input++)
                    {
                        sum += weight[(((output * perGroup) + input) * kernel) + tap] * x[from][(output / (outputs / groups) * perGroup) + input];
                    }
                }

                y[step][output] = sum;
            }
        }

        return y;
    }

    /// <summary>nn.Linear on every step.</summary>
    public double[][] Linear(string name, double[][] x) => [.. x.Select(step => Affine(Find(name + "weight")!, Find(name + "bias"), step))];

    /// <summary>Rows of a flat array.</summary>
    public static double[][] Steps(float[] values, int size) => [.. values.Chunk(size).Select(static step => Array.ConvertAll(step, static value => (double)value))];

    private IReadOnlyList<float>? Find(string name) => tensor(name);

    private static double[] Affine(IReadOnlyList<float> weight, IReadOnlyList<float>? bias, double[] x)
    {
        var y = new double[weight.Count / x.Length];
        for (int row = 0; row < y.Length; row++)
        {
            y[row] = bias?[row] ?? 0;
            for (int column = 0; column < x.Length; column++)
            {
                y[row] += weight[(row * x.Length) + column] * x[column];
            }
        }

        return y;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
