using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>
/// What the dimensions of a value over time are, a letter each: B the batch, T the steps, F the features, 1 a dimension of size 1. An input
/// of PyTorch's nn.LSTM is TBF, with batch_first BTF, one of Conv is BFT.
/// </summary>
internal static class SequenceAxes
{
    public const char Batch = 'B';
    public const char Time = 'T';
    public const char Feature = 'F';
    public const char One = '1';

    /// <summary>An axis counted from the front; −1 where there is none.</summary>
    public static int Index(string axes, long axis)
    {
        long own = axis < 0 ? axis + axes.Length : axis;
        return own >= 0 && own < axes.Length ? (int)own : -1;
    }

    /// <summary>The axes in another order; null where it is no order of them.</summary>
    public static string? Transposed(string axes, IReadOnlyList<long>? permutation)
    {
        long[] order = permutation is null ? [.. Enumerable.Range(0, axes.Length).Reverse().Select(static axis => (long)axis)] : [.. permutation];
        return order.Length == axes.Length && order.OrderBy(static axis => axis).SequenceEqual(Enumerable.Range(0, axes.Length).Select(static axis => (long)axis))
            ? new string([.. order.Select(axis => axes[(int)axis])])
            : null;
    }

    /// <summary>The axes with dimensions of size 1 put in; null where they do not fit.</summary>
    public static string? Unsqueezed(string axes, long[] added)
    {
        int rank = axes.Length + added.Length;
        var places = new HashSet<long>(added.Select(axis => axis < 0 ? axis + rank : axis));
        if (places.Count != added.Length || places.Any(axis => axis < 0 || axis >= rank) || rank > 8)
        {
            return null;
        }

        var rest = new Queue<char>(axes);
        return new string([.. Enumerable.Range(0, rank).Select(axis => places.Contains(axis) ? One : rest.Dequeue())]);
    }

    /// <summary>The axes in words.</summary>
    public static string Text(string axes) => $"[{string.Join(", ", axes.Select(static axis => axis switch { Batch => "batch", Time => "steps", Feature => "features", _ => "1" }))}]";

    /// <summary>Numbers of a value in this order from sequences.</summary>
    /// <param name="axes">Its axes.</param>
    /// <param name="batch">How many sequences.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="features">Values per step.</param>
    /// <param name="value">The number of a sequence, step and feature.</param>
    public static (int[] Shape, double[] Values) Arrange(string axes, int batch, int steps, int features, Func<int, int, int, double> value)
    {
        int[] shape = Shape(axes, batch, steps, features);
        var values = new double[shape.Aggregate(1, static (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            (int b, int t, int f) = Place(axes, shape, i);
            values[i] = value(b, t, f);
        }

        return (shape, values);
    }

    public static int[] Shape(string axes, int batch, int steps, int features) =>
        [.. axes.Select(axis => axis switch { Batch => batch, Time => steps, Feature => features, _ => 1 })];

    /// <summary>Which sequence, step and feature the number at an index is.</summary>
    public static (int Sequence, int Step, int Feature) Place(string axes, int[] shape, int index)
    {
        (int b, int t, int f) = (0, 0, 0);
        for (int axis = axes.Length - 1; axis >= 0; axis--)
        {
            int place = index % shape[axis];
            index /= shape[axis];
            (b, t, f) = axes[axis] switch { Batch => (place, t, f), Time => (b, place, f), Feature => (b, t, place), _ => (b, t, f) };
        }

        return (b, t, f);
    }
}
