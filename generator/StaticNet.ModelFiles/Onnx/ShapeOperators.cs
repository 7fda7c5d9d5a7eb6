using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Operators that move or reshape numbers without changing them. Samples are never mixed.</summary>
internal static class ShapeOperators
{
    /// <summary>What passes through: Identity, and Cast between float types.</summary>
    public static GraphValue Identity(ImportContext context, OnnxNode node) => context.Get(node, 0) switch
    {
        RowsValue rows => rows.View(rows.Shape, rows.HasBatch, node.Outputs[0]),
        GraphValue value => value,
    };

    /// <summary>To a float type everything passes; constants become what is asked for.</summary>
    public static GraphValue Cast(ImportContext context, OnnxNode node)
    {
        int type = (int)node.Integer("to", 1);
        if (context.Get(node, 0) is ConstantValue constant && !(TensorDecoder.IsFloat(type) && TensorDecoder.IsFloat(constant.DataType)))
        {
            return CastConstant(node, constant, type);
        }

        if (TensorDecoder.IsHalf(type) && context.Get(node, 0) is ConstantValue { Floats: not null } weights && weights.DataType != type)
        {
            throw ImportContext.Problem(node, $"it rounds the constant {SafetensorsHeader.Show(node.Input(0))} to {TensorDecoder.TypeName(type)}; fold constants before export, so that the file stores what it computes with");
        }

        if (TensorDecoder.IsHalf(type) && context.Get(node, 0) is not ConstantValue && !context.IsHalfPrecision)
        {
            throw ImportContext.Problem(
                node, $"it rounds what the network computes to {TensorDecoder.TypeName(type)}, but the weights are FLOAT, and networks are compiled to arithmetic in FLOAT; export the network without this cast, or in half precision as a whole (weights of {TensorDecoder.TypeName(type)})");
        }

        bool isCondition = type == 9 && context.Get(node, 0) is FunctionValue { Function.IsCondition: true };
        return TensorDecoder.IsFloat(type) || isCondition || context.Get(node, 0) is ConstantValue
            ? Identity(context, node)
            : throw ImportContext.Problem(node, $"it casts to {TensorDecoder.TypeName(type)}; float types are supported");
    }

    /// <summary>From or to integers. What a conversion makes of a number outside the type's range is up to the program that does it.</summary>
    private static ConstantValue CastConstant(OnnxNode node, ConstantValue constant, int type)
    {
        double[] values = constant.Floats is not null ? Array.ConvertAll(constant.Floats, static value => (double)value)
            : constant.Integers is not null ? Array.ConvertAll(constant.Integers, static value => (double)value)
            : throw ImportContext.Problem(node, $"it casts {SafetensorsHeader.Show(node.Input(0))} of type {TensorDecoder.TypeName(constant.DataType)}; floats, integers and BOOL are supported");
        if (TensorDecoder.IsFloat(type))
        {
            return new ConstantValue(constant.Name, 1, constant.Shape, Array.ConvertAll(values, static value => (float)value), null);
        }

        if (type == 9)
        {
            return new ConstantValue(constant.Name, 9, constant.Shape, null, Array.ConvertAll(values, static value => value != 0 ? 1L : 0));
        }

        (double lowest, double highest) = type switch
        {
            2 => (0, byte.MaxValue),
            3 => (sbyte.MinValue, sbyte.MaxValue),
            4 => (0, ushort.MaxValue),
            5 => (short.MinValue, short.MaxValue),
            6 => (int.MinValue, int.MaxValue),
            7 => (long.MinValue, long.MaxValue),
            12 => (0, uint.MaxValue),
            13 => (0d, long.MaxValue),
            _ => throw ImportContext.Problem(node, $"it casts a constant to {TensorDecoder.TypeName(type)}; floats, integers and BOOL are supported"),
        };
        int outside = Array.FindIndex(values, value => !(Math.Truncate(value) >= lowest && Math.Truncate(value) <= highest));
        return outside < 0
            ? new ConstantValue(constant.Name, type, constant.Shape, null, constant.Integers ?? Array.ConvertAll(values, static value => value >= long.MaxValue ? long.MaxValue : (long)value))
            : throw ImportContext.Problem(node, $"it casts the constant {values[outside].ToString("R", CultureInfo.InvariantCulture)} to {TensorDecoder.TypeName(type)}, which cannot hold it; programs differ in what they make of that. Store the number that is meant");
    }

    /// <summary>A layer that does nothing at inference; its mask must not be read.</summary>
    public static GraphValue Dropout(ImportContext context, OnnxNode node)
    {
        if (node.Outputs.Count > 1 && context.Uses(node.Outputs[1]) > 0)
        {
            throw ImportContext.Problem(node, "its mask is read by the graph; only its first output is supported");
        }

        if (context.TryGet(node, 2) is not null and not ConstantValue { Scalar: 0 })
        {
            throw ImportContext.Problem(node, "it is in training mode; export the network for inference (model.eval())");
        }

        if (context.OperatorSet < 7 && node.Integer("is_test", 0) == 0)
        {
            throw ImportContext.Problem(node, $"it is in training mode: in operator set {context.OperatorSet} is_test is 0 where it is left out; export the network for inference (model.eval())");
        }

        RowsValue rows = context.GetRows(node, 0);
        double ratio = (context.TryGet(node, 1) as ConstantValue)?.Scalar ?? node.Float("ratio", 0.5);
        PendingLayer layer = new PendingLayer("Dropout", rows.Size, rows.Size, [rows.Layer]).With("p", ShortNumber.Of(ratio));
        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>Everything after the batch becomes one dimension.</summary>
    public static GraphValue Flatten(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetRows(node, 0);
        long axis = node.Integer("axis", 1);
        axis += axis < 0 ? rows.Rank : 0;
        bool keepsRows = axis == 1 && rows.HasBatch;
        bool makesOneRow = axis == 0 && (!rows.HasBatch || context.Batch == 1);
        return keepsRows || makesOneRow
            ? rows.View([rows.Size], hasBatch: true, node.Outputs[0])
            : throw ImportContext.Problem(node, $"axis {axis} mixes samples; axis 1, which keeps them apart, is supported");
    }

    /// <summary>Any shape that keeps the samples apart.</summary>
    public static GraphValue Reshape(ImportContext context, OnnxNode node)
    {
        long[] target = Integers(context, node, 1, "shape");

        // The 0 of an open batch, which comes from a Shape, stands for it.
        bool isOfShape = context.Get(node, 1) is ConstantValue { IsOpen: true };
        if (node.Integer("allowzero", 0) != 0 && !isOfShape && Array.IndexOf(target, 0) >= 0)
        {
            throw ImportContext.Problem(node, $"with allowzero = 1 the shape [{string.Join(", ", target)}] has a dimension of size 0, which holds no numbers; export the model with allowzero = 0, where a 0 keeps the dimension as it was");
        }

        if (context.Get(node, 0) is ConstantValue constant)
        {
            return Reshaped(node, constant, target);
        }

        RowsValue rows = context.GetRows(node, 0);
        for (int i = 1; i < target.Length; i++)
        {
            int axis = rows.HasBatch ? i - 1 : i;
            target[i] = target[i] == 0 && axis < rows.Shape.Length ? rows.Shape[axis] : target[i];
        }

        if (rows.HasBatch && context.Batch != 1 && target.Length > 1 && target[0] == 1 && target.Contains(-1))
        {
            throw ImportContext.Problem(
                node, $"the shape [{string.Join(", ", target)}] joins all samples of a batch into one; reshape to [-1, {rows.Size}] (x.flatten(1)), or export the network with a fixed batch of 1");
        }

        // First as [batch, ...], then as a shape without a batch dimension.
        bool mayBeBatch = target.Length > 0 && (target[0] is -1 or 1 || target[0] == context.Batch || (target[0] == 0 && rows.HasBatch));
        bool isOneSample = !rows.HasBatch || context.Batch == 1;
        if (mayBeBatch && Completed(target, 1, rows.Size) is int[] perSample)
        {
            return rows.View(perSample, hasBatch: true, node.Outputs[0]);
        }

        return isOneSample && Completed(target, 0, rows.Size) is int[] whole
            ? rows.View(whole, hasBatch: false, node.Outputs[0])
            : throw ImportContext.Problem(
                node, $"the shape [{string.Join(", ", target)}] does not keep samples of shape [{string.Join(", ", rows.Shape)}] apart; [-1, {rows.Size}] does");
    }

    /// <summary>Takes dimensions of size 1 away.</summary>
    public static GraphValue Squeeze(ImportContext context, OnnxNode node)
    {
        long[]? axes = Axes(context, node);
        if (context.Get(node, 0) is ConstantValue constant)
        {
            var taken = new HashSet<long>(axes?.Select(axis => axis < 0 ? axis + constant.Shape.Length : axis)
                ?? Enumerable.Range(0, constant.Shape.Length).Where(axis => constant.Shape[axis] == 1).Select(static axis => (long)axis));
            return Reshaped(node, constant, [.. constant.Shape.Where((_, axis) => !taken.Contains(axis)).Select(static dimension => (long)dimension)]);
        }

        RowsValue rows = context.GetRows(node, 0);
        var removed = new HashSet<long>(axes?.Select(axis => axis < 0 ? axis + rows.Rank : axis)
            ?? Enumerable.Range(0, rows.Rank).Select(axis => (long)axis).Where(axis => Dimension(context, rows, axis) == 1));
        if (removed.Any(axis => axis < 0 || axis >= rows.Rank || Dimension(context, rows, axis) != 1))
        {
            throw ImportContext.Problem(node, $"it removes a dimension that is not of size 1 from samples of shape [{string.Join(", ", rows.Shape)}]");
        }

        int first = rows.HasBatch ? 1 : 0;
        return rows.View([.. rows.Shape.Where((_, i) => !removed.Contains(i + first))], rows.HasBatch && !removed.Contains(0), node.Outputs[0]);
    }

    /// <summary>Adds dimensions of size 1.</summary>
    public static GraphValue Unsqueeze(ImportContext context, OnnxNode node)
    {
        long[] axes = Axes(context, node) ?? throw ImportContext.Problem(node, "it names no axes");
        if (context.Get(node, 0) is ConstantValue constant)
        {
            return axes.Length == 1 && constant.Count == 1
                ? new ConstantValue(constant.Name, constant.DataType, [1], constant.Floats, constant.Integers)
                : throw ImportContext.Problem(node, "adding dimensions to a constant of several numbers is not supported; fold constants before export");
        }

        RowsValue rows = context.GetRows(node, 0);
        int rank = rows.Rank + axes.Length;
        var added = new HashSet<long>(axes.Select(axis => axis < 0 ? axis + rank : axis));
        if (added.Count != axes.Length || added.Any(axis => axis < 0 || axis >= rank) || (rows.HasBatch && added.Contains(0)) || rank > 16)
        {
            throw ImportContext.Problem(node, $"the axes [{string.Join(", ", axes)}] do not keep the batch in front");
        }

        var old = new Queue<int>(rows.Shape);
        bool makesBatch = !rows.HasBatch && added.Contains(0);
        int first = rows.HasBatch || makesBatch ? 1 : 0;
        var shape = new List<int>();
        for (int i = first; i < rank; i++)
        {
            shape.Add(added.Contains(i) ? 1 : old.Dequeue());
        }

        return rows.View([.. shape], rows.HasBatch || makesBatch, node.Outputs[0]);
    }

    /// <summary>Of a constant matrix, or of rows where only dimensions of size 1 move.</summary>
    public static GraphValue Transpose(ImportContext context, OnnxNode node)
    {
        if (context.Get(node, 0) is ConstantValue constant)
        {
            if (constant.Shape.Length != 2 || constant.Floats is null)
            {
                throw ImportContext.Problem(node, "of constants only float matrices are transposed; fold constants before export");
            }

            (int rowCount, int columnCount) = (constant.Shape[0], constant.Shape[1]);
            var values = new float[constant.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[(i % columnCount * rowCount) + (i / columnCount)] = constant.Floats[i];
            }

            return node.Attribute("perm")?.Integers is { Count: 2 } order && order[0] == 0
                ? constant
                : ConstantValue.OfFloats(constant.Name, [columnCount, rowCount], values);
        }

        RowsValue rows = context.GetRows(node, 0);
        int first = rows.HasBatch ? 1 : 0;
        long[] permutation = node.Attribute("perm")?.Integers.ToArray() ?? [.. Enumerable.Range(0, rows.Rank).Reverse().Select(i => (long)i)];
        bool isPermutation = permutation.Length == rows.Rank && permutation.OrderBy(i => i).SequenceEqual(Enumerable.Range(0, rows.Rank).Select(i => (long)i));
        if (!isPermutation || (rows.HasBatch && permutation[0] != 0))
        {
            throw ImportContext.Problem(node, "it moves the batch dimension");
        }

        long[] moved = [.. permutation.Skip(first).Where(axis => rows.Shape[axis - first] != 1)];
        int[] axes = [.. permutation.Skip(first).Select(axis => (int)axis - first)];
        int[] shape = [.. axes.Select(axis => rows.Shape[axis])];
        return moved.SequenceEqual(moved.OrderBy(axis => axis))
            ? rows.View(shape, rows.HasBatch, node.Outputs[0])
            : SelectionOperators.Select(context, node, rows, SelectionOperators.Transposed(rows.Shape, axes), shape, node.Outputs[0]);
    }

    /// <summary>Joins rows side by side; or constants that make up a shape.</summary>
    public static GraphValue Concat(ImportContext context, OnnxNode node)
    {
        GraphValue[] values = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => context.Get(node, i))];
        if (values.Length > 0 && values.All(value => value is ConstantValue { Integers: not null, Shape.Length: <= 1 }))
        {
            return ConstantValue.OfIntegers(node.Outputs[0], [.. values.SelectMany(value => ((ConstantValue)value).Integers!)]);
        }

        RowsValue[] rows = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => context.GetRows(node, i))];
        long axis = node.Integer("axis", 1);
        bool isFlat = rows.Length > 0 && rows.All(row => row.Shape.Length == 1 && row.HasBatch == rows[0].HasBatch);
        if (!isFlat || (axis < 0 ? axis + rows[0].Rank : axis) != rows[0].Rank - 1)
        {
            throw ImportContext.Problem(node, $"it joins along axis {axis}; flat rows joined along their features (axis 1) are supported");
        }

        long size = rows.Sum(row => (long)row.Size);
        return size <= ImportContext.MaximumSize
            ? context.Layers.Add(new PendingLayer("Concat", rows[0].Size, (int)size, [.. rows.Select(row => row.Layer)]), rows[0].HasBatch, node.Outputs[0])
            : throw ImportContext.Problem(node, $"it makes rows of {size} values; at most {ImportContext.MaximumSize} are supported");
    }

    /// <summary>The dimensions of a value; an open batch is 0, which Reshape takes for "as it was".</summary>
    public static GraphValue Shape(ImportContext context, OnnxNode node)
    {
        IEnumerable<long> shape;
        if (context.Get(node, 0) is ConstantValue constant)
        {
            shape = constant.Shape.Select(static dimension => (long)dimension);
        }
        else
        {
            RowsValue rows = context.GetRows(node, 0);
            shape = rows.Shape.Select(static dimension => (long)dimension);
            shape = rows.HasBatch ? shape.Prepend(Math.Max(0, context.Batch)) : shape;
        }

        // start and end count from the back where they are negative, and are cut to what there is.
        long[] all = [.. shape];
        int Bound(string attribute, long otherwise) => (int)Math.Max(0, Math.Min(all.Length, node.Integer(attribute, otherwise) is long index && index < 0 ? index + all.Length : node.Integer(attribute, otherwise)));
        int start = Bound("start", 0);
        return ConstantValue.OfIntegers(node.Outputs[0], [.. all.Skip(start).Take(Bound("end", all.Length) - start)]);
    }

    /// <summary>A constant stored in a node.</summary>
    public static GraphValue Constant(OnnxNode node)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.Tensor is not null: return TensorDecoder.Decode(attribute.Tensor, node.Outputs[0]);
                case "value_float": return ConstantValue.OfFloats(node.Outputs[0], [], [attribute.Float]);
                case "value_floats": return ConstantValue.OfFloats(node.Outputs[0], [attribute.Floats.Count], [.. attribute.Floats]);
                case "value_int": return new ConstantValue(node.Outputs[0], 7, [], null, [attribute.Integer]);
                case "value_ints": return ConstantValue.OfIntegers(node.Outputs[0], [.. attribute.Integers]);
            }
        }

        if (node.Attribute("sparse_value") is not null)
        {
            throw ImportContext.Problem(node, "its value is sparse (sparse_value), which is not supported; store the numbers densely");
        }

        throw ImportContext.Problem(node, "it has no value, value_float, value_floats, value_int or value_ints");
    }

    private static ConstantValue Reshaped(OnnxNode node, ConstantValue constant, long[] target) => Completed(target, 0, constant.Count) is int[] shape
        ? new ConstantValue(constant.Name, constant.DataType, shape, constant.Floats, constant.Integers)
        : throw ImportContext.Problem(node, $"a constant of {constant.Count} numbers cannot take the shape [{string.Join(", ", target)}]");

    /// <summary>The dimensions from <paramref name="first"/> on, -1 worked out, if they hold <paramref name="size"/> numbers; otherwise null.</summary>
    private static int[]? Completed(long[] target, int first, int size)
    {
        long known = 1;
        int open = -1;
        for (int i = first; i < target.Length; i++)
        {
            bool isOpen = target[i] == -1 && open < 0 && (first == 0 || target[0] != -1);
            if ((target[i] < 1 && !isOpen) || target[i] > size)
            {
                return null;
            }

            open = isOpen ? i : open;
            known *= isOpen ? 1 : target[i];
            if (known > size)
            {
                return null;
            }
        }

        bool fits = open < 0 ? known == size : size % known == 0;
        return fits ? [.. target.Select((dimension, i) => i == open ? (int)(size / known) : (int)dimension).Skip(first)] : null;
    }

    private static long[]? Axes(ImportContext context, OnnxNode node) =>
        node.Attribute("axes")?.Integers.ToArray() ?? (context.TryGet(node, 1) is null ? null : Integers(context, node, 1, "axes"));

    /// <summary>An input of constant integers.</summary>
    public static long[] Integers(ImportContext context, OnnxNode node, int index, string role) =>
        context.Get(node, index) is ConstantValue { Integers: long[] integers }
            ? (long[])integers.Clone()
            : throw ImportContext.Problem(node, $"its {role} must be constant integers");

    private static long Dimension(ImportContext context, RowsValue rows, long axis) =>
        !rows.HasBatch ? rows.Shape[axis] : axis == 0 ? context.Batch : rows.Shape[axis - 1];
}
