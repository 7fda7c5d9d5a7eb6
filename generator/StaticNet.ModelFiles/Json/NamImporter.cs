using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Json;

/// <summary>
/// A model of Neural Amp Modeler (.nam): WaveNet, stacks of dilated causal convolutions with the input mixed in, residual connections and summed
/// heads; or LSTM. The weights are one list in the order of the layers.
/// </summary>
internal sealed class NamImporter
{
    private const int MostLayers = 4096;

    private readonly ImportedModel _model = new() { InputSize = 1 };
    private readonly float[] _weights;
    private int _used;

    private NamImporter(float[] weights) => _weights = weights;

    /// <summary>Whether an object is a model of Neural Amp Modeler.</summary>
    public static bool IsModel(Dictionary<string, object?> members) => members.ContainsKey("architecture") && members.ContainsKey("config") && members.ContainsKey("weights");

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It is of another architecture, or holds another number of weights than its layers have.</exception>
    public static ImportedModel Import(Dictionary<string, object?> members)
    {
        if (members["config"] is not Dictionary<string, object?> config)
        {
            throw Problem($"its config is {JsonTensor.Kind(members["config"])}, expected an object");
        }

        var importer = new NamImporter(JsonTensor.Read(members["weights"], "its 'weights'").Values);
        switch (members["architecture"] as string)
        {
            case "WaveNet":
                importer.ReadWaveNet(config);
                break;
            case "LSTM":
                importer.ReadLstm(config);
                break;
            default:
                throw Problem($"its architecture is {(members["architecture"] is string name ? $"'{name}'" : JsonTensor.Kind(members["architecture"]))}; WaveNet and LSTM are supported");
        }

        return importer._used == importer._weights.Length ? importer._model
            : throw Problem($"its layers have {importer._used} weights, and it holds {importer._weights.Length}; the file contradicts itself");
    }

    private void ReadWaveNet(Dictionary<string, object?> config)
    {
        if (config.TryGetValue("head", out object? head) && head is not null)
        {
            throw Problem("its config has a head of layers behind the stacks, which is not supported");
        }

        if (!config.TryGetValue("layers", out object? listed) || listed is not List<object?> { Count: > 0 } arrays)
        {
            throw Problem("its config has no list of layers");
        }

        (int value, int width, int sum) = (-1, 1, -2);
        for (int i = 0; i < arrays.Count; i++)
        {
            var array = new NamArray(arrays[i] as Dictionary<string, object?> ?? throw Problem($"array {i} of its layers is {JsonTensor.Kind(arrays[i])}, expected an object"), i);
            if (array.Inputs != width || array.Condition != 1)
            {
                throw array.Fault($"it reads {array.Inputs} values and a condition of {array.Condition}; {width} and 1 are there");
            }

            if (sum != -2 && _model.Layers[sum].OutputSize != array.Channels)
            {
                throw array.Fault($"its heads have {array.Channels} channels, and those before it give {_model.Layers[sum].OutputSize}");
            }

            (value, sum) = ReadArray(array, value, sum);
            width = array.Channels;
            sum = Linear($"{i}.head_rechannel", array.Channels, array.HeadSize, sum, array.HasHeadBias);
        }

        float scale = Take(1)[0];
        if (config.TryGetValue("head_scale", out object? said) && said is double number && (float)number != scale)
        {
            throw Problem($"its config says head_scale = {number.ToString("R", CultureInfo.InvariantCulture)}, and its last weight is {scale.ToString("R", CultureInfo.InvariantCulture)}; the file contradicts itself");
        }

        // The last layer's weights and bias take the factor, rounded once.
        for (int i = 0; i < _model.Tensors.Count; i++)
        {
            if (_model.Tensors[i].Layer == sum)
            {
                _model.Tensors[i] = _model.Tensors[i] with { Values = Array.ConvertAll(_model.Tensors[i].Values, weight => (float)((double)scale * weight)) };
            }
        }

        MoveToEnd(sum);
    }

    /// <summary>One stack: what it passes on, and the sum of its heads.</summary>
    private (int Value, int Sum) ReadArray(NamArray array, int value, int sum)
    {
        int channels = array.Channels;
        value = Linear($"{array.Index}.rechannel", array.Inputs, channels, value, hasBias: false);
        for (int i = 0; i < array.Dilations.Length; i++)
        {
            string name = $"{array.Index}.layers.{i.ToString(CultureInfo.InvariantCulture)}";
            int convolved = Add("Conv1d", $"{name}.conv", channels, channels, [value], ("kernel_size", array.Kernel), ("dilation", array.Dilations[i]));
            Tensor(convolved, "weight", channels, channels, array.Kernel);
            Tensor(convolved, "bias", channels);
            int mixed = Linear($"{name}.input_mixer", 1, channels, -1, hasBias: false);
            int activated = Add(array.Activation, $"{name}.activation", channels, channels, [Add("Add", $"{name}.mixed", channels, channels, [convolved, mixed])]);
            sum = sum == -2 ? activated : Add("Add", $"{name}.head", channels, channels, [sum, activated]);
            int projected = Linear($"{name}.1x1", channels, channels, activated, hasBias: true);
            value = Add("Add", $"{name}.residual", channels, channels, [value, projected]);
        }

        return (value, sum);
    }

    private void ReadLstm(Dictionary<string, object?> config)
    {
        int inputs = NamArray.Whole(config, "input_size", "its config"), units = NamArray.Whole(config, "hidden_size", "its config"), layers = NamArray.Whole(config, "num_layers", "its config");
        if (inputs != 1 || layers > 64)
        {
            throw Problem($"its config says input_size = {inputs} and num_layers = {layers}; 1 and at most 64 are supported");
        }

        int value = Add("LSTM", "lstm", 1, units, [-1], ("num_layers", layers));
        var state = new List<float>();
        for (int number = 0; number < layers; number++)
        {
            int width = number == 0 ? 1 : units;
            float[] both = Take(4L * units * (width + units));
            float[] Columns(int first, int count) => [.. Enumerable.Range(0, 4 * units).SelectMany(row => both.Skip((row * (width + units)) + first).Take(count))];
            string suffix = "_l" + number.ToString(CultureInfo.InvariantCulture);
            AddTensor(value, "weight_ih" + suffix, [4 * units, width], Columns(0, width));
            AddTensor(value, "weight_hh" + suffix, [4 * units, units], Columns(width, units));
            AddTensor(value, "bias_ih" + suffix, [4 * units], Take(4 * units));
            AddTensor(value, "bias_hh" + suffix, [4 * units], new float[4 * units]);
            state.AddRange(Take(2 * units));
        }

        _model.Layers[value] = TimeLayers.Beginning(_model.Layers[value], state);
        Linear("head", units, 1, value, hasBias: true);
    }

    private int Linear(string name, int inputs, int outputs, int source, bool hasBias)
    {
        int layer = Add("Linear", name, inputs, outputs, [source]);
        Tensor(layer, "weight", outputs, inputs);
        if (hasBias)
        {
            Tensor(layer, "bias", outputs);
        }

        return layer;
    }

    private int Add(string kind, string name, int inputs, int outputs, int[] sources, params (string Name, double Value)[] arguments)
    {
        _model.Layers.Add(new ImportedLayer(kind, name, inputs, outputs, sources, arguments));
        return _model.Layers.Count <= MostLayers ? _model.Layers.Count - 1 : throw Problem($"it has more than {MostLayers} layers");
    }

    private void Tensor(int layer, string suffix, params int[] shape)
    {
        long count = shape.Aggregate(1L, static (product, size) => Math.Min(product * size, int.MaxValue));
        AddTensor(layer, suffix, shape, Take(count));
    }

    private void AddTensor(int layer, string suffix, int[] shape, float[] values) => _model.Tensors.Add(new ImportedTensor(layer, $"{_model.Layers[layer].Name}.{suffix}", shape, values));

    private float[] Take(long count)
    {
        if (count > _weights.Length - _used)
        {
            throw Problem($"its layers need at least {_used + count} weights, and it holds {_weights.Length}; the file contradicts itself or is cut off");
        }

        var values = new float[count];
        Array.Copy(_weights, _used, values, 0, (int)count);
        _used += (int)count;
        return values;
    }

    /// <summary>The output is the last layer; what only leads to the last residual sum is left out.</summary>
    private void MoveToEnd(int output)
    {
        var needed = new SortedSet<int>();
        var open = new Stack<int>([output]);
        while (open.Count > 0)
        {
            int index = open.Pop();
            if (index >= 0 && needed.Add(index))
            {
                Array.ForEach(_model.Layers[index].Inputs, open.Push);
            }
        }

        int[] order = [.. needed];
        ImportedLayer[] layers = [.. order.Select(index => _model.Layers[index] with { Inputs = Array.ConvertAll(_model.Layers[index].Inputs, input => input < 0 ? input : Array.IndexOf(order, input)) })];
        ImportedTensor[] tensors = [.. _model.Tensors.Where(tensor => needed.Contains(tensor.Layer)).Select(tensor => tensor with { Layer = Array.IndexOf(order, tensor.Layer) })];
        _model.Layers.Clear();
        _model.Layers.AddRange(layers);
        _model.Tensors.Clear();
        _model.Tensors.AddRange(tensors);
    }

    private static ModelFileException Problem(string message) => new("", "", message);
}
