using System;
using System.Collections.Generic;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>
/// A network computed layer by layer in double from its description: what the gradient check differentiates. Knows Linear, LayerNorm,
/// Dropout (does nothing outside training), and all activations.
/// </summary>
internal sealed class DoubleNetwork
{
    private readonly NetworkDescription _description;
    private readonly Loss _loss;
    private readonly LossOptions _options;
    private readonly List<Action<int>> _steps = [];
    private readonly double[] _inputs;
    private readonly double[] _scratch;
    private double[] _values;

    /// <summary>Prepares a network for batches of the same number of rows.</summary>
    /// <exception cref="NotSupportedException">A layer's kind is unknown; the message names it.</exception>
    public DoubleNetwork(NetworkDescription description, ParameterBuffer parameters, in LossOptions options, in Batch batch)
    {
        _description = description;
        _options = options;
        _loss = batch.HasLabels ? description.LabelLoss!.Value : description.NumberLoss;
        int rows = batch.Inputs.Length / description.InputSize, widest = description.InputSize;
        foreach (ParameterInfo parameter in description.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            parameters.CopyTo(parameter, values);
            Parameters.Add(parameter.Name, Array.ConvertAll(values, v => (double)v));
        }

        for (int i = 0; i < description.Layers.Length; i++)
        {
            LayerDescription layer = description.Layers[i];
            bool last = i == description.Layers.Length - 1;
            widest = Math.Max(widest, layer.OutputSize);
            if (!(last && DoubleLoss.ReadsPreActivation(_loss) && layer.Kind is "Softmax" or "Sigmoid"))
            {
                Add(layer);
            }
        }

        _inputs = new double[batch.Inputs.Length];
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = batch.Inputs[i];
        }

        _values = new double[rows * widest];
        _scratch = new double[rows * widest];
    }

    /// <summary>The parameters by name, in PyTorch's order; may be changed between calls of <see cref="Loss"/>.</summary>
    public Dictionary<string, double[]> Parameters { get; } = [];

    /// <summary>The mean loss of the batch the network was prepared for.</summary>
    public double Loss(in Batch batch)
    {
        int rows = batch.Inputs.Length / _description.InputSize;
        _inputs.CopyTo(_values, 0);
        foreach (Action<int> step in _steps)
        {
            step(rows);
        }

        return DoubleLoss.Mean(_loss, _options, _values.AsSpan(0, rows * _description.OutputSize), _description.OutputSize, batch);
    }

    private void Add(LayerDescription layer)
    {
        int size = layer.OutputSize;
        if (layer.Kind == "Linear")
        {
            double[] weight = Parameters[layer.Name + ".weight"];
            double[]? bias = Parameters.GetValueOrDefault(layer.Name + ".bias");
            _steps.Add(rows => Linear(rows, layer.InputSize, size, weight, bias));
        }
        else if (layer.Kind == "LayerNorm")
        {
            double epsilon = layer.Argument("eps", 1e-5);
            double[]? weight = Parameters.GetValueOrDefault(layer.Name + ".weight"), bias = Parameters.GetValueOrDefault(layer.Name + ".bias");
            _steps.Add(rows => Normalize(rows, size, weight, bias, epsilon));
        }
        else if (layer.Kind is "Softmax" or "LogSoftmax")
        {
            bool exponential = layer.Kind == "Softmax";
            _steps.Add(rows => Softmax(rows, size, exponential));
        }
        else if (DoubleActivations.Find(layer) is { } activation)
        {
            _steps.Add(rows =>
            {
                foreach (ref double value in _values.AsSpan(0, rows * size))
                {
                    value = activation(value);
                }
            });
        }
        else if (layer.Kind != "Dropout")
        {
            throw new NotSupportedException($"The gradient check cannot compute a layer of kind '{layer.Kind}' ('{layer.Name}' of {_description.Name}) in double; it knows Linear, LayerNorm, Dropout and the activations.");
        }
    }

    private void Linear(int rows, int inputs, int outputs, double[] weight, double[]? bias)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> x = _values.AsSpan(row * inputs, inputs);
            for (int o = 0; o < outputs; o++)
            {
                double sum = bias?[o] ?? 0;
                ReadOnlySpan<double> w = weight.AsSpan(o * inputs, inputs);
                for (int k = 0; k < w.Length; k++)
                {
                    sum += w[k] * x[k];
                }

                _scratch[(row * outputs) + o] = sum;
            }
        }

        _scratch.AsSpan(0, rows * outputs).CopyTo(_values);
    }

    private void Normalize(int rows, int size, double[]? weight, double[]? bias, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<double> x = _values.AsSpan(row * size, size);
            double mean = 0, variance = 0;
            foreach (double value in x)
            {
                mean += value / size;
            }

            foreach (double value in x)
            {
                variance += (value - mean) * (value - mean) / size;
            }

            for (int i = 0; i < size; i++)
            {
                x[i] = ((x[i] - mean) / Math.Sqrt(variance + epsilon) * (weight?[i] ?? 1)) + (bias?[i] ?? 0);
            }
        }
    }

    private void Softmax(int rows, int size, bool exponential)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<double> values = _values.AsSpan(row * size, size);
            DoubleActivations.LogSoftmax(values);
            if (exponential)
            {
                foreach (ref double value in values)
                {
                    value = Math.Exp(value);
                }
            }
        }
    }
}
