using System;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>A value of the interpreter: numbers of any ONNX type, held as double.</summary>
/// <param name="type">ONNX's element type.</param>
/// <param name="shape">Dimensions; empty for a single number.</param>
/// <param name="values">Row-major.</param>
internal sealed class Tensor(int type, int[] shape, double[] values)
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Boolean = 9;

    public int Type { get; } = type;

    public int[] Shape { get; } = shape;

    public double[] Values { get; } = values;

    public int Rank => Shape.Length;

    /// <summary>Whether numbers are integers, so that a division drops the remainder.</summary>
    public bool IsInteger => Type is >= 2 and <= 7 or 12 or 13;

    /// <summary>A tensor of floats.</summary>
    public static Tensor Of(int[] shape, double[] values) => new(Float, shape, values);

    /// <summary>A list of integers.</summary>
    public static Tensor OfIntegers(params long[] values) => new(Int64, [values.Length], [.. values.Select(value => (double)value)]);

    /// <summary>The same numbers in another shape.</summary>
    public Tensor WithShape(params int[] shape) => Product(shape) == Values.Length
        ? new(Type, shape, Values)
        : throw new InterpretationException($"{Values.Length} values cannot take the shape [{string.Join(", ", shape)}]");

    /// <summary>Other numbers of the same type and shape.</summary>
    public Tensor With(double[] values) => new(Type, Shape, values);

    /// <summary>An axis counted from the front.</summary>
    public int Axis(long axis) => Axis(axis, Rank);

    /// <summary>An axis of a value of the given rank, counted from the front.</summary>
    public static int Axis(long axis, int rank)
    {
        long positive = axis < 0 ? axis + rank : axis;
        return positive >= 0 && positive < rank ? (int)positive : throw new InterpretationException($"axis {axis} does not exist in a value of {rank} dimensions");
    }

    /// <summary>Numbers in a shape, or in a part of one.</summary>
    public static int Product(int[] shape, int from = 0, int to = int.MaxValue)
    {
        long product = 1;
        for (int i = from; i < Math.Min(to, shape.Length); i++)
        {
            product *= shape[i];
            if (product > 1 << 26)
            {
                throw new InterpretationException($"a value of shape [{string.Join(", ", shape)}] is too large");
            }
        }

        return (int)product;
    }
}

/// <summary>The graph cannot be run: shapes do not fit, or an operator is not known.</summary>
internal sealed class InterpretationException(string message, OnnxNode? node = null) : Exception(message)
{
    /// <summary>The node that cannot be run; null where none is to blame.</summary>
    public OnnxNode? Node { get; } = node;
}
