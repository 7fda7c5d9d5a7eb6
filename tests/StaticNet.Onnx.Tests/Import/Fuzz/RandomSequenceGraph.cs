using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx.Tests.Import.Fuzz;

/// <summary>
/// A random graph over sequences from <c>x</c> [steps, batch, features] to <c>y</c>: cells, causal convolutions and layers of each step, with
/// states as inputs and outputs now and then, and with forms that an import must refuse. Each seed is one graph.
/// </summary>
internal sealed class RandomSequenceGraph
{
    private readonly Random _random;
    private readonly bool _hasStates;
    private readonly List<(string Name, int Size)> _earlier = [];
    private readonly List<string> _lines = [];
    private string _value = "x";
    private int _size;
    private int _names;

    public RandomSequenceGraph(int seed)
    {
        _random = new Random(seed);
        _size = InputSize = _random.Next(1, 5);
        _hasStates = Chance(0.4);
        Text = new GraphText(15, [-1, -1, InputSize], "y");
        Text.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam = "steps";
        Text.Integers("zeros", 0).Integers("ones", 1);
        for (int layers = _random.Next(1, 5); layers > 0; layers--)
        {
            _earlier.Add((_value, _size));
            Layer();
        }

        string constant = Constant("last", Chance(0.8) ? -1 : 0);
        Line(_random.Next(6) switch
        {
            0 => $"y = Gather({_value}, {constant}) axis=0",
            1 => $"y = ReduceMean({_value}) axes=[0] keepdims=0",
            2 => $"y = ReduceMax({_value}) axes=[0] keepdims=0",
            _ => $"y = Identity({_value})",
        });
    }

    public GraphText Text { get; }

    public int InputSize { get; }

    /// <summary>The layers with memory in order: the name of each part of their states, which are graph inputs, or null; and its size.</summary>
    public List<(string? Name, int Size)> States { get; } = [];

    public override string ToString() => string.Join('\n', _lines);

    /// <summary>The graph with every weight moved by two units of float's rounding.</summary>
    public byte[] Disturbed(int seed)
    {
        const float Unit = 2.4e-7f;
        var random = new Random(seed);
        GraphText copy = Text.Copy();
        foreach (TensorProto tensor in copy.Graph.Initializer)
        {
            for (int i = 0; i < tensor.FloatData.Count; i++)
            {
                tensor.FloatData[i] *= random.Next(2) == 0 ? 1 - Unit : 1 + Unit;
            }
        }

        return copy.Bytes;
    }

    private void Layer()
    {
        switch (_random.Next(10))
        {
            case < 4:
                Cell();
                break;
            case < 6:
                Convolution();
                break;
            case < 8:
                int outputs = _random.Next(1, 6);
                Node("MatMul", $"{_value}, {Weights(_size, outputs)}", outputs);
                if (Chance(0.7))
                {
                    Node("Add", $"{_value}, {Weights(outputs)}", outputs);
                }

                break;
            case < 9:
                Node(Pick("Tanh", "Sigmoid", "Relu", "LeakyRelu"), _value, _size);
                break;
            default:
                (string earlier, _) = _earlier.Find(value => value.Size == _size);
                Node("Add", $"{_value}, {earlier ?? _value}", _size);
                break;
        }
    }

    private void Cell()
    {
        string kind = Pick("LSTM", "GRU", "RNN");
        int units = _random.Next(1, 6);
        int gates = kind switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        string inputs = $"{_value}, {Weights(1, gates * units, _size)}, {Weights(1, gates * units, units)}, {(Chance(0.8) ? Weights(1, 2 * gates * units) : "_")}";
        string[] parts = kind == "LSTM" ? ["h", "c"] : ["h"];
        string outputs = "", states = "";
        int number = _names++;
        bool hasState = _hasStates && Chance(0.95);
        foreach (string part in parts)
        {
            States.Add((hasState ? $"{part}{number}" : null, units));
            if (hasState)
            {
                Text.Graph.Input.Add(State($"{part}{number}", units));
                Text.Graph.Output.Add(State($"{part}{number}_out", units));
                outputs += $", {part}{number}_out";
                states += $", {part}{number}";
            }
        }

        if (!hasState && Chance(0.15))
        {
            // The state of zeros written out, or another one.
            states = $", s{number}";
            Text.Floats($"s{number}", [1, 1, units], [.. Enumerable.Repeat(Pick(0f, 0f, 0.25f), units)]);
        }

        string attributes = kind == "GRU" ? $"linear_before_reset={Pick(1, 1, 1, 1, 0)}" : "";
        attributes += Chance(0.05) ? Pick(" direction=reverse", " clip=0.5", " direction=forward") : "";
        string name = NewName();
        Line($"{name}{outputs} = {kind}({inputs}{(states.Length > 0 ? ", _" + states : "")}) hidden_size={units} {attributes}");
        Node("Squeeze", $"{name}, ones", units);
    }

    private void Convolution()
    {
        int groups = _size % 2 == 0 && Chance(0.3) ? 2 : 1;
        int outputs = groups * _random.Next(1, 4), taps = _random.Next(1, 4), dilation = _random.Next(1, 4), inputs = _size;
        int front = (taps - 1) * dilation;
        States.Add((null, front * inputs));
        Node("Transpose", _value, inputs, "perm=[1,2,0]");
        string pads = _random.Next(12) switch { 0 => $"{front + 1},0", 1 => $"0,{front}", 2 => $"{front / 2},{front - (front / 2)}", _ => $"{front},0" };
        if (Chance(0.3))
        {
            string amounts = NewName();
            Text.Integers(amounts, 0, 0, front, 0, 0, 0);
            Node("Pad", $"{_value}, {amounts}", inputs);
            pads = "0,0";
        }

        string bias = Chance(0.7) ? ", " + Weights(outputs) : "";
        Node("Conv", $"{_value}, {Weights(outputs, inputs / groups, taps)}{bias}", outputs, $"pads=[{pads}] dilations=[{dilation}] group={groups}");
        Node("Transpose", _value, outputs, "perm=[2,0,1]");
    }

    private static ValueInfoProto State(string name, int units)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange([new() { DimValue = 1 }, new() { DimParam = "n" }, new() { DimValue = units }]);
        return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } };
    }

    private string Constant(string name, long value)
    {
        Text.Integers(name, value);
        Text.Graph.Initializer[^1].Dims.Clear();
        return name;
    }

    private string Weights(params long[] shape)
    {
        string name = NewName();
        Text.Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(_ => (_random.NextSingle() * 2) - 1)]);
        return name;
    }

    private void Node(string operation, string inputs, int size, string attributes = "")
    {
        string name = NewName();
        Line($"{name} = {operation}({inputs}) {attributes}");
        (_value, _size) = (name, size);
    }

    private void Line(string line)
    {
        Text.Nodes(line);
        _lines.Add(line);
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"v{_names++}");

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
