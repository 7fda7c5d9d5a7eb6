using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>
/// From a file's layers, which may read any earlier one, to ours, which read the one before and join earlier values by Residual
/// and Concat.
/// </summary>
internal sealed class ModelFileLayers
{
    private readonly ModelFileText _text;
    private readonly ModelFileOptions _options;
    private readonly ProblemPlace _place;
    private readonly List<LayerDraft> _layers = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly string[] _nameOf;

    // Number of our value that a layer of the file writes; the input is at index 0.
    private readonly int[] _valueOf;

    // Columns that the weights of a layer turn by.
    private readonly int[] _rotation;

    private ModelFileLayers(ModelFileText text, ModelFileOptions options, ProblemPlace place)
    {
        _text = text;
        _options = options;
        _place = place;
        _nameOf = new string[text.Layers.Count];
        _valueOf = new int[text.Layers.Count + 1];
        _rotation = new int[text.Layers.Count];
    }

    public IReadOnlyList<LayerDraft> Layers => _layers;

    public IReadOnlyList<ModelTensor> Tensors =>
    [
        .. _text.Tensors.Where(tensor => tensor.Layer >= 0 && tensor.Layer < _nameOf.Length).Select(tensor => new ModelTensor(
            _nameOf[tensor.Layer] + Suffix(tensor),
            tensor.Count, tensor.Base64, tensor.Start, tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? _rotation[tensor.Layer] : 0, tensor.IsTransposed)),
    ];

    public static ModelFileLayers? Read(ModelFileText text, ModelFileOptions options, ProblemPlace place, out string? error)
    {
        var layers = new ModelFileLayers(text, options, place);
        error = null;
        for (int i = 0; i < text.Layers.Count && error is null; i++)
        {
            error = layers.Add(i);
        }

        if (error is null && layers._layers.Count == 0)
        {
            error = "it only passes its input on, so there is nothing to compile; a network of at least one layer or activation is expected";
        }

        return error is null ? layers : null;
    }

    private int Last => _layers.Count;

    /// <summary>Adds a layer of the file; what is wrong, or null.</summary>
    private string? Add(int index)
    {
        FileLayer layer = _text.Layers[index];
        _nameOf[index] = Unique(layer.Name);
        int[] sources = Array.ConvertAll(layer.Sources, source => _valueOf[source + 1]);
        if (layer.Kind == "Identity" || (layer.Kind == "Dropout" && (_options.IsFrozen || _options.IsInferenceOnly)))
        {
            _valueOf[index + 1] = sources[0];
            if (sources[0] != Last && index == _text.Layers.Count - 1)
            {
                Branch(index, sources[0]);
            }

            return null;
        }

        string? error = layer.Kind is "Add" or "Concat" ? AddJoin(index, layer, sources) : AddChained(index, layer, sources);
        _valueOf[index + 1] = Last;
        return error;
    }

    private string? AddChained(int index, FileLayer layer, int[] sources)
    {
        if (sources.Length != 1)
        {
            return $"layer '{layer.Name}' ({layer.Kind}) reads {sources.Length.ToString(CultureInfo.InvariantCulture)} values, expected one";
        }

        if (sources[0] == Last)
        {
            return AddRead(index, layer, earlier: -1);
        }

        // A Select reads any value; in front of other layers one brings the value there.
        if (layer.Kind == "Select")
        {
            return AddRead(index, layer, sources[0]);
        }

        Branch(index, sources[0]);
        return AddRead(index, layer, earlier: -1);
    }

    /// <summary>A branch begins: a whole earlier value is read again.</summary>
    private void Branch(int index, int value)
    {
        string name = Unique($"{_text.Layers[index].Name}.input");
        var whole = new FileLayer("Select", name, SizeOf(value), [], new Dictionary<string, float> { ["start"] = 0 });
        AddLayer(LayerReaders.Read(new FileLayerContext(whole, name, value, static _ => false))!);
    }

    private string? AddRead(int index, FileLayer layer, int earlier)
    {
        LayerSpec? spec = LayerReaders.Read(new FileLayerContext(layer, _nameOf[index], earlier, suffix => HasTensor(index, suffix)) { Inputs = SizeOf(Last) });
        if (spec is null)
        {
            return $"layer '{layer.Name}' ({layer.Kind}) is of a kind that cannot be compiled";
        }

        int inputs = SizeOf(Last);
        foreach (FileTensor tensor in _text.Tensors.Where(tensor => tensor.Layer == index))
        {
            spec = spec.WithTensor(Suffix(tensor), tensor.Count, inputs);
        }

        AddLayer(spec);
        return TensorFault(index, spec, inputs);
    }

    /// <summary>What is wrong with a layer's tensors, so that whatever is written from them finds what it needs.</summary>
    private string? TensorFault(int index, LayerSpec spec, int inputs)
    {
        foreach (FileTensor tensor in _text.Tensors.Where(tensor => tensor.Layer == index))
        {
            long expected = spec.TensorCount(Suffix(tensor), inputs);
            if (tensor.Count != expected)
            {
                return expected == 0
                    ? $"'{tensor.Name}' is no parameter of layer '{_text.Layers[index].Name}' ({_text.Layers[index].Kind})"
                    : $"'{tensor.Name}' has {tensor.Count.ToString(CultureInfo.InvariantCulture)} values, but layer '{_text.Layers[index].Name}' needs {expected.ToString(CultureInfo.InvariantCulture)}";
            }
        }

        return spec.NeededTensors.FirstOrDefault(suffix => !HasTensor(index, suffix)) is not string missing ? null
            : missing == ".weight" ? $"layer '{_text.Layers[index].Name}' ({_text.Layers[index].Kind}) has no weights"
            : $"layer '{_text.Layers[index].Name}' ({_text.Layers[index].Kind}) has no tensor '{_text.Layers[index].Name}{missing}'";
    }

    private string? AddJoin(int index, FileLayer layer, int[] sources)
    {
        if (sources.Length < 2)
        {
            return $"layer '{layer.Name}' ({layer.Kind}) joins {sources.Length.ToString(CultureInfo.InvariantCulture)} values, expected two or more";
        }

        bool isSum = layer.Kind == "Add";
        if (sources.Length == 2 && sources[1] == Last && sources[0] != Last && !layer.Arguments.ContainsKey("first"))
        {
            // A sum has no order. Concat appends; an earlier value in front is turned round in the weights of the one layer that reads the join.
            int[] readers = [.. Enumerable.Range(0, _text.Layers.Count).Where(i => Array.IndexOf(_text.Layers[i].Sources, index) >= 0)];
            if (isSum || (readers.Length == 1 && _text.Layers[readers[0]].Kind == "Linear"))
            {
                if (!isSum)
                {
                    _rotation[readers[0]] = SizeOf(sources[0]);
                }

                return AddRead(index, isSum ? layer with { Kind = "Residual" } : layer, sources[0]);
            }
        }

        if (sources[0] != Last)
        {
            Branch(index, sources[0]);
        }

        string? error = null;
        for (int i = 1; i < sources.Length && error is null; i++)
        {
            // Of several joins in a row the last one has the file's name.
            string name = _nameOf[index];
            _nameOf[index] = i == sources.Length - 1 ? name : Unique($"{name}.{i.ToString(CultureInfo.InvariantCulture)}");
            error = AddRead(index, isSum ? layer with { Kind = "Residual" } : layer, sources[i]);
            _nameOf[index] = name;
        }

        return error;
    }

    private int SizeOf(int value) => value == 0 ? _text.InputSize :
        NetworkSpec.ValueSizes(_text.InputSize, _layers.Take(value).Select(static draft => draft.Layer))[value];

    private void AddLayer(LayerSpec spec) => _layers.Add(new(spec, _place, _place, _place, $"The size of the file's layer '{spec.Name}'"));

    // A free parameter is its tensor: there is nothing behind its name.
    private string Suffix(FileTensor tensor) => _text.Layers[tensor.Layer].Kind == "FreeParameter" ? "" : tensor.Name.Substring(Math.Max(0, tensor.Name.LastIndexOf('.')));

    private bool HasTensor(int layer, string suffix) =>
        _text.Tensors.Exists(tensor => tensor.Layer == layer && tensor.Name.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>The file's name, with what parameter names do not have replaced.</summary>
    private string Unique(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            bool isDot = c is '.' or '/';
            if (isDot && (text.Length == 0 || text[text.Length - 1] == '.'))
            {
                continue;
            }

            text.Append(isDot ? '.' : char.IsLetterOrDigit(c) || c is '_' or '-' ? c : '_');
        }

        string stem = text.ToString().TrimEnd('.');
        stem = stem.Length == 0 ? "layer" : stem;
        string unique = stem;
        for (int i = 2; !_names.Add(unique); i++)
        {
            unique = stem + "_" + i.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
