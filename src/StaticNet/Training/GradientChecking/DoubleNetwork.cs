using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>
/// A network computed layer by layer in double from its description: what the gradient check differentiates. Layers that train
/// otherwise than they infer (Dropout, BatchNorm1d) follow the batch the network was prepared for.
/// </summary>
internal sealed class DoubleNetwork
{
    private readonly NetworkDescription _description;
    private readonly Loss _loss;
    private readonly LossOptions _options;
    private readonly List<Action<int>> _steps = [];
    private readonly List<int> _rows = []; // of each step
    private readonly List<int> _firstSteps = []; // of each layer

    // One array per value: the network's input, then each layer's result.
    private readonly double[][] _values;

    /// <summary>Prepares a network for batches of the same number of rows.</summary>
    /// <exception cref="NotSupportedException">A layer's kind is unknown; the message names it.</exception>
    public DoubleNetwork(NetworkDescription description, ParameterBuffer parameters, in LossOptions options, in Batch batch)
        : this(description, parameters, options, batch, batch.HasLabels ? description.LabelLoss!.Value : description.NumberLoss, time: null)
    {
    }

    /// <summary>Prepares a network with memory: its rows are the steps of sequences.</summary>
    public DoubleNetwork(NetworkDescription description, ParameterBuffer parameters, in LossOptions options, in Batch batch, Loss loss, DoubleTime? time)
    {
        _description = description;
        _options = options;
        _loss = loss;
        int rows = batch.Inputs.Length / description.InputSize;
        foreach (ParameterInfo parameter in description.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            parameters.CopyTo(parameter, values);
            Parameters.Add(parameter.Name, Array.ConvertAll(values, v => (double)v));
        }

        _values = new double[description.Layers.Length + 1][];
        _values[0] = new double[batch.Inputs.Length];
        for (int i = 0; i < _values[0].Length; i++)
        {
            _values[0][i] = batch.Inputs[i];
        }

        for (int i = 0; i < description.Layers.Length; i++)
        {
            LayerDescription layer = description.Layers[i];
            bool last = i == description.Layers.Length - 1;
            _firstSteps.Add(_steps.Count);
            rows = time is not null && DoubleTime.Ends(layer.Kind) ? time.Count : rows;
            _values[i + 1] = new double[rows * layer.OutputSize];
            bool isInLoss = last && ((DoubleLoss.ReadsPreActivation(_loss) && layer.Kind is "Softmax" or "Sigmoid") || (_loss == StaticNet.Loss.Perceptron && layer.Kind == "Step"));
            if (isInLoss)
            {
                _values[i + 1] = _values[i];
            }
            else if (time?.Step(layer, _values[i], _values[i + 1], Parameters) is Action step)
            {
                _steps.Add(_ => step());
            }
            else
            {
                Add(layer, i, batch);
            }

            _rows.AddRange(Enumerable.Repeat(rows, _steps.Count - _rows.Count));
        }
    }

    /// <summary>The parameters by name, in PyTorch's order; may be changed between calls of <see cref="Loss"/>.</summary>
    public Dictionary<string, double[]> Parameters { get; } = [];

    /// <summary>The mean loss of the batch the network was prepared for.</summary>
    public double Loss(in Batch batch)
    {
        Run();
        int rows = batch.Inputs.Length / _description.InputSize;
        return DoubleLoss.Mean(_description, _loss, _options, _values[^1].AsSpan(0, rows * _description.OutputSize), batch);
    }

    /// <summary>The last layer's values, before an activation that belongs to the loss.</summary>
    public ReadOnlySpan<double> Run()
    {
        for (int i = 0; i < _steps.Count; i++)
        {
            _steps[i](_rows[i]);
        }

        return _values[^1];
    }

    /// <summary>The network's input (0), or the values of the layer before this index; <see cref="RunFrom(int)"/> goes on from changed ones.</summary>
    public double[] Values(int layer) => _values[layer];

    /// <summary>Computes the layers from this index on anew, and the mean loss.</summary>
    public double RunFrom(int layer, in Batch batch)
    {
        double[] predictions = [.. RunFrom(layer)]; // the loss overwrites them
        return DoubleLoss.Mean(_description, _loss, _options, predictions, batch);
    }

    /// <summary>Computes the layers from this index on anew; the last layer's values.</summary>
    public ReadOnlySpan<double> RunFrom(int layer)
    {
        for (int i = layer < _firstSteps.Count ? _firstSteps[layer] : _steps.Count; i < _steps.Count; i++)
        {
            _steps[i](_rows[i]);
        }

        return _values[^1];
    }

    private void Add(LayerDescription layer, int index, in Batch batch)
    {
        int size = layer.OutputSize, inputs = layer.InputSize;
        double[] x = _values[index], y = _values[index + 1];
        double[]? weight = Parameters.GetValueOrDefault(layer.Name + ".weight"), bias = Parameters.GetValueOrDefault(layer.Name + ".bias");
        double epsilon = layer.Argument("eps", 1e-5);
        switch (layer.Kind)
        {
            case "Linear":
                _steps.Add(rows => DoubleLayers.Linear(x, y, rows, inputs, size, weight!, bias));
                break;
            case "LayerNorm":
                _steps.Add(rows => DoubleLayers.LayerNorm(x, y, rows, size, weight, bias, epsilon));
                break;
            case "RMSNorm":
                double root = layer.Argument("eps", Math.Pow(2, -23));
                _steps.Add(rows => DoubleLayers.RMSNorm(x, y, rows, size, weight, root));
                break;
            case "BatchNorm1d" when batch.IsTraining:
                _steps.Add(rows => DoubleLayers.BatchNorm(x, y, rows, size, weight, bias, epsilon));
                break;
            case "BatchNorm1d":
                double[] mean = Parameters[layer.Name + ".running_mean"], variance = Parameters[layer.Name + ".running_var"];
                _steps.Add(rows => DoubleLayers.BatchNorm(x, y, rows, size, weight, bias, epsilon, mean, variance));
                break;
            case "Dropout" when batch.IsTraining:
                double[] mask = DoubleLayers.DropoutMask(x.Length / size, size, (float)layer.Argument("p"), batch.DropoutSeed, index);
                _steps.Add(rows => DoubleLayers.Multiply(x, mask, y));
                break;
            case "Dropout" or "FreeParameter":
                _steps.Add(rows => x.CopyTo(y, 0));
                break;
            case "ScaleShift":
                double[]? center = Parameters.GetValueOrDefault(layer.Name + ".mean");
                double[] scale = Parameters[layer.Name + ".scale"], shift = Parameters[layer.Name + ".shift"];
                _steps.Add(rows => DoubleLayers.ScaleShift(x, y, center, scale, shift));
                break;
            case "Standardize" or "MinMax":
                bool isRange = layer.Kind == "MinMax", isInverse = layer.Argument("inverse") != 0;
                double[] middle = Parameters[layer.Name + (isRange ? ".min" : ".mean")], spread = Parameters[layer.Name + (isRange ? ".max" : ".std")];
                double[] width = isRange ? [.. spread.Zip(middle, static (max, min) => max - min)] : spread;
                _steps.Add(rows => DoubleLayers.Scaling(x, y, middle, width, layer.Argument("low"), layer.Argument("high", 1), isInverse));
                break;
            case "PReLU":
                _steps.Add(rows => DoubleLayers.PReLU(x, y, size, weight!));
                break;
            case "Residual":
                double[] added = _values[(int)layer.Argument("from")];
                int first = (int)layer.Argument("first", 0);
                _steps.Add(rows => DoubleLayers.AddColumns(x, added, y, rows, size, first));
                break;
            case "Concat":
                double[] appended = _values[(int)layer.Argument("from")];
                int firstAppended = (int)layer.Argument("first", 0);
                _steps.Add(rows => DoubleLayers.Concat(x, inputs, appended, firstAppended, size - inputs, y, rows));
                break;
            case "Select":
                (int source, int[] indices) = Selection(layer, index);
                double[] selected = _values[source];
                _steps.Add(rows => DoubleLayers.Select(selected, selected.Length / (y.Length / size), indices, y, rows));
                break;
            case "Softmax" or "LogSoftmax":
                bool exponential = layer.Kind == "Softmax";
                _steps.Add(rows => DoubleLayers.Softmax(x, y, rows, size, exponential));
                break;
            default:
                Func<double, double> activation = DoubleActivations.Find(layer) ?? throw new NotSupportedException(
                    $"The gradient check cannot compute a layer of kind '{layer.Kind}' ('{layer.Name}' of {_description.Name}) in double; it knows Linear, LayerNorm, RMSNorm, BatchNorm1d, ScaleShift, Standardize, MinMax, Dropout, PReLU, Residual, Concat, Select and the activations.");
                _steps.Add(rows =>
                {
                    for (int i = 0; i < y.Length; i++)
                    {
                        y[i] = activation(x[i]);
                    }
                });
                break;
        }
    }

    /// <summary>The value that a Select reads, and the positions it takes.</summary>
    private static (int Source, int[] Indices) Selection(LayerDescription layer, int index)
    {
        var indices = new int[layer.OutputSize];
        int start = (int)layer.Argument("start", -1);
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = start >= 0 ? start + i : (int)layer.Argument(i.ToString(CultureInfo.InvariantCulture));
        }

        return ((int)layer.Argument("from", index), indices);
    }
}
