using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Json;

/// <summary>
/// A model of GuitarML (Automated-GuitarAmpModelling's SimpleRNN): one LSTM, GRU or RNN <c>rec</c>, a Linear <c>lin</c>, and, where
/// <c>skip</c> is not 0, as many input channels added to the output.
/// </summary>
internal static class GuitarMLImporter
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It is of another model, or what it says and what it holds differ.</exception>
    public static ImportedModel Import(Dictionary<string, object?> members)
    {
        if (!members.TryGetValue("model_data", out object? said) || said is not Dictionary<string, object?> data)
        {
            throw new ModelFileException("", "", "it has a 'state_dict' and no 'model_data', which says the sizes, as GuitarML writes it");
        }

        if (!members.TryGetValue("state_dict", out object? held) || held is not Dictionary<string, object?> state)
        {
            throw new ModelFileException("", "", "it has 'model_data' and no 'state_dict' with the weights");
        }

        string architecture = data.TryGetValue("model", out object? name) && name is string text ? text : "SimpleRNN";
        if (architecture != "SimpleRNN")
        {
            throw new ModelFileException("", "", $"its model is '{architecture}'; of GuitarML's models SimpleRNN is supported");
        }

        string kind = data.TryGetValue("unit_type", out object? unit) && unit is string unitType ? unitType : throw new ModelFileException("", "", "its 'model_data' has no 'unit_type'; LSTM, GRU or RNN is expected");
        if (!TimeLayers.IsRecurrent(kind))
        {
            throw new ModelFileException("", "", $"its unit_type is '{kind}'; LSTM, GRU and RNN are supported");
        }

        int inputs = Size(data, "input_size", 1, 1), outputs = Size(data, "output_size", 1, 1), units = Size(data, "hidden_size", null, 1);
        int layers = Size(data, "num_layers", 1, 1), skip = Size(data, "skip", 0, 0);
        if (skip != 0 && (skip != outputs || skip > inputs))
        {
            throw new ModelFileException("", "", $"it says skip = {skip} for {inputs} inputs and {outputs} outputs; the skip connection adds the first inputs to as many outputs, so 0 or {outputs} is expected");
        }

        if (layers > 64)
        {
            throw new ModelFileException("", "", $"it says num_layers = {layers}; at most 64 are supported");
        }

        var model = new ImportedModel { InputSize = inputs };
        model.Layers.Add(new ImportedLayer(kind, "rec", inputs, units, [-1], ("num_layers", layers)));
        model.Layers.Add(new ImportedLayer("Linear", "lin", units, outputs, [0]));
        if (skip != 0)
        {
            model.Layers.Add(new ImportedLayer("Add", "skip", outputs, outputs, [1, -1], skip == inputs ? [] : [("first", 0.0)]));
        }

        var left = new HashSet<string>(state.Keys, StringComparer.Ordinal);
        bool hasBias = state.ContainsKey("rec.bias_ih_l0");
        foreach (string suffix in TimeLayers.Suffixes(model.Layers[0]).Where(suffix => hasBias || suffix.StartsWith("weight", StringComparison.Ordinal)))
        {
            Take(model, state, left, 0, $"rec.{suffix}", TimeLayers.Shape(model.Layers[0], suffix)!, $"a {kind} with hidden_size = {units}, input_size = {inputs} and num_layers = {layers}");
        }

        Take(model, state, left, 1, "lin.weight", [outputs, units], $"a Linear from hidden_size = {units} to output_size = {outputs}");
        if (state.ContainsKey("lin.bias"))
        {
            Take(model, state, left, 1, "lin.bias", [outputs], $"a Linear with output_size = {outputs}");
        }

        string[] unread = [.. left.OrderBy(static key => key, StringComparer.Ordinal).Take(8).Select(static key => $"'{key}'")];
        return unread.Length == 0 ? model
            : throw new ModelFileException("", "", $"its state_dict also holds {string.Join(", ", unread)}, and a {kind} with num_layers = {layers} has no such tensors");
    }

    private static void Take(ImportedModel model, Dictionary<string, object?> state, HashSet<string> left, int layer, string name, int[] shape, string said)
    {
        if (!state.TryGetValue(name, out object? value))
        {
            throw new ModelFileException(name, "", $"its state_dict has no '{name}', and model_data says {said}");
        }

        var tensor = JsonTensor.Read(value, $"'{name}'");
        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new ModelFileException(name, "", $"'{name}' is {tensor.Shown}, and model_data says {said}, which needs [{string.Join(", ", shape)}]");
        }

        left.Remove(name);
        model.Tensors.Add(new ImportedTensor(layer, name, shape, tensor.Values));
    }

    private static int Size(Dictionary<string, object?> data, string name, int? otherwise, int least)
    {
        if (!data.TryGetValue(name, out object? value) && otherwise is int given)
        {
            return given;
        }

        const int Most = 1 << 20;
        return value is double number && number >= least && number <= Most && number == Math.Floor(number) ? (int)number
            : throw new ModelFileException("", "", $"its {name} is {JsonTensor.Kind(value)}; a whole number of {least.ToString(CultureInfo.InvariantCulture)} or more is expected");
    }
}
