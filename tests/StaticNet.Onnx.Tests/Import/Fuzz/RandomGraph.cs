using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.Onnx.Tests.Import.Fuzz;

/// <summary>
/// A random graph from <c>x</c> to <c>y</c>: a chain of steps over the operators that are imported, and over some that are not, with
/// branches now and then. Each seed is one graph. Not every graph is one that ONNX allows.
/// </summary>
internal sealed partial class RandomGraph
{
    private readonly Random _random;
    private readonly List<(string Name, int Size)> _earlier = [];
    private readonly List<string> _lines = [];
    private string _value = "x";
    private int _size;
    private int _names;

    public RandomGraph(int seed)
    {
        _random = new Random(seed);
        OperatorSet = Pick(17, 20, 23);
        _size = InputSize = _random.Next(1, 9);
        bool isSplit = InputSize % 2 == 0 && Chance(0.06);
        InputShape = [Chance(0.85) ? -1 : Chance(0.5) ? 1 : Rows, .. isSplit ? (long[])[2, InputSize / 2] : [InputSize]];
        Text = new GraphText(OperatorSet, InputShape, "y");
        if (isSplit)
        {
            Node("Flatten", _size, "x");
        }

        for (int steps = _random.Next(1, 7); steps > 0; steps--)
        {
            _earlier.Add((_value, _size));
            Step();
        }

        Text.Nodes($"y = Identity({_value})");
        LastDimension["y"] = LastDimension.GetValueOrDefault(_value);
    }

    /// <summary>Samples that are run at once.</summary>
    public const int Rows = 6;

    public GraphText Text { get; }

    public int OperatorSet { get; }

    public int InputSize { get; }

    /// <summary>The declared shape; -1 is an open batch.</summary>
    public long[] InputShape { get; }

    /// <summary>The last dimension of each value of floats; 0 where it is not known.</summary>
    public Dictionary<string, int> LastDimension { get; } = [];

    /// <summary>Numbers that occur in the graph.</summary>
    public List<float> Numbers { get; } = [];

    public override string ToString() =>
        $"operator set {OperatorSet}, input [{string.Join(", ", InputShape)}]\n{string.Join('\n', _lines)}\n" + string.Join('\n', Text.Graph.Initializer.Select(tensor =>
            $"{tensor.Name} [{string.Join(", ", tensor.Dims)}] = {string.Join(", ", tensor.FloatData.Select(v => v.ToString("R", CultureInfo.InvariantCulture)).Concat(tensor.Int64Data.Select(v => v.ToString(CultureInfo.InvariantCulture))))}"));

    /// <summary>Inputs of several magnitudes, and on both sides of the graph's numbers.</summary>
    public float[] Inputs(int rows)
    {
        float scale = MathF.Pow(10, (_random.NextSingle() * 4) - 2);
        return [.. Enumerable.Range(0, rows * InputSize).Select(_ => Numbers.Count > 0 && Chance(0.25) ? Near(Pick([.. Numbers])) : (float)((_random.NextDouble() * 2) - 1) * scale)];
    }

    private float Near(float number) => (number * (1 + ((_random.NextSingle() - 0.5f) * Pick(0, 1e-3f, 1)))) * (Chance(0.3) ? -1 : 1);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static string Decimal(float number) => number.ToString("0.0#########", CultureInfo.InvariantCulture);

    private string NewName() => $"v{_names++}";

    /// <summary>A number as networks have them, or one of an unusual magnitude.</summary>
    private float Number()
    {
        float number = _random.Next(4) switch
        {
            0 => Pick(0, 1, -1, 0.5f, 2, 3, 6, -0.5f, 255),
            1 => (float)Math.Pow(10, (_random.NextDouble() * 18) - 9) * Pick(1, -1),
            _ => (_random.NextSingle() * 6) - 3,
        };
        Numbers.Add(number);
        return number;
    }

    /// <summary>A constant for each feature or one for all, in one of the shapes that broadcast.</summary>
    private string Constant(Func<float> number, int size)
    {
        string name = $"c{Text.Graph.Initializer.Count}";
        long[] shape = _random.Next(100) switch
        {
            < 30 => [],
            < 40 => [1],
            < 77 => [size],
            < 94 => [1, size],
            < 98 => [1, 1],
            98 => [1, 1, size],
            _ => Pick<long[]>([Rows, 1], [Rows, size]),
        };
        Text.Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => number())]);
        return name;
    }

    private string Scalar(float value)
    {
        string name = $"c{Text.Graph.Initializer.Count}";
        Text.Floats(name, [], value);
        return name;
    }

    private string Vector(Func<float> number, int size)
    {
        string name = $"c{Text.Graph.Initializer.Count}";
        Text.Floats(name, [size], [.. Enumerable.Range(0, size).Select(_ => number())]);
        return name;
    }

    private string Integers(params long[] values)
    {
        string name = $"c{Text.Graph.Initializer.Count}";
        Text.Integers(name, values);
        return name;
    }

    private string Weights(params long[] shape)
    {
        string name = $"c{Text.Graph.Initializer.Count}";
        float scale = Chance(0.9) ? 1 : Pick(1e-6f, 1e-3f, 1e3f, 1e6f);
        Text.Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => ((_random.NextSingle() * 2) - 1) * scale)]);
        return name;
    }

    /// <summary>Appends a node, whose output becomes the current value.</summary>
    private string Node(string operation, int size, string inputs, string attributes = "", bool isFloat = true)
    {
        string name = NewName();
        string line = $"{name} = {operation}({inputs}) {attributes}";
        Text.Nodes(line);
        _lines.Add(line);
        if (isFloat)
        {
            LastDimension[name] = size;
        }

        (_value, _size) = (name, size == 0 ? _size : size);
        return name;
    }
}
