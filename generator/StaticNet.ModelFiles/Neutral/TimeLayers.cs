using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// The layers over time: their tensors, and what they compute, in double by PyTorch's definitions. A sequence is an array of steps. A Conv1d
/// is causal: behind F.pad(x, ((kernel_size − 1)·dilation, 0)).
/// </summary>
internal static class TimeLayers
{
    private static readonly string[] s_recurrent = ["weight_ih_l", "weight_hh_l", "bias_ih_l", "bias_hh_l"];

    /// <summary>Whether a step's result depends on the steps before it.</summary>
    public static bool HasMemory(string kind) => IsRecurrent(kind) || kind == "Conv1d";

    public static bool IsRecurrent(string kind) => kind is "LSTM" or "GRU" or "RNN";

    /// <summary>Whether it turns the steps of a sequence into one row.</summary>
    public static bool EndsTime(string kind) => kind is "LastStep" or "MeanOverTime" or "MaxOverTime";

    /// <summary>Rows of weights per unit.</summary>
    public static int Gates(string kind) => kind switch { "LSTM" => 4, "GRU" => 3, _ => 1 };

    /// <summary>Stacked layers.</summary>
    public static int Count(ImportedLayer layer) => Argument(layer, "num_layers", 1);

    /// <summary>Floats of state: h of each stacked layer (LSTM: h, c), or the past of a convolution, oldest step first.</summary>
    public static int StateSize(ImportedLayer layer) => IsRecurrent(layer.Kind) ? Count(layer) * (layer.Kind == "LSTM" ? 2 : 1) * layer.OutputSize
        : layer.Kind == "Conv1d" ? History(layer) * layer.InputSize
        : 0;

    /// <summary>The state that a stream begins with, in the order of <see cref="StateSize"/>: zeros, or what the layer's arguments initial_0, initial_1, … say.</summary>
    public static double[] InitialState(ImportedLayer layer)
    {
        var state = new double[StateSize(layer)];
        foreach ((string name, double value) in layer.Arguments)
        {
            if (InitialIndex(name) is int index && index < state.Length)
            {
                state[index] = value;
            }
        }

        return state;
    }

    /// <summary>A recurrent layer that begins at a state, unless that is zero.</summary>
    public static ImportedLayer Beginning(ImportedLayer layer, IReadOnlyList<float> state) => state.All(static value => value == 0)
        ? layer
        : layer with { Arguments = [.. layer.Arguments, .. state.Select(static (value, i) => ("initial_" + i.ToString(CultureInfo.InvariantCulture), (double)value))] };

    /// <summary>Which number of the initial state an argument is; null for other arguments.</summary>
    public static int? InitialIndex(string argument) =>
        argument.StartsWith("initial_", StringComparison.Ordinal) && int.TryParse(argument.Substring(8), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    /// <summary>The tensors that a layer may have, PyTorch's order.</summary>
    public static IEnumerable<string> Suffixes(ImportedLayer layer) =>
        Enumerable.Range(0, Count(layer)).SelectMany(static number => s_recurrent.Select(tensor => tensor + number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The shape that a tensor must have; null for a layer without memory.</summary>
    public static int[]? Shape(ImportedLayer layer, string suffix)
    {
        if (layer.Kind == "Conv1d")
        {
            return suffix == "bias" ? [layer.OutputSize] : [layer.OutputSize, layer.InputSize / Math.Max(1, Argument(layer, "groups", 1)), Argument(layer, "kernel_size", 1)];
        }

        if (!IsRecurrent(layer.Kind))
        {
            return null;
        }

        int rows = Gates(layer.Kind) * layer.OutputSize;
        return suffix.StartsWith("bias", StringComparison.Ordinal) ? [rows] : [rows, suffix == "weight_ih_l0" ? layer.InputSize : layer.OutputSize];
    }

    /// <summary>What a layer's arguments contradict, or null: kernels and groups that do not fit.</summary>
    public static string? Fault(ImportedLayer layer)
    {
        int groups = Argument(layer, "groups", 1);
        const int Most = 1 << 20;
        return layer.Kind == "Conv1d" && (groups < 1 || layer.InputSize % groups != 0 || layer.OutputSize % groups != 0) ? $"its {groups} groups do not divide {layer.InputSize} inputs and {layer.OutputSize} outputs"
            : layer.Kind == "Conv1d" && (Argument(layer, "kernel_size", 0) is < 1 or > Most || Argument(layer, "dilation", 1) is < 1 or > Most) ? "its kernel_size and dilation must be 1 or more"
            : IsRecurrent(layer.Kind) && Count(layer) is < 1 or > 64 ? "its num_layers must be from 1 to 64"
            : layer.Arguments.Count(static argument => InitialIndex(argument.Name) is not null) is int initial and > 0 && initial != (IsRecurrent(layer.Kind) ? StateSize(layer) : 0)
                ? $"it begins at a state of {initial} values, and its state has {StateSize(layer)}"
            : null;
    }

    /// <summary>What a layer writes.</summary>
    /// <param name="layer">A layer over time.</param>
    /// <param name="tensor">Its tensors by suffix.</param>
    /// <param name="x">The steps it reads.</param>
    /// <param name="state">Its state before them, overwritten by the one behind them.</param>
    public static double[][] Evaluate(ImportedLayer layer, Func<string, float[]?> tensor, double[][] x, double[] state)
    {
        switch (layer.Kind)
        {
            case "LastStep":
                return [x[x.Length - 1]];
            case "MeanOverTime":
                return [[.. x[0].Select((_, i) => x.Average(step => step[i]))]];
            case "MaxOverTime":
                return [[.. x[0].Select((_, i) => x.Max(step => step[i]))]];
            case "Conv1d":
                return Convolve(layer, tensor, x, state);
            default:
                int size = StateSize(layer) / Count(layer);
                for (int number = 0; number < Count(layer); number++)
                {
                    x = Recur(layer, suffix => tensor(suffix + number.ToString(CultureInfo.InvariantCulture)), x, state, number * size);
                }

                return x;
        }
    }

    private static double[][] Recur(ImportedLayer layer, Func<string, float[]?> tensor, double[][] x, double[] state, int start)
    {
        int units = layer.OutputSize;
        float[] inputWeights = tensor("weight_ih_l") ?? [], hiddenWeights = tensor("weight_hh_l") ?? [];
        float[]? inputBias = tensor("bias_ih_l"), hiddenBias = tensor("bias_hh_l");
        bool isReLU = Argument(layer, "relu", 0) != 0;
        double[] h = Slice(state, start, units), c = layer.Kind == "LSTM" ? Slice(state, start + units, units) : [];
        var y = new double[x.Length][];
        for (int step = 0; step < x.Length; step++)
        {
            double[] a = Affine(inputWeights, inputBias, x[step]), b = Affine(hiddenWeights, hiddenBias, h);
            double Sum(int gate, int unit) => a[(gate * units) + unit] + b[(gate * units) + unit];
            var next = new double[units];
            for (int unit = 0; unit < units; unit++)
            {
                if (layer.Kind == "LSTM")
                {
                    c[unit] = (Sigmoid(Sum(1, unit)) * c[unit]) + (Sigmoid(Sum(0, unit)) * Math.Tanh(Sum(2, unit)));
                    next[unit] = Sigmoid(Sum(3, unit)) * Math.Tanh(c[unit]);
                }
                else if (layer.Kind == "GRU")
                {
                    double n = Math.Tanh(a[(2 * units) + unit] + (Sigmoid(Sum(0, unit)) * b[(2 * units) + unit]));
                    next[unit] = n + (Sigmoid(Sum(1, unit)) * (h[unit] - n));
                }
                else
                {
                    next[unit] = isReLU ? Math.Max(0, Sum(0, unit)) : Math.Tanh(Sum(0, unit));
                }
            }

            y[step] = h = next;
        }

        h.CopyTo(state, start);
        c.CopyTo(state, start + units);
        return y;
    }

    private static double[][] Convolve(ImportedLayer layer, Func<string, float[]?> tensor, double[][] x, double[] state)
    {
        int inputs = layer.InputSize, outputs = layer.OutputSize, history = History(layer);
        int kernel = Argument(layer, "kernel_size", 1), dilation = Argument(layer, "dilation", 1), groups = Argument(layer, "groups", 1);
        int perGroup = inputs / groups, outputsPerGroup = outputs / groups;
        float[] weight = tensor("weight") ?? [];
        float[]? bias = tensor("bias");
        double[][] all = [.. Enumerable.Range(0, history).Select(step => Slice(state, step * inputs, inputs)), .. x];
        var y = new double[x.Length][];
        for (int step = 0; step < x.Length; step++)
        {
            y[step] = new double[outputs];
            for (int output = 0; output < outputs; output++)
            {
                double sum = bias?[output] ?? 0;
                int first = output / outputsPerGroup * perGroup;
                for (int tap = 0; tap < kernel; tap++)
                {
                    double[] from = all[step + (tap * dilation)];
                    for (int input = 0; input < perGroup; input++)
                    {
                        sum += weight[(((output * perGroup) + input) * kernel) + tap] * from[first + input];
                    }
                }

                y[step][output] = sum;
            }
        }

        for (int step = 0; step < history; step++)
        {
            all[x.Length + step].CopyTo(state, step * inputs);
        }

        return y;
    }

    private static int History(ImportedLayer layer) => (Argument(layer, "kernel_size", 1) - 1) * Argument(layer, "dilation", 1);

    private static double[] Affine(float[] weight, float[]? bias, double[] x)
    {
        var y = new double[weight.Length / x.Length];
        for (int row = 0; row < y.Length; row++)
        {
            double sum = bias?[row] ?? 0;
            int start = row * x.Length;
            for (int column = 0; column < x.Length; column++)
            {
                sum += weight[start + column] * x[column];
            }

            y[row] = sum;
        }

        return y;
    }

    private static double[] Slice(double[] values, int start, int count)
    {
        var slice = new double[count];
        Array.Copy(values, start, slice, 0, count);
        return slice;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static int Argument(ImportedLayer layer, string name, int otherwise)
    {
        foreach ((string argument, double value) in layer.Arguments)
        {
            if (argument == name)
            {
                return value >= int.MinValue && value <= int.MaxValue ? (int)value : 0;
            }
        }

        return otherwise;
    }
}
