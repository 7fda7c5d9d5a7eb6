using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Json;

/// <summary>
/// A model in RTNeural's JSON: <c>in_shape</c> and <c>layers</c>, each with its type, the size it says it writes, its weights in Keras' layout
/// and the activation behind it. AIDA-X adds the input (<c>in_skip</c>), gains in dB, and a sequence of inputs and outputs.
/// </summary>
internal sealed class RTNeuralImporter
{
    private const int MaximumLayers = 4096;

    private readonly ImportedModel _model = new();
    private int _width;
    private string _before = "";

    private RTNeuralImporter()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">A layer is of an unknown kind, or what the file says and what it holds differ.</exception>
    public static ImportedModel Import(Dictionary<string, object?> members)
    {
        var importer = new RTNeuralImporter();
        importer.Read(members);
        return importer._model;
    }

    private void Read(Dictionary<string, object?> members)
    {
        _width = _model.InputSize = LastSize(members["in_shape"], "in_shape");
        _before = $"in_shape says {_width}";
        if (members["layers"] is not List<object?> layers || layers.Count == 0)
        {
            throw new ModelFileException("", "", "its 'layers' is no list of layers");
        }

        if (layers.Count > MaximumLayers)
        {
            throw new ModelFileException("", "", $"it lists {layers.Count} layers; at most {MaximumLayers} are compiled into a program");
        }

        int input = AddGain(members, "in_gain", -1);
        for (int i = 0; i < layers.Count; i++)
        {
            Add(new RTNeuralLayer(layers[i], i));
        }

        double skip = Number(members, "in_skip") ?? Number(members, "skip") ?? 0;
        if (skip != 0)
        {
            AddSkip(skip, input);
        }

        AddGain(members, "out_gain", _model.Layers.Count - 1);
        AddVectors(members);
    }

    private void Add(RTNeuralLayer layer)
    {
        int outputs = layer.Size;
        switch (layer.Type)
        {
            case "dense" or "time-distributed-dense":
                JsonTensor kernel = layer.Weights(0);
                layer.CheckKernel(kernel, _width, outputs, _before, $"its shape says {outputs} outputs");
                AddLayer("Linear", layer, outputs);
                AddTensor("weight", KerasWeights.Transposed(kernel));
                AddBias(layer, outputs);
                break;
            case "lstm" or "gru":
                AddRecurrent(layer, layer.Type == "lstm" ? "LSTM" : "GRU", outputs);
                break;
            case "conv1d":
                AddConvolution(layer, outputs);
                break;
            case "batchnorm":
                AddNorm(layer, outputs);
                break;
            case "prelu":
                AddLayer("PReLU", layer, Same(layer, outputs));
                JsonTensor slopes = layer.Weights(0);
                AddTensor("weight", slopes.Values.Length == 1 || slopes.Values.Length == outputs ? new([slopes.Values.Length], slopes.Values)
                    : throw layer.Fault($"it says {outputs} values and holds {slopes.Values.Length} slopes"));
                break;
            case "activation":
                Same(layer, outputs);
                if (layer.Activation.Length == 0)
                {
                    throw layer.Fault("it is an activation and says none");
                }

                break;
            default:
                throw layer.Fault("layers of this type are not supported; dense, time-distributed-dense, lstm, gru, conv1d, batchnorm, prelu and activation are");
        }

        // A cell's own activation is the tanh of its formula.
        bool isCell = layer.Type is "lstm" or "gru";
        if (isCell && layer.Activation is not ("" or "tanh"))
        {
            throw layer.Fault($"its activation is '{layer.Activation}'; tanh, or none given, is supported");
        }

        if (!isCell && KerasWeights.Activation(layer) is string activation)
        {
            _model.Layers.Add(new ImportedLayer(activation, Index(), _width, _width, [_model.Layers.Count - 1]));
        }
    }

    private void AddRecurrent(RTNeuralLayer layer, string kind, int units)
    {
        int gates = TimeLayers.Gates(kind);
        string said = $"its shape says {units} units";
        JsonTensor kernel = layer.Weights(0), recurrent = layer.Weights(1), bias = layer.Weights(2);
        layer.CheckUnits(recurrent, gates, units, said);
        layer.CheckKernel(kernel, _width, gates * units, _before, said);
        AddLayer(kind, layer, units);
        AddTensor("weight_ih_l0", KerasWeights.Gates(kernel, kind));
        AddTensor("weight_hh_l0", KerasWeights.Gates(recurrent, kind));
        if (kind == "LSTM")
        {
            float[] sum = bias.Shape.Length == 1 && bias.Values.Length == gates * units ? bias.Values
                : throw layer.Fault($"{said}, which need a bias of {gates * units} values, and it holds {bias.Shown}");
            AddTensor("bias_ih_l0", new([sum.Length], sum));
            AddTensor("bias_hh_l0", new([sum.Length], new float[sum.Length]));
        }
        else
        {
            if (bias.Shape.Length == 1)
            {
                throw layer.Fault($"its bias is {bias.Shown}: that is a GRU with reset_after = False, which computes the candidate from r·h; reset_after = True, Keras' default, is supported, with a bias of [2, {gates * units}]");
            }

            if (!bias.Shape.SequenceEqual([2, gates * units]))
            {
                throw layer.Fault($"{said}, which need a bias of [2, {gates * units}], and it holds {bias.Shown}");
            }

            AddTensor("bias_ih_l0", KerasWeights.GruBias(bias, 0));
            AddTensor("bias_hh_l0", KerasWeights.GruBias(bias, 1));
        }
    }

    private void AddConvolution(RTNeuralLayer layer, int outputs)
    {
        int kernel = layer.Whole("kernel_size", 1), dilation = layer.Whole("dilation", 1), groups = layer.Whole("groups", 1), strides = layer.Whole("strides", 1);
        if (strides != 1)
        {
            throw layer.Fault($"its strides are {strides}; 1 is supported");
        }

        int inputs = _width;
        string arrives = _before;
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw layer.Fault($"its {groups} groups do not divide the {inputs} values that arrive ({arrives}) and the {outputs} that it writes");
        }

        AddLayer("Conv1d", layer, outputs, ("kernel_size", kernel), ("dilation", dilation), ("groups", groups));
        JsonTensor weights = layer.Weights(0);
        if (!weights.Shape.SequenceEqual([kernel, inputs / groups, outputs]))
        {
            throw layer.Fault($"it says kernel_size {kernel}, {groups} {(groups == 1 ? "group" : "groups")} and {outputs} outputs for {inputs} inputs ({arrives}), which need [{kernel}, {inputs / groups}, {outputs}], and it holds {weights.Shown}");
        }

        AddTensor("weight", KerasWeights.Kernel(weights));
        AddBias(layer, outputs);
    }

    private void AddNorm(RTNeuralLayer layer, int outputs)
    {
        int count = layer.WeightCount;
        if (count is not (2 or 4))
        {
            throw layer.Fault($"it holds {count} weights; gamma, beta, mean and variance are expected, or mean and variance");
        }

        AddLayer("BatchNorm1d", layer, Same(layer, outputs), ("eps", layer.Number("epsilon") ?? 1e-3));
        string[] suffixes = ["weight", "bias", "running_mean", "running_var"];
        for (int i = 0; i < count; i++)
        {
            JsonTensor values = layer.Weights(i);
            AddTensor(suffixes[i + 4 - count], values.Shape.SequenceEqual([outputs]) ? values : throw layer.Fault($"it says {outputs} values and holds {values.Shown} in weight {i}"));
        }
    }

    private int Same(RTNeuralLayer layer, int outputs) =>
        outputs == _width ? outputs : throw layer.Fault($"its shape says {outputs} values, and {_before}");

    private void AddBias(RTNeuralLayer layer, int outputs)
    {
        if (layer.WeightCount > 1)
        {
            JsonTensor bias = layer.Weights(1);
            AddTensor("bias", bias.Shape.SequenceEqual([outputs]) ? bias : throw layer.Fault($"its shape says {outputs} outputs, and its bias is {bias.Shown}"));
        }
    }

    private void AddLayer(string kind, RTNeuralLayer layer, int outputs, params (string Name, double Value)[] arguments)
    {
        _model.Layers.Add(new ImportedLayer(kind, Index(), _width, outputs, [_model.Layers.Count - 1], arguments));
        _before = $"{layer.Shown} writes {outputs}";
        _width = outputs;
    }

    private void AddTensor(string suffix, JsonTensor tensor)
    {
        int layer = _model.Layers.Count - 1;
        _model.Tensors.Add(new ImportedTensor(layer, $"{_model.Layers[layer].Name}.{suffix}", tensor.Shape, tensor.Values));
    }

    private string Index() => _model.Layers.Count.ToString(CultureInfo.InvariantCulture);

    /// <summary>AIDA-X: the first input channel is added to the output.</summary>
    private void AddSkip(double skip, int input)
    {
        if (skip != 1 || _width != 1)
        {
            throw new ModelFileException("", "", $"its in_skip is {skip.ToString("R", CultureInfo.InvariantCulture)} with {_width} outputs; 1 with one output, or 0, is supported");
        }

        (string, double)[] part = _model.InputSize == 1 ? [] : [("first", 0.0)];
        _model.Layers.Add(new ImportedLayer("Add", Index(), 1, 1, [_model.Layers.Count - 1, input], part));
    }

    /// <summary>
    /// AIDA-X's applyModel (rt-neural-generic.cpp): a factor of 10^(dB/20) on the sound, which is the first input, or on the output behind the
    /// skip; -90 dB and less are silence. The parameters beside the sound keep their values.
    /// </summary>
    private int AddGain(Dictionary<string, object?> members, string name, int source)
    {
        const double Silence = -90;
        double gain = Number(members, name) ?? 0;
        if (gain == 0)
        {
            return source;
        }

        if (!(Math.Abs(gain) <= 200))
        {
            throw new ModelFileException("", "", $"its {name} is {gain.ToString("R", CultureInfo.InvariantCulture)} dB; a number from -200 to 200 is expected");
        }

        float factor = gain > Silence ? (float)Math.Pow(10, gain / 20) : 0;
        bool isInput = source < 0;
        int size = isInput ? _model.InputSize : _width;
        _model.Layers.Add(new ImportedLayer("ScaleShift", Index(), size, size, [source]));
        AddTensor("scale", new([size], [.. Enumerable.Range(0, size).Select(i => isInput && i > 0 ? 1 : factor)]));
        return _model.Layers.Count - 1;
    }

    private void AddVectors(Dictionary<string, object?> members)
    {
        bool hasInputs = members.TryGetValue("input_batch", out object? inputs), hasOutputs = members.TryGetValue("output_batch", out object? outputs);
        if (!hasInputs && !hasOutputs)
        {
            return;
        }

        if (!hasInputs || !hasOutputs)
        {
            throw new ModelFileException("", "", $"it has {(hasInputs ? "'input_batch' and no 'output_batch'" : "'output_batch' and no 'input_batch'")}");
        }

        float[] x = JsonTensor.Read(inputs, "'input_batch'").Values, y = JsonTensor.Read(outputs, "'output_batch'").Values;
        int steps = x.Length / _model.InputSize;
        if (steps == 0 || x.Length != steps * _model.InputSize || y.Length != (long)steps * _width)
        {
            throw new ModelFileException("", "", $"its input_batch has {x.Length} values and its output_batch {y.Length}, which are not as many steps of {_model.InputSize} inputs and {_width} outputs");
        }

        _model.Cases.Add((x, y));
    }

    private static double? Number(Dictionary<string, object?> members, string name) => !members.TryGetValue(name, out object? value) || value is null ? null
        : value is double number ? number
        : throw new ModelFileException("", "", $"its {name} is {JsonTensor.Kind(value)}, expected a number");

    /// <summary>The last number of a shape: values per step.</summary>
    internal static int LastSize(object? shape, string what)
    {
        const int Most = 1 << 20;
        return shape is List<object?> { Count: > 0 } list && list[list.Count - 1] is double size && size >= 1 && size <= Most && size == Math.Floor(size) ? (int)size
            : throw new ModelFileException("", "", $"{what} is {JsonTensor.Kind(shape)} that does not end with a size; [null, null, 1] is expected for one value per step");
    }
}
