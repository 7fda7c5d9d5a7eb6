using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet;

/// <summary>Layers over time in double, from their definitions. Rows are step t of sequence b at b·steps + t.</summary>
/// <param name="count">Sequences.</param>
/// <param name="steps">Steps of each.</param>
/// <param name="lengths">Steps of each that there are; empty: all.</param>
internal sealed class DoubleTime(int count, int steps, int[] lengths)
{
    public int Count => count;

    public int Steps => steps;

    public int LengthOf(int sequence) => lengths.Length == 0 ? steps : lengths[sequence];

    /// <summary>Whether a layer turns steps into one row.</summary>
    public static bool Ends(string kind) => kind is "LastStep" or "MeanOverTime" or "MaxOverTime";

    /// <summary>What computes a layer; null where it works on rows alone.</summary>
    public Action? Step(LayerDescription layer, double[] x, double[] y, Dictionary<string, double[]> parameters)
    {
        double[] Tensor(string name) => parameters[layer.Name + "." + name];
        switch (layer.Kind)
        {
            case "LSTM" or "GRU" or "RNN":
                int layers = (int)layer.Argument("num_layers", 1);
                double[][] initial = [.. Enumerable.Range(0, layers).Select(l => Initial(layer, l))];
                return () =>
                {
                    double[] from = x;
                    for (int l = 0; l < layers; l++)
                    {
                        double[] to = l == layers - 1 ? y : new double[y.Length];
                        bool hasBias = layer.Argument("bias", 1) != 0;
                        var tensors = new Tensors(
                            Tensor($"weight_ih_l{l}"), Tensor($"weight_hh_l{l}"), hasBias ? Tensor($"bias_ih_l{l}") : null, hasBias ? Tensor($"bias_hh_l{l}") : null);
                        Recurrent(layer, from, to, l == 0 ? layer.InputSize : layer.OutputSize, layer.OutputSize, tensors, initial[l]);
                        from = to;
                    }
                };
            case "Conv1d":
                return () => Convolution(layer, x, y, Tensor("weight"), parameters.GetValueOrDefault(layer.Name + ".bias"));
            case "LastStep" or "MeanOverTime" or "MaxOverTime":
                return () => Pool(layer.Kind, x, y, layer.OutputSize);
            default:
                return null;
        }
    }

    private sealed record Tensors(double[] Input, double[] Hidden, double[]? InputBias, double[]? HiddenBias)
    {
        public double InputSum(int row, ReadOnlySpan<double> x) => Sum(Input, InputBias, row, x);

        public double HiddenSum(int row, ReadOnlySpan<double> h) => Sum(Hidden, HiddenBias, row, h);

        private static double Sum(double[] weights, double[]? bias, int row, ReadOnlySpan<double> values)
        {
            double sum = bias?[row] ?? 0;
            for (int k = 0; k < values.Length; k++)
            {
                sum += weights[(row * values.Length) + k] * values[k];
            }

            return sum;
        }
    }

    /// <summary>What a stacked layer's h, then c, begin with.</summary>
    private static double[] Initial(LayerDescription layer, int number)
    {
        int hidden = layer.OutputSize, vectors = layer.Kind == "LSTM" ? 2 : 1;
        double[] state = new double[2 * hidden];
        for (int i = 0; i < vectors * hidden; i++)
        {
            state[i] = layer.Argument(string.Create(CultureInfo.InvariantCulture, $"initial_{(number * vectors * hidden) + i}"));
        }

        return state;
    }

    private void Recurrent(LayerDescription layer, double[] x, double[] y, int inputs, int hidden, Tensors tensors, double[] initial)
    {
        double[] h = new double[hidden], c = new double[hidden];
        for (int b = 0; b < count; b++)
        {
            Array.Copy(initial, h, hidden);
            Array.Copy(initial, hidden, c, 0, hidden);
            for (int t = 0; t < steps; t++)
            {
                ReadOnlySpan<double> input = x.AsSpan(((b * steps) + t) * inputs, inputs);
                Span<double> output = y.AsSpan(((b * steps) + t) * hidden, hidden);
                for (int u = 0; u < hidden; u++)
                {
                    output[u] = layer.Kind switch
                    {
                        "LSTM" => Lstm(tensors, input, h, c, u, hidden),
                        "GRU" => Gru(tensors, input, h, u, hidden),
                        _ => Rnn(tensors, input, h, u, layer.Argument("relu") != 0),
                    };
                }

                output.CopyTo(h);
            }
        }
    }

    private static double Lstm(Tensors tensors, ReadOnlySpan<double> x, double[] h, double[] c, int unit, int hidden)
    {
        double Gate(int gate, ReadOnlySpan<double> input) => tensors.InputSum((gate * hidden) + unit, input) + tensors.HiddenSum((gate * hidden) + unit, h);
        double i = DoubleActivations.Sigmoid(Gate(0, x)), f = DoubleActivations.Sigmoid(Gate(1, x)), g = Math.Tanh(Gate(2, x)), o = DoubleActivations.Sigmoid(Gate(3, x));
        c[unit] = (f * c[unit]) + (i * g);
        return o * Math.Tanh(c[unit]);
    }

    private static double Gru(Tensors tensors, ReadOnlySpan<double> x, double[] h, int unit, int hidden)
    {
        double r = DoubleActivations.Sigmoid(tensors.InputSum(unit, x) + tensors.HiddenSum(unit, h));
        double z = DoubleActivations.Sigmoid(tensors.InputSum(hidden + unit, x) + tensors.HiddenSum(hidden + unit, h));
        double n = Math.Tanh(tensors.InputSum((2 * hidden) + unit, x) + (r * tensors.HiddenSum((2 * hidden) + unit, h)));
        return ((1 - z) * n) + (z * h[unit]);
    }

    private static double Rnn(Tensors tensors, ReadOnlySpan<double> x, double[] h, int unit, bool isRelu)
    {
        double sum = tensors.InputSum(unit, x) + tensors.HiddenSum(unit, h);
        return isRelu ? Math.Max(sum, 0) : Math.Tanh(sum);
    }

    private void Convolution(LayerDescription layer, double[] x, double[] y, double[] weight, double[]? bias)
    {
        int kernel = (int)layer.Argument("kernel_size"), dilation = (int)layer.Argument("dilation", 1), groups = (int)layer.Argument("groups", 1);
        int inputs = layer.InputSize / groups, outputs = layer.OutputSize / groups;
        for (int row = 0; row < count * steps; row++)
        {
            for (int o = 0; o < layer.OutputSize; o++)
            {
                double sum = bias?[o] ?? 0;
                for (int k = 0; k < kernel; k++)
                {
                    int back = (kernel - 1 - k) * dilation;
                    for (int i = 0; i < inputs && row % steps >= back; i++)
                    {
                        sum += weight[(((o * inputs) + i) * kernel) + k] * x[((row - back) * layer.InputSize) + (o / outputs * inputs) + i];
                    }
                }

                y[(row * layer.OutputSize) + o] = sum;
            }
        }
    }

    private void Pool(string kind, double[] x, double[] y, int size)
    {
        for (int b = 0; b < count; b++)
        {
            int length = LengthOf(b);
            for (int i = 0; i < size; i++)
            {
                double At(int t) => x[(((b * steps) + t) * size) + i];
                double result = At(kind == "LastStep" ? length - 1 : 0);
                for (int t = 1; kind != "LastStep" && t < length; t++)
                {
                    result = kind == "MaxOverTime" ? Math.Max(result, At(t)) : result + At(t);
                }

                y[(b * size) + i] = kind == "MeanOverTime" ? result / length : result;
            }
        }
    }
}
