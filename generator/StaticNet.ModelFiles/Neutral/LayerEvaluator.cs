using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// Computes in double what an imported layer list says, one row at a time, by PyTorch's definitions of the layers in evaluation
/// mode. It is the reference against which imports and stored test vectors are checked.
/// </summary>
internal sealed class LayerEvaluator
{
    private readonly ImportedModel _model;
    private readonly Dictionary<string, float[]>[] _tensors;

    /// <summary>Prepares a model for evaluation.</summary>
    /// <exception cref="NotSupportedException">A layer is of a kind that has no definition here.</exception>
    public LayerEvaluator(ImportedModel model)
    {
        _model = model;
        _tensors = [.. model.Layers.Select(_ => new Dictionary<string, float[]>(StringComparer.Ordinal))];
        foreach (ImportedTensor tensor in model.Tensors)
        {
            _tensors[tensor.Layer][tensor.Name.Substring(tensor.Name.LastIndexOf('.') + 1)] = tensor.Values;
        }
    }

    /// <summary>The network's outputs for one row of inputs.</summary>
    public double[] Evaluate(double[] row)
    {
        var values = new double[_model.Layers.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = EvaluateLayer(i, source => source < 0 ? row : values[source]);
        }

        return values.Length == 0 ? row : values[values.Length - 1];
    }

    /// <summary>The network's outputs for the steps of a sequence, or its one output where it is many to one.</summary>
    /// <param name="steps">The inputs.</param>
    /// <param name="state">The states of all layers in order, overwritten by those behind the last step; null to begin as a new stream does.</param>
    public double[][] EvaluateSequence(double[][] steps, double[]? state = null)
    {
        var values = new double[_model.Layers.Count][][];
        int first = 0;
        for (int i = 0; i < values.Length; i++)
        {
            ImportedLayer layer = _model.Layers[i];
            double[][] Rows(int source) => source < 0 ? steps : values[source];
            if (TimeLayers.HasMemory(layer.Kind) || TimeLayers.EndsTime(layer.Kind))
            {
                int index = i;
                double[] own = TimeLayers.InitialState(layer);
                Array.Copy(state ?? own, state is null ? 0 : first, own, 0, own.Length);
                values[i] = TimeLayers.Evaluate(layer, suffix => Tensor(index, suffix), Rows(layer.Inputs[0]), own);
                own.CopyTo(state ?? own, state is null ? 0 : first);
                first += own.Length;
            }
            else
            {
                values[i] = [.. Enumerable.Range(0, Rows(layer.Inputs[0]).Length).Select(step => EvaluateLayer(i, source => Rows(source)[step]))];
            }
        }

        return values.Length == 0 ? steps : values[values.Length - 1];
    }

    /// <summary>What one layer writes.</summary>
    /// <param name="index">The layer.</param>
    /// <param name="source">Gives the values that a layer wrote, or the network's input for -1.</param>
    public double[] EvaluateLayer(int index, Func<int, double[]> source)
    {
        ImportedLayer layer = _model.Layers[index];
        double[] x = source(layer.Inputs[0]);
        float[]? weight = Tensor(index, "weight");
        float[]? bias = Tensor(index, "bias");
        switch (layer.Kind)
        {
            case "Linear":
                return Linear(x, weight ?? [], bias, layer.OutputSize);
            case "LayerNorm":
                double mean = x.Average();
                double deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + Argument(layer, "eps", 1e-5));
                return Map(x, (v, i) => ((v - mean) / deviation * At(weight, i, 1)) + At(bias, i, 0));
            case "RMSNorm":
                double root = Math.Sqrt(x.Average(v => v * v) + Argument(layer, "eps", 1.1920928955078125e-7));
                return Map(x, (v, i) => v / root * At(weight, i, 1));
            case "BatchNorm1d":
                double epsilon = Argument(layer, "eps", 1e-5);
                float[]? means = Tensor(index, "running_mean");
                float[]? variances = Tensor(index, "running_var");
                return Map(x, (v, i) => ((v - At(means, i, 0)) / Math.Sqrt(At(variances, i, 1) + epsilon) * At(weight, i, 1)) + At(bias, i, 0));
            case "ScaleShift":
                (float[]? center, float[]? scale, float[]? shift) = (Tensor(index, "mean"), Tensor(index, "scale"), Tensor(index, "shift"));
                return Map(x, (v, i) => ((v - At(center, i, 0)) * At(scale, i, 1)) + At(shift, i, 0));
            case "Standardize":
            case "MinMax":
                return Scaling(x, index, layer);
            case "PReLU":
                return Map(x, (v, i) => v >= 0 ? v : At(weight, i, 0.25) * v);
            case "Add":
                double[][] summands = [.. layer.Inputs.Skip(1).Select(source)];
                int first = (int)Argument(layer, "first", 0);
                return Map(x, (v, i) => v + summands.Sum(summand => summand[first + i]));
            case "Concat" when layer.Arguments.Any(static argument => argument.Name == "first"):
                return [.. x, .. source(layer.Inputs[1]).Skip((int)Argument(layer, "first", 0)).Take(layer.OutputSize - layer.InputSize)];
            case "Concat":
                return [.. layer.Inputs.SelectMany(source)];
            case "Select":
                return Array.ConvertAll(Selection.Indices(layer, x.Length) ?? throw new NotSupportedException($"layer '{layer.Name}' takes values that are not there"), index => x[index]);
            case "Dropout":
                return x;
            case "Softmax":
                double[] scores = Softmax(x, out double total);
                return Map(scores, (v, _) => v / total);
            case "LogSoftmax":
                double largest = x.Max();
                _ = Softmax(x, out double sum);
                return Map(x, (v, _) => v - largest - Math.Log(sum));
            default:
                double p = Argument(layer, LayerFunctions.Parameter(layer.Kind), LayerFunctions.Default(layer.Kind));
                double q = Argument(layer, "max_val", 1);
                return Map(x, (v, _) => LayerFunctions.Evaluate(layer.Kind, v, p, q));
        }
    }

    private double[] Scaling(double[] x, int index, ImportedLayer layer)
    {
        bool isRange = layer.Kind == "MinMax";
        float[]? center = Tensor(index, isRange ? "min" : "mean"), spread = Tensor(index, isRange ? "max" : "std");
        double low = Argument(layer, "low", 0), width = Argument(layer, "high", 1) - low;
        bool isInverse = Argument(layer, "inverse", 0) != 0;
        return Map(x, (v, i) =>
        {
            double scale = At(spread, i, 1) - (isRange ? At(center, i, 0) : 0);
            scale = scale == 0 ? 1 : scale;
            return isInverse ? ((v - low) / width * scale) + At(center, i, 0) : ((v - At(center, i, 0)) / scale * width) + low;
        });
    }

    private static double[] Linear(double[] x, float[] weight, float[]? bias, int outputs)
    {
        var y = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double sum = At(bias, o, 0);
            int row = o * x.Length;
            for (int k = 0; k < x.Length; k++)
            {
                sum += weight[row + k] * x[k];
            }

            y[o] = sum;
        }

        return y;
    }

    private static double[] Softmax(double[] x, out double total)
    {
        double largest = x.Max();
        double[] powers = Map(x, (v, _) => Math.Exp(v - largest));
        total = powers.Sum();
        return powers;
    }

    private static double[] Map(double[] x, Func<double, int, double> function)
    {
        var y = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = function(x[i], i);
        }

        return y;
    }

    // One number for all features, or one for each.
    private static double At(float[]? values, int index, double otherwise) =>
        values is null || values.Length == 0 ? otherwise : values[values.Length == 1 ? 0 : index];

    private float[]? Tensor(int layer, string suffix) => _tensors[layer].TryGetValue(suffix, out float[]? values) ? values : null;

    // The generated class holds arguments as float.
    private static double Argument(ImportedLayer layer, string name, double otherwise)
    {
        foreach ((string argument, double value) in layer.Arguments)
        {
            if (argument == name)
            {
                return (float)value;
            }
        }

        return otherwise;
    }
}
