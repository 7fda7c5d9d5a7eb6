using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>A layer under construction: a later Add may still become its bias, a later Mul its scale.</summary>
internal sealed class PendingLayer(string kind, int inputSize, int outputSize, int[] inputs)
{
    public string Kind { get; } = kind;

    public int InputSize { get; } = inputSize;

    public int OutputSize { get; } = outputSize;

    public int[] Inputs { get; } = inputs;

    /// <summary>The graph's name of the value that the layer writes, so far.</summary>
    public string Output { get; set; } = "";

    public List<(string Name, double Value)> Arguments { get; } = [];

    /// <summary>PyTorch's suffix, shape and values, in PyTorch's order.</summary>
    public List<(string Suffix, int[] Shape, float[] Values)> Parameters { get; } = [];

    /// <summary>Names of the initializers that the parameters come from.</summary>
    public List<string> ParameterNames { get; } = [];

    public bool Has(string suffix) => Parameters.Exists(parameter => parameter.Suffix == suffix);

    public PendingLayer With(string argument, double value)
    {
        Arguments.Add((argument, value));
        return this;
    }

    public PendingLayer With(string suffix, int[] shape, float[] values, string initializer)
    {
        Parameters.Add((suffix, shape, values));
        ParameterNames.Add(initializer);
        return this;
    }
}

/// <summary>The layers that an import has found, in order; gives them their names in the end.</summary>
internal sealed class LayerList
{
    /// <summary>128 MB: far more than a program should carry. Repeated use of stored weights can make many of few bytes.</summary>
    private const long MaximumParameterCount = 32L << 20;

    private const int MaximumLayerCount = 10_000;

    private readonly List<PendingLayer> _layers = [];
    private long _parameterCount;

    public PendingLayer this[int index] => _layers[index];

    /// <summary>Appends a layer and returns what it writes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="hasBatch">Whether its rows have a batch dimension in the graph.</param>
    /// <param name="output">The graph's name of the value.</param>
    public RowsValue Add(PendingLayer layer, bool hasBatch, string output)
    {
        layer.Output = output;
        _parameterCount += layer.Parameters.Sum(parameter => (long)parameter.Values.Length);
        if (_parameterCount > MaximumParameterCount || _layers.Count >= MaximumLayerCount)
        {
            throw new ModelFileException("", "", $"the network has more than {MaximumParameterCount} parameters or {MaximumLayerCount} layers, which is too much to compile into a program");
        }

        _layers.Add(layer);
        return new RowsValue(_layers.Count - 1, [layer.OutputSize], hasBatch, output);
    }

    /// <summary>Copies the layers that the output depends on into a model, the output last.</summary>
    public void CopyTo(ImportedModel model, RowsValue output)
    {
        int[] order = Needed(output.Layer);
        var newIndex = new Dictionary<int, int> { [-1] = -1 };
        foreach (int index in order)
        {
            newIndex.Add(index, newIndex.Count - 1);
        }

        string[] names = Names([.. order.Select(index => _layers[index])]);
        for (int i = 0; i < order.Length; i++)
        {
            PendingLayer layer = _layers[order[i]];
            model.Layers.Add(new ImportedLayer(
                layer.Kind, names[i], layer.InputSize, layer.OutputSize, [.. layer.Inputs.Select(input => newIndex[input])], [.. layer.Arguments]));
            model.ValueNames.Add(layer.Output);
            model.Tensors.AddRange(layer.Parameters.Select((p, k) => new ImportedTensor(i, $"{names[i]}.{p.Suffix}", p.Shape, p.Values) { Origin = layer.ParameterNames[k] }));
        }
    }

    private int[] Needed(int output)
    {
        var needed = new SortedSet<int>();
        var open = new Stack<int>([output]);
        while (open.Count > 0)
        {
            int index = open.Pop();
            if (index >= 0 && needed.Add(index))
            {
                Array.ForEach(_layers[index].Inputs, open.Push);
            }
        }

        return [.. needed];
    }

    /// <summary>
    /// <c>fc1</c> for a layer whose parameters are <c>fc1.weight</c> and <c>fc1.bias</c>; otherwise the layer's index, as
    /// nn.Sequential numbers them.
    /// </summary>
    private static string[] Names(PendingLayer[] layers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new string?[layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            string? hint = Hint(layers[i]);
            names[i] = hint is not null && taken.Add(hint) ? hint : null;
        }

        for (int i = 0; i < layers.Length; i++)
        {
            string index = i.ToString(CultureInfo.InvariantCulture);
            while (names[i] is null)
            {
                names[i] = taken.Add(index) ? index : null;
                index = $"{index}_{layers[i].Kind}";
            }
        }

        return names!;
    }

    private static string? Hint(PendingLayer layer)
    {
        for (int i = 0; i < layer.ParameterNames.Count; i++)
        {
            string name = layer.ParameterNames[i];
            string suffix = "." + layer.Parameters[i].Suffix;
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) && !name.Any(char.IsControl))
            {
                return name.Substring(0, name.Length - suffix.Length);
            }
        }

        return null;
    }
}
