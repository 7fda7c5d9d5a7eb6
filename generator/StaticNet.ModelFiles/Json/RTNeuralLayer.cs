using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Json;

/// <summary>One entry of RTNeural's <c>layers</c>.</summary>
internal sealed class RTNeuralLayer
{
    private readonly Dictionary<string, object?> _members;
    private readonly int _index;

    /// <summary>Takes an entry.</summary>
    /// <param name="value">An object.</param>
    /// <param name="index">Its place in the list.</param>
    /// <exception cref="ModelFileException">It is no object, or has no type or size.</exception>
    public RTNeuralLayer(object? value, int index)
    {
        _members = value as Dictionary<string, object?> ?? throw new ModelFileException("", "", $"layer {index} is {JsonTensor.Kind(value)}, expected an object");
        _index = index;
        Type = Text("type");
        if (Type.Length == 0)
        {
            throw new ModelFileException("", "", $"layer {index} has no 'type'");
        }

        Activation = Text("activation");
        Size = RTNeuralImporter.LastSize(_members.TryGetValue("shape", out object? shape) ? shape : null, $"the shape of {Shown}");
    }

    public string Type { get; }

    /// <summary>Behind the layer; empty for none.</summary>
    public string Activation { get; }

    /// <summary>Values that the layer says it writes.</summary>
    public int Size { get; }

    public string Shown => $"layer {_index.ToString(CultureInfo.InvariantCulture)} ({Type})";

    public int WeightCount => List.Count;

    private List<object?> List => _members.TryGetValue("weights", out object? weights) && weights is List<object?> list ? list : [];

    /// <summary>One of its weights.</summary>
    public JsonTensor Weights(int index) => index < List.Count
        ? JsonTensor.Read(List[index], $"weight {index.ToString(CultureInfo.InvariantCulture)} of {Shown}")
        : throw Fault($"it holds {List.Count} weights, expected at least {index + 1}");

    /// <summary>The recurrent weights [units, gates·units] say the units a second time.</summary>
    public void CheckUnits(JsonTensor recurrent, int gates, int units, string said)
    {
        if (!recurrent.Shape.SequenceEqual([units, gates * units]))
        {
            bool isSound = recurrent.Shape.Length == 2 && recurrent.Shape[1] == gates * recurrent.Shape[0];
            throw Fault(isSound
                ? $"{said}, and its weights hold {recurrent.Shape[0]} (recurrent weights {recurrent.Shown}); the file contradicts itself"
                : $"{said}, which need recurrent weights of [{units}, {gates * units}], and it holds {recurrent.Shown}");
        }
    }

    /// <summary>The weights of the inputs.</summary>
    public void CheckKernel(JsonTensor kernel, int inputs, int columns, string arrives, string said)
    {
        if (!kernel.Shape.SequenceEqual([inputs, columns]))
        {
            throw Fault(kernel.Shape.Length == 2 && kernel.Shape[1] == columns
                ? $"its weights {kernel.Shown} read {kernel.Shape[0]} values, and {arrives}"
                : $"{said}, which need weights of [{inputs}, {columns}], and it holds {kernel.Shown}");
        }
    }

    /// <summary>A whole number, or a list of one; 1 or more.</summary>
    public int Whole(string name, int otherwise)
    {
        if (!_members.TryGetValue(name, out object? value))
        {
            return otherwise;
        }

        const int Most = 1 << 20;
        object? number = value is List<object?> { Count: 1 } list ? list[0] : value;
        return number is double whole && whole >= 1 && whole <= Most && whole == Math.Floor(whole) ? (int)whole
            : throw Fault($"its {name} is {JsonTensor.Kind(value)}; a whole number of 1 or more is expected");
    }

    /// <summary>A number; null where there is none.</summary>
    public double? Number(string name) => !_members.TryGetValue(name, out object? value) ? null
        : value is double number && !double.IsInfinity(number) ? number
        : throw Fault($"its {name} is {JsonTensor.Kind(value)}, expected a number");

    /// <summary>What is wrong with the layer.</summary>
    public ModelFileException Fault(string message) => new("", "", $"{Shown}: {message}");

    private string Text(string name) => !_members.TryGetValue(name, out object? value) || value is null ? ""
        : value as string ?? throw new ModelFileException("", "", $"layer {_index.ToString(CultureInfo.InvariantCulture)}: its {name} is {JsonTensor.Kind(value)}, expected a name");
}
