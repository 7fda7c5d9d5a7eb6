using System;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Weights that are stored as 8-bit integers are read as the floats that they stand for.</summary>
internal static class QuantizedOperators
{
    private const string NameSuffix = "_quantized";

    /// <summary>(x − zero point)·scale of constants: one scale for all, or one along an axis.</summary>
    public static GraphValue DequantizeLinear(ImportContext context, OnnxNode node)
    {
        if (context.Get(node, 0) is not ConstantValue stored)
        {
            throw ImportContext.Problem(node, "its input is computed by the graph in 8-bit integers; export the network in float, or with quantized weights only");
        }

        ConstantValue scale = context.GetFloats(node, 1, "scale");
        if (stored.Integers is not long[] values || node.Integer("block_size", 0) != 0)
        {
            throw ImportContext.Problem(
                node, $"its input {SafetensorsHeader.Show(node.Input(0))} is of type {TensorDecoder.TypeName(stored.DataType)}{(stored.Integers is null ? "" : " in blocks")}; INT8, UINT8 and INT32 with one scale, or one along an axis, are supported");
        }

        long[] zeros = [0];
        if (context.TryGet(node, 2) is GraphValue zeroPoint)
        {
            zeros = zeroPoint is ConstantValue { Integers: long[] integers } constant && constant.DataType == stored.DataType && (integers.Length == 1 || integers.Length == scale.Count)
                ? integers
                : throw ImportContext.Problem(node, $"its zero point is no constant of {scale.Count} numbers of type {TensorDecoder.TypeName(stored.DataType)}");
        }

        int axis = (int)Math.Max(-stored.Shape.Length, Math.Min(stored.Shape.Length, node.Integer("axis", 1)));
        axis += axis < 0 ? stored.Shape.Length : 0;
        int length = axis < stored.Shape.Length ? stored.Shape[axis] : 1;
        if (scale.Count != 1 && (scale.Count != length || scale.Shape.Length != 1))
        {
            throw ImportContext.Problem(
                node, $"its scale has the shape [{string.Join(", ", scale.Shape)}]; the weights [{string.Join(", ", stored.Shape)}] need one number, or one for each index of axis {node.Integer("axis", 1)}");
        }

        int step = stored.Shape.Skip(axis + 1).Aggregate(1, (product, dimension) => product * dimension);
        var floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++)
        {
            int index = scale.Count == 1 ? 0 : i / step % length;
            floats[i] = (float)((double)(values[i] - zeros[zeros.Length == 1 ? 0 : index]) * scale.Floats![index]);
        }

        string name = stored.Name.EndsWith(NameSuffix, StringComparison.Ordinal) ? stored.Name.Substring(0, stored.Name.Length - NameSuffix.Length) : stored.Name;
        return ConstantValue.OfFloats(name, stored.Shape, floats);
    }
}
