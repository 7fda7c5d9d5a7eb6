using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Operators that take some numbers of each row: Slice, Split, Gather, Transpose. A layer of kind Select does it.</summary>
internal static class SelectionOperators
{
    /// <summary>Positions that are no run are written into the program one by one.</summary>
    private const int MaximumListLength = 1 << 14;

    /// <summary>Picks entries along an axis of the rows, or from a constant list of integers, such as a shape.</summary>
    public static GraphValue Gather(ImportContext context, OnnxNode node)
    {
        if (context.Get(node, 0) is ConstantValue)
        {
            return GatherList(context, node);
        }

        long[] indices = ShapeOperators.Integers(context, node, 1, "indices");
        RowsValue rows = context.GetRows(node, 0);
        int axis = FeatureAxis(node, rows, node.Integer("axis", 0));
        int[] shape = ((ConstantValue)context.Get(node, 1)).Shape;
        int length = rows.Shape[axis];
        int[] taken = [.. indices.Select(index => index >= -length && index < length
            ? (int)(index < 0 ? index + length : index)
            : throw ImportContext.Problem(node, $"its index {index} is outside the {length} entries that it picks from"))];
        return Select(
            context, node, rows, Along(rows.Shape, axis, taken), [.. rows.Shape.Take(axis), .. shape, .. rows.Shape.Skip(axis + 1)], node.Outputs[0]);
    }

    /// <summary>Cuts runs out of the rows, or out of a constant list of integers, such as a shape.</summary>
    public static GraphValue Slice(ImportContext context, OnnxNode node)
    {
        long[] starts = node.Attribute("starts")?.Integers.ToArray() ?? ShapeOperators.Integers(context, node, 1, "starts");
        long[] ends = node.Attribute("ends")?.Integers.ToArray() ?? ShapeOperators.Integers(context, node, 2, "ends");
        long[] axes = node.Attribute("axes")?.Integers.ToArray()
            ?? (context.TryGet(node, 3) is null ? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)] : ShapeOperators.Integers(context, node, 3, "axes"));
        long[] steps = context.TryGet(node, 4) is null ? [.. starts.Select(_ => 1L)] : ShapeOperators.Integers(context, node, 4, "steps");
        if (starts.Length == 0 || ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw ImportContext.Problem(node, $"it has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps; as many of each, and steps other than 0, are expected");
        }

        if (context.Get(node, 0) is ConstantValue)
        {
            long[] list = ShapeOperators.Integers(context, node, 0, "data");
            return starts.Length == 1
                ? ConstantValue.OfIntegers(node.Outputs[0], [.. Range(list.Length, starts[0], ends[0], steps[0]).Select(i => list[i])])
                : throw ImportContext.Problem(node, "it cuts a constant along several axes; fold constants before export");
        }

        RowsValue rows = context.GetRows(node, 0);
        int[] shape = [.. rows.Shape];
        int[]? positions = null;
        for (int i = 0; i < starts.Length; i++)
        {
            if (IsWholeBatch(context, rows, axes[i], starts[i], ends[i], steps[i]))
            {
                continue;
            }

            int axis = FeatureAxis(node, rows, axes[i]);
            int[] taken = [.. Range(shape[axis], starts[i], ends[i], steps[i])];
            int[] before = positions ?? Along(shape, -1, []);
            positions = [.. Along(shape, axis, taken).Select(position => before[position])];
            shape[axis] = taken.Length;
        }

        return positions is null ? rows.View(rows.Shape, rows.HasBatch, node.Outputs[0]) : Select(context, node, rows, positions, shape, node.Outputs[0]);
    }

    /// <summary>Cuts the rows into consecutive parts.</summary>
    public static GraphValue Split(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetRows(node, 0);
        int axis = FeatureAxis(node, rows, node.Integer("axis", 0));
        int length = rows.Shape[axis];
        int count = node.Outputs.Count;
        int even = (length + count - 1) / count;
        long[] sizes = node.Attribute("split")?.Integers.ToArray()
            ?? (context.TryGet(node, 1) is null ? [.. Enumerable.Range(0, count).Select(i => (long)Math.Max(0, Math.Min(even, length - (i * even))))] : ShapeOperators.Integers(context, node, 1, "split"));
        if (sizes.Length != count || sizes.Any(size => size < 1 || size > length) || sizes.Sum() != length)
        {
            throw ImportContext.Problem(node, $"it cuts {length} entries into {count} parts of [{string.Join(", ", sizes)}]; parts of 1 or more that add up to {length} are expected");
        }

        var parts = new List<GraphValue>();
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int[] shape = [.. rows.Shape];
            shape[axis] = (int)sizes[i];
            parts.Add(node.Outputs[i].Length == 0 || context.Uses(node.Outputs[i]) == 0
                ? rows
                : Select(context, node, rows, Along(rows.Shape, axis, [.. Enumerable.Range(start, (int)sizes[i])]), shape, node.Outputs[i]));
            start += (int)sizes[i];
        }

        return new SeveralValues(parts);
    }

    /// <summary>Appends the layer that takes these positions of a row.</summary>
    public static RowsValue Select(ImportContext context, OnnxNode node, RowsValue rows, int[] positions, int[] shape, string name)
    {
        if (positions.Length is 0 or > ImportContext.MaximumSize)
        {
            throw ImportContext.Problem(node, $"it takes {positions.Length} of the {rows.Size} numbers of a row; 1 to {ImportContext.MaximumSize} are supported");
        }

        if (positions.Length == rows.Size && positions[0] == 0 && Selection.IsRun(positions))
        {
            return rows.View(shape, rows.HasBatch, name);
        }

        if (!Selection.IsRun(positions) && positions.Length > MaximumListLength)
        {
            throw ImportContext.Problem(node, $"it takes {positions.Length} numbers of a row that do not follow each other; up to {MaximumListLength.ToString(CultureInfo.InvariantCulture)} are supported");
        }

        var layer = new PendingLayer("Select", rows.Size, positions.Length, [rows.Layer]);
        layer.Arguments.AddRange(Selection.Arguments(positions));
        return context.Layers.Add(layer, rows.HasBatch, name).View(shape, rows.HasBatch, name);
    }

    /// <summary>Positions of a row's numbers in the order that another order of its dimensions gives them.</summary>
    public static int[] Transposed(int[] shape, int[] order)
    {
        int[] strides = [.. shape.Select((_, axis) => shape.Skip(axis + 1).Aggregate(1, (product, size) => product * size))];
        int[] positions = [0];
        foreach (int axis in order)
        {
            positions = [.. positions.SelectMany(position => Enumerable.Range(0, shape[axis]).Select(i => position + (i * strides[axis])))];
        }

        return positions;
    }

    /// <summary>Positions of the entries taken along an axis; of all for −1.</summary>
    private static int[] Along(int[] shape, int axis, int[] taken)
    {
        int size = shape.Aggregate(1, (product, dimension) => product * dimension);
        if (axis < 0)
        {
            return [.. Enumerable.Range(0, size)];
        }

        int inner = shape.Skip(axis + 1).Aggregate(1, (product, dimension) => product * dimension);
        int block = inner * shape[axis];
        return block == 0 || (long)size / shape[axis] * taken.Length > ImportContext.MaximumSize
            ? []
            : [.. Enumerable.Range(0, size / block).SelectMany(outer => taken.SelectMany(index => Enumerable.Range((outer * block) + (index * inner), inner)))];
    }

    /// <summary>The entries that a slice takes, after Python's rules.</summary>
    private static IEnumerable<int> Range(int length, long start, long end, long step)
    {
        long lowest = step > 0 ? 0 : -1;
        long highest = step > 0 ? length : length - 1;
        long Bound(long index, long least) => Math.Max(least, Math.Min(highest, index < 0 ? index + length : index));
        long last = Bound(end, lowest);
        for (long i = Bound(start, Math.Max(0, lowest)); step > 0 ? i < last : i > last; i += step)
        {
            yield return (int)i;
        }
    }

    private static bool IsWholeBatch(ImportContext context, RowsValue rows, long axis, long start, long end, long step) =>
        rows.HasBatch && (axis == 0 || axis == -rows.Rank) && start == 0 && step == 1 && (end >= int.MaxValue || (context.Batch > 0 && end >= context.Batch));

    /// <summary>An axis among the dimensions of one sample.</summary>
    private static int FeatureAxis(OnnxNode node, RowsValue rows, long axis)
    {
        long own = axis < 0 ? axis + rows.Rank : axis;
        int first = rows.HasBatch ? 1 : 0;
        return own < 0 || own >= rows.Rank ? throw ImportContext.Problem(node, $"its axis {axis} is none of the {rows.Rank} of its input")
            : own < first ? throw ImportContext.Problem(node, "it takes some samples of the batch; rows may be taken apart along their features (axis 1) only")
            : (int)own - first;
    }

    private static ConstantValue GatherList(ImportContext context, OnnxNode node)
    {
        long[] list = ShapeOperators.Integers(context, node, 0, "data");
        long[] indices = [.. ShapeOperators.Integers(context, node, 1, "indices").Select(index => index < 0 ? index + list.Length : index)];
        bool isScalar = context.Get(node, 1) is ConstantValue { Shape.Length: 0 };
        return indices.All(index => index >= 0 && index < list.Length)
            ? new ConstantValue(node.Outputs[0], 7, isScalar ? [] : [indices.Length], null, [.. indices.Select(index => list[index])])
            : throw ImportContext.Problem(node, $"an index is outside the {list.Length} numbers that it picks from");
    }
}
