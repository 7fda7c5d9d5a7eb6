using System.Collections.Generic;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>The state of one import: what is known about each value, and the layers found so far.</summary>
internal sealed class ImportContext(long operatorSet, GraphInput input, UsedNodes used)
{
    /// <summary>No layer of a network that is compiled into code is wider; keeps broken files from taking memory.</summary>
    public const int MaximumSize = 1 << 20;

    private readonly Dictionary<string, GraphValue> _values = [];
    private readonly HashSet<string> _unknown = [];

    /// <summary>Version of the operator set: some operators changed their meaning.</summary>
    public long OperatorSet { get; } = operatorSet;

    /// <summary>Samples per run where the graph fixes it; -1 where it is open.</summary>
    public long Batch { get; } = input.Batch;

    /// <summary>The input whose samples are columns; null where they are rows.</summary>
    public string? TransposedInput { get; } = input.IsTransposed ? input.Name : null;

    /// <summary>Whether the file computes in FLOAT16 or BFLOAT16: weights are of that type.</summary>
    public bool IsHalfPrecision { get; init; }

    public LayerList Layers { get; } = new();

    /// <summary>How many nodes and outputs read a value.</summary>
    public int Uses(string name) => used.Uses(name);

    /// <summary>Says what a value is.</summary>
    public void Define(string name, GraphValue value) => _values[name] = value;

    /// <summary>Whether a value has been defined.</summary>
    public bool IsDefined(string name) => _values.ContainsKey(name);

    /// <summary>A value by its name; null where it is not defined.</summary>
    public GraphValue? Find(string name) => _values.TryGetValue(name, out GraphValue? value) ? value : null;

    /// <summary>Says that a value follows from a node that is not supported.</summary>
    public void DefineUnknown(string name) => _unknown.Add(name);

    /// <summary>Whether a value follows from a node that is not supported.</summary>
    public bool IsUnknown(string name) => _unknown.Contains(name);

    /// <summary>An input of a node.</summary>
    /// <exception cref="ModelFileException">It is defined nowhere before the node.</exception>
    public GraphValue Get(OnnxNode node, int index)
    {
        string name = node.Input(index);
        return _values.TryGetValue(name, out GraphValue? value)
            ? value
            : throw Problem(node, name.Length == 0
                ? $"its input {index} is left out; it is needed"
                : $"its input {SafetensorsHeader.Show(name)} is no initializer, no input of the graph and no output of an earlier node");
    }

    /// <summary>An input that may be left out.</summary>
    public GraphValue? TryGet(OnnxNode node, int index) => node.Input(index).Length == 0 ? null : Get(node, index);

    /// <summary>An input that must be known at import.</summary>
    /// <exception cref="ModelFileException">It is computed from the network's input, or its type is not one of floats.</exception>
    public ConstantValue GetFloats(OnnxNode node, int index, string role)
    {
        GraphValue value = Get(node, index);
        string shown = SafetensorsHeader.Show(node.Input(index));
        if (value is not ConstantValue constant)
        {
            throw Problem(node, $"its {role} {shown} is computed by the graph; it must be an initializer or a constant");
        }

        return constant.Floats is not null
            ? constant
            : throw Problem(node, $"its {role} {shown} is of type {TensorDecoder.TypeName(constant.DataType)}, expected FLOAT, FLOAT16, BFLOAT16 or DOUBLE");
    }

    /// <summary>A constant vector with one number per feature; a single number is repeated.</summary>
    public float[] GetVector(OnnxNode node, int index, string role, int size)
    {
        ConstantValue constant = GetFloats(node, index, role);
        float[] values = constant.Floats!;
        if (constant.Shape.Length > 2)
        {
            throw Problem(node, $"its {role} {SafetensorsHeader.Show(node.Input(index))} has the shape [{string.Join(", ", constant.Shape)}], expected [{size}]");
        }

        bool isRow = constant.Count == size && (constant.Shape.Length == 0 || size == 1 || constant.Shape[constant.Shape.Length - 1] == size);
        return isRow ? values
            : constant.Count == 1 ? [.. Enumerable.Repeat(values[0], size)]
            : throw Problem(node, $"its {role} {SafetensorsHeader.Show(node.Input(index))} has the shape [{string.Join(", ", constant.Shape)}], expected [{size}]");
    }

    /// <summary>An input as rows of numbers; a written-out activation becomes a layer here.</summary>
    public RowsValue GetRows(OnnxNode node, int index, string role = "input")
    {
        RowsValue rows = ToRows(node, Get(node, index), role, node.Input(index));
        _values[node.Input(index)] = rows;
        return rows;
    }

    /// <summary>The same for a value that is no input of its own.</summary>
    public RowsValue ToRows(OnnxNode node, GraphValue value, string role, string name) => value switch
    {
        RowsValue rows => rows,
        FunctionValue function => FunctionLayers.Append(this, function, name),
        ScaledValue scaled => scaled.Append(this, name),
        ConstantValue => throw Problem(node, $"its {role} {SafetensorsHeader.Show(name)} is a constant; expected what the network computes"),
        _ => throw Problem(node, "it reads a part of a normalization; a layer norm is supported only written out as ReduceMean, Sub, Pow, ReduceMean, Add, Sqrt, Div (Mul, Add), a root mean square norm as Pow, ReduceMean, Add, Sqrt, Div (Mul)"),
    };

    /// <summary>Rows whose shape is one dimension, besides the batch.</summary>
    public RowsValue GetFlatRows(OnnxNode node, int index)
    {
        RowsValue rows = GetRows(node, index);
        return rows.Shape.Length <= 1 || rows.Shape[rows.Shape.Length - 1] == rows.Size
            ? rows
            : throw Problem(node, $"its input has the shape [{string.Join(", ", rows.Shape)}] per sample; it is supported for flat rows only (a Flatten before it would do)");
    }

    /// <summary>An error that names the node.</summary>
    public static ModelFileException Problem(OnnxNode node, string what) =>
        new(node.Label, node.Operation, $"{node.Shown}: {what}");
}
