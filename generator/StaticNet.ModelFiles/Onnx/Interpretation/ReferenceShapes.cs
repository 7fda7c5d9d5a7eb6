using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>Operators that move, select or convert numbers.</summary>
internal static class ReferenceShapes
{
    public static void AddTo(Dictionary<string, Func<OperatorCall, Tensor[]>> operators)
    {
        operators.Add("Constant", Constant);
        operators.Add("Identity", call => [call[0]]);
        operators.Add("Dropout", call => [call[0]]);
        operators.Add("Cast", call => [Cast(call[0], (int)call.Node.Integer("to", 1))]);
        operators.Add("Shape", Shape);
        operators.Add("Expand", call => [ReferenceElementwise.Broadcast(
            call[0].Type, (value, _) => value, call[0], new(Tensor.Float, [.. call[1].Values.Select(v => (int)v)], new double[Tensor.Product([.. call[1].Values.Select(v => (int)v)])]))]);
        operators.Add("Flatten", Flatten);
        operators.Add("Reshape", Reshape);
        operators.Add("Squeeze", Squeeze);
        operators.Add("Unsqueeze", Unsqueeze);
        operators.Add("Transpose", Transpose);
        operators.Add("Concat", Concat);
        operators.Add("Gather", Gather);
        operators.Add("Slice", Slice);
        operators.Add("Split", Split);
        operators.Add("DequantizeLinear", Dequantize);
    }

    private static Tensor[] Constant(OperatorCall call)
    {
        foreach (OnnxAttribute attribute in call.Node.Attributes)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.Tensor is OnnxTensor stored: return [StoredTensor.Read(stored)];
                case "value_float": return [Tensor.Of([], [attribute.Float])];
                case "value_floats": return [Tensor.Of([attribute.Floats.Count], [.. attribute.Floats.Select(value => (double)value)])];
                case "value_int": return [new(Tensor.Int64, [], [attribute.Integer])];
                case "value_ints": return [Tensor.OfIntegers([.. attribute.Integers])];
            }
        }

        throw new InterpretationException("it has no value");
    }

    private static Tensor Cast(Tensor x, int type) => type switch
    {
        1 or 10 or 11 or 16 => new(type, x.Shape, x.Values),
        9 => new(type, x.Shape, Array.ConvertAll(x.Values, v => v != 0 ? 1.0 : 0)),
        >= 2 and <= 7 or 12 or 13 => new(type, x.Shape, Array.ConvertAll(x.Values, Math.Truncate)),
        _ => throw new InterpretationException($"it casts to type {type}"),
    };

    private static Tensor[] Shape(OperatorCall call)
    {
        int rank = call[0].Rank;
        long Bound(long index) => Math.Max(0, Math.Min(rank, index < 0 ? index + rank : index));
        int start = (int)Bound(call.Node.Integer("start", 0));
        int end = (int)Bound(call.Node.Integer("end", rank));
        return [Tensor.OfIntegers([.. call[0].Shape.Skip(start).Take(Math.Max(0, end - start)).Select(dimension => (long)dimension)])];
    }

    private static Tensor[] Flatten(OperatorCall call)
    {
        Tensor x = call[0];
        long axis = call.Node.Integer("axis", 1);
        int first = axis == x.Rank ? x.Rank : x.Axis(axis);
        return [x.WithShape(Tensor.Product(x.Shape, 0, first), Tensor.Product(x.Shape, first))];
    }

    private static Tensor[] Reshape(OperatorCall call)
    {
        Tensor x = call[0];
        long[] target = call.Integers("shape", 1) ?? throw new InterpretationException("it has no shape");
        bool allowsZero = call.Node.Integer("allowzero", 0) != 0;
        var shape = new int[target.Length];
        int open = -1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (target[i] == -1 && open < 0)
            {
                open = i;
                shape[i] = 1;
                continue;
            }

            bool isKept = target[i] == 0 && !allowsZero;
            if (target[i] < 0 || target[i] > int.MaxValue || (isKept && i >= x.Rank))
            {
                throw new InterpretationException($"the shape [{string.Join(", ", target)}] is impossible");
            }

            shape[i] = isKept ? x.Shape[i] : (int)target[i];
        }

        int known = Tensor.Product(shape);
        if (open >= 0)
        {
            shape[open] = known > 0 && x.Values.Length % known == 0
                ? x.Values.Length / known
                : throw new InterpretationException($"{x.Values.Length} values cannot take the shape [{string.Join(", ", target)}]");
        }

        return [x.WithShape(shape)];
    }

    private static Tensor[] Squeeze(OperatorCall call)
    {
        Tensor x = call[0];
        HashSet<int> removed = call.Integers("axes", 1) is long[] axes
            ? [.. axes.Select(x.Axis)]
            : [.. Enumerable.Range(0, x.Rank).Where(i => x.Shape[i] == 1)];
        return removed.All(axis => x.Shape[axis] == 1)
            ? [x.WithShape([.. x.Shape.Where((_, i) => !removed.Contains(i))])]
            : throw new InterpretationException("a dimension that it removes is not 1");
    }

    private static Tensor[] Unsqueeze(OperatorCall call)
    {
        Tensor x = call[0];
        long[] axes = call.Integers("axes", 1) ?? throw new InterpretationException("it has no axes");
        int rank = x.Rank + axes.Length;
        HashSet<int> added = [.. axes.Select(axis => Tensor.Axis(axis, rank))];
        if (added.Count != axes.Length)
        {
            throw new InterpretationException("an axis appears twice");
        }

        var old = new Queue<int>(x.Shape);
        return [x.WithShape([.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : old.Dequeue())])];
    }

    private static Tensor[] Transpose(OperatorCall call)
    {
        Tensor x = call[0];
        int[] order = call.Node.Attribute("perm") is OnnxAttribute { Integers.Count: > 0 } stored
            ? [.. stored.Integers.Select(x.Axis)]
            : [.. Enumerable.Range(0, x.Rank).Reverse()];
        if (order.Length != x.Rank || order.Distinct().Count() != x.Rank)
        {
            throw new InterpretationException("perm is no permutation of the dimensions");
        }

        int[] shape = [.. order.Select(axis => x.Shape[axis])];
        int[] strides = [.. order.Select(axis => Tensor.Product(x.Shape, axis + 1))];
        return [new(x.Type, shape, Picked(x, shape, place => place.Select((index, i) => index * strides[i]).Sum()))];
    }

    private static Tensor[] Concat(OperatorCall call)
    {
        Tensor first = call[0];
        int axis = first.Axis(call.Node.Integer("axis", 1));
        Tensor[] all = [.. Enumerable.Range(0, call.InputCount).Select(i => call[i])];
        if (all.Any(tensor => tensor.Rank != first.Rank || tensor.Shape.Where((dimension, i) => i != axis && dimension != first.Shape[i]).Any()))
        {
            throw new InterpretationException("its inputs have different shapes");
        }

        int outer = Tensor.Product(first.Shape, 0, axis);
        var values = new List<double>();
        for (int i = 0; i < outer; i++)
        {
            foreach (Tensor tensor in all)
            {
                int length = Tensor.Product(tensor.Shape, axis);
                values.AddRange(new ArraySegment<double>(tensor.Values, i * length, length));
            }
        }

        int[] shape = [.. first.Shape];
        shape[axis] = all.Sum(tensor => tensor.Shape[axis]);
        return [new(first.Type, shape, [.. values])];
    }

    private static Tensor[] Gather(OperatorCall call)
    {
        Tensor x = call[0];
        Tensor indices = call[1];
        int axis = x.Axis(call.Node.Integer("axis", 0));
        int length = x.Shape[axis];
        int inner = Tensor.Product(x.Shape, axis + 1);
        int outer = Tensor.Product(x.Shape, 0, axis);
        var values = new List<double>();
        for (int i = 0; i < outer; i++)
        {
            foreach (double stored in indices.Values)
            {
                int index = (int)(stored < 0 ? stored + length : stored);
                if (index < 0 || index >= length)
                {
                    throw new InterpretationException($"index {stored} is outside {length} entries");
                }

                values.AddRange(new ArraySegment<double>(x.Values, ((i * length) + index) * inner, inner));
            }
        }

        return [new(x.Type, [.. x.Shape.Take(axis), .. indices.Shape, .. x.Shape.Skip(axis + 1)], [.. values])];
    }

    private static Tensor[] Slice(OperatorCall call)
    {
        Tensor x = call[0];
        long[] starts = call.Integers("starts", 1) ?? [];
        long[] ends = call.Integers("ends", 2) ?? [];
        long[] axes = call.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        long[] steps = call.Integers("steps", 4) ?? [.. starts.Select(_ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw new InterpretationException("starts, ends, axes and steps are of different length");
        }

        int[] shape = [.. x.Shape];
        var first = new long[x.Rank];
        long[] step = [.. x.Shape.Select(_ => 1L)];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = x.Axis(axes[i]);
            long length = x.Shape[axis];
            long lowest = steps[i] > 0 ? 0 : -1;
            long highest = steps[i] > 0 ? length : length - 1;
            long Bound(long index, long low) => Math.Max(low, Math.Min(highest, index < 0 ? index + length : index));
            first[axis] = Bound(starts[i], Math.Max(0, lowest));
            long end = Bound(ends[i], lowest);
            step[axis] = steps[i];
            shape[axis] = (int)Math.Max(0, Math.Ceiling((end - first[axis]) / (double)steps[i]));
        }

        int[] strides = [.. Enumerable.Range(0, x.Rank).Select(axis => Tensor.Product(x.Shape, axis + 1))];
        return [new(x.Type, shape, Picked(x, shape, place => place.Select((index, i) => (int)(first[i] + (index * step[i])) * strides[i]).Sum()))];
    }

    private static Tensor[] Split(OperatorCall call)
    {
        Tensor x = call[0];
        int axis = x.Axis(call.Node.Integer("axis", 0));
        int count = call.Node.Outputs.Count;
        int part = (x.Shape[axis] + count - 1) / count;
        long[] sizes = call.Integers("split", 1) ?? [.. Enumerable.Range(0, count).Select(i => (long)Math.Min(part, x.Shape[axis] - (i * part)))];
        if (sizes.Length != count || sizes.Sum() != x.Shape[axis] || sizes.Any(size => size < 0))
        {
            throw new InterpretationException($"{x.Shape[axis]} entries cannot be split into [{string.Join(", ", sizes)}]");
        }

        var parts = new Tensor[count];
        int start = 0;
        int[] strides = [.. Enumerable.Range(0, x.Rank).Select(i => Tensor.Product(x.Shape, i + 1))];
        for (int i = 0; i < count; i++)
        {
            int[] shape = [.. x.Shape];
            shape[axis] = (int)sizes[i];
            int first = start;
            parts[i] = new(x.Type, shape, Picked(x, shape, place => place.Select((index, d) => (index + (d == axis ? first : 0)) * strides[d]).Sum()));
            start += shape[axis];
        }

        return parts;
    }

    /// <summary>(x − zero point)·scale, with one of each or one per entry of an axis.</summary>
    private static Tensor[] Dequantize(OperatorCall call)
    {
        Tensor x = call[0];
        Tensor scale = call[1];
        if (call.Node.Integer("block_size", 0) != 0)
        {
            throw new InterpretationException("quantization in blocks is not known");
        }

        bool isPerAxis = scale.Values.Length > 1;
        int axis = isPerAxis ? x.Axis(call.Node.Integer("axis", 1)) : 0;
        int inner = isPerAxis ? Tensor.Product(x.Shape, axis + 1) : 1;
        int length = isPerAxis ? x.Shape[axis] : 1;
        if (isPerAxis && scale.Values.Length != length)
        {
            throw new InterpretationException($"it has {scale.Values.Length} scales for {length} entries");
        }

        double[] zero = call.Optional(2)?.Values ?? new double[scale.Values.Length];
        return [Tensor.Of(x.Shape, [.. x.Values.Select((v, i) => (v - zero[i / inner % length]) * scale.Values[i / inner % length])])];
    }

    private static double[] Picked(Tensor x, int[] shape, Func<int[], int> place)
    {
        var values = new double[Tensor.Product(shape)];
        var at = new int[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = x.Values[place(at)];
            for (int d = shape.Length - 1; d >= 0 && ++at[d] == shape[d]; d--)
            {
                at[d] = 0;
            }
        }

        return values;
    }
}
