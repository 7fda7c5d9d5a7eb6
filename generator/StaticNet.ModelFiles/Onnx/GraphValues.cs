using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>What is known at import about a value of the graph.</summary>
internal abstract class GraphValue;

/// <summary>Known numbers: an initializer, a Constant node, or what follows from them.</summary>
internal sealed class ConstantValue(string name, int dataType, int[] shape, float[]? floats, long[]? integers) : GraphValue
{
    /// <summary>The name of the initializer that the numbers come from.</summary>
    public string Name { get; } = name;

    /// <summary>ONNX's element type.</summary>
    public int DataType { get; } = dataType;

    /// <summary>Dimensions; empty for a single number.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>Row-major values, where the type is a float type.</summary>
    public float[]? Floats { get; } = floats;

    /// <summary>Row-major values, where the type is an integer type.</summary>
    public long[]? Integers { get; } = integers;

    /// <summary>Whether a 0 in it is the batch of a graph that leaves it open: part of a shape, and no number to compute with.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How many numbers there are.</summary>
    public int Count => Floats?.Length ?? Integers?.Length ?? 0;

    /// <summary>The only number, or null where there are none or several.</summary>
    public double? Scalar => Count != 1 ? null : Floats is not null ? Floats[0] : Integers![0];

    /// <summary>The same list, known to come from a shape whose batch is open.</summary>
    public ConstantValue Opened(bool isOpen)
    {
        IsOpen = isOpen && Array.IndexOf(Integers ?? [], 0) >= 0;
        return this;
    }

    /// <summary>A constant of floats.</summary>
    public static ConstantValue OfFloats(string name, int[] shape, float[] values) => new(name, 1, shape, values, null);

    /// <summary>A constant of integers.</summary>
    public static ConstantValue OfIntegers(string name, params long[] values) => new(name, 7, [values.Length], null, values);
}

/// <summary>What a node of several outputs writes, one value for each.</summary>
internal sealed class SeveralValues(IReadOnlyList<GraphValue> values) : GraphValue
{
    public IReadOnlyList<GraphValue> Values { get; } = values;
}

/// <summary>Rows of numbers: the network's input or what a layer writes, one row per sample.</summary>
internal sealed class RowsValue(int layer, int[] shape, bool hasBatch, string name) : GraphValue
{
    /// <summary>Index of the layer; -1 is the network's input.</summary>
    public int Layer { get; } = layer;

    /// <summary>Shape of one row, without the batch dimension.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>False where the graph treats a single sample without a batch dimension.</summary>
    public bool HasBatch { get; } = hasBatch;

    /// <summary>The graph's name of the value; tells a layer's own output from a reshaped view of it.</summary>
    public string Name { get; } = name;

    /// <summary>Numbers per row.</summary>
    public int Size { get; } = shape.Aggregate(1, (size, dimension) => size * dimension);

    /// <summary>Dimensions as the graph sees them.</summary>
    public int Rank => Shape.Length + (HasBatch ? 1 : 0);

    /// <summary>Whether the two are the same numbers.</summary>
    public bool IsSameAs(RowsValue other) => Layer == other.Layer && Shape.SequenceEqual(other.Shape);

    /// <summary>The same numbers, seen in another shape.</summary>
    public RowsValue View(int[] shape, bool hasBatch, string name) => new(Layer, shape, hasBatch, name);
}

/// <summary>A function of one number, applied to each number of a row: an activation, or a part of one that is written out.</summary>
internal sealed class FunctionValue(RowsValue rows, ScalarFunction function, OnnxNode node) : GraphValue
{
    /// <summary>The node that computes it.</summary>
    public OnnxNode Node { get; } = node;

    public RowsValue Rows { get; } = rows;

    public ScalarFunction Function { get; } = function;
}

/// <summary>How far a layer normalization, or a division by a norm, that is written out has come.</summary>
internal enum NormalizationStage
{
    /// <summary>mean(x)</summary>
    Mean,

    /// <summary>x − mean(x)</summary>
    Centered,

    /// <summary>(x − mean(x))²</summary>
    Squares,

    /// <summary>mean((x − mean(x))²)</summary>
    Variance,

    /// <summary>variance + ε</summary>
    StabilizedVariance,

    /// <summary>√(variance + ε)</summary>
    Deviation,

    /// <summary>1/√(variance + ε)</summary>
    InverseDeviation,

    /// <summary>mean(x²)</summary>
    MeanSquare,

    /// <summary>mean(x²) + ε</summary>
    StabilizedMeanSquare,

    /// <summary>√(mean(x²) + ε)</summary>
    RootMeanSquare,

    /// <summary>1/√(mean(x²) + ε)</summary>
    InverseRootMeanSquare,

    /// <summary>√Σx², the norm 2 of a row</summary>
    Length,

    /// <summary>Σ|x|, the norm 1 of a row</summary>
    Sum,
}

/// <summary>An intermediate value of a layer normalization that is written out in simpler operators.</summary>
internal sealed class NormalizationValue(RowsValue rows, NormalizationStage stage, double epsilon) : GraphValue
{
    public RowsValue Rows { get; } = rows;

    public NormalizationStage Stage { get; } = stage;

    public double Epsilon { get; } = epsilon;
}
