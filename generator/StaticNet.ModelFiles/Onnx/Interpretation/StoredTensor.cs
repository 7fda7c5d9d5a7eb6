using System;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>Numbers stored in a file, for the interpreter.</summary>
internal static class StoredTensor
{
    /// <summary>Decodes a tensor; a type without numbers comes out as NaN.</summary>
    public static Tensor Read(OnnxTensor tensor)
    {
        int[] shape = [.. tensor.Dimensions.Select(dimension => checked((int)dimension))];
        int count = Tensor.Product(shape);
        var values = new double[count];
        if (tensor.DataType == Tensor.Float && BitConverter.IsLittleEndian && tensor.RawData is byte[] singles && singles.Length >= 4L * count)
        {
            ReadSingles(singles, values);
            return new(tensor.DataType, shape, values);
        }

        for (int i = 0; i < count; i++)
        {
            values[i] = tensor.RawData is byte[] raw ? FromBytes(raw, tensor.DataType, i) : FromList(tensor, i);
        }

        return new(tensor.DataType, shape, values);
    }

    /// <summary>The usual type, whose tensors may be large, block by block.</summary>
    private static void ReadSingles(byte[] raw, double[] values)
    {
        var block = new float[4096];
        for (int start = 0; start < values.Length; start += block.Length)
        {
            int count = Math.Min(block.Length, values.Length - start);
            Buffer.BlockCopy(raw, 4 * start, block, 0, 4 * count);
            for (int i = 0; i < count; i++)
            {
                values[start + i] = block[i];
            }
        }
    }

    private static double FromList(OnnxTensor tensor, int index) => tensor.DataType switch
    {
        1 => Element(tensor.FloatData, index),
        11 => Element(tensor.DoubleData, index),
        7 or 12 => Element(tensor.Int64Data, index),
        13 => unchecked((ulong)Element(tensor.Int64Data, index)),
        10 => Half((int)Element(tensor.Int32Data, index)),
        16 => Single((int)Element(tensor.Int32Data, index) << 16),
        _ => Element(tensor.Int32Data, index),
    };

    private static T Element<T>(System.Collections.Generic.List<T> list, int index) =>
        index < list.Count ? list[index] : throw new InterpretationException($"a stored tensor has {list.Count} values, fewer than its shape says");

    private static double FromBytes(byte[] raw, int type, int index)
    {
        int size = type switch { 7 or 11 or 13 => 8, 1 or 6 or 12 => 4, 4 or 5 or 10 or 16 => 2, _ => 1 };
        if ((index + 1) * size > raw.Length)
        {
            throw new InterpretationException("a stored tensor has fewer bytes than its shape says");
        }

        ulong bits = 0;
        for (int b = size - 1; b >= 0; b--)
        {
            bits = (bits << 8) | raw[(index * size) + b];
        }

        return type switch
        {
            1 => Single(unchecked((int)bits)),
            2 or 4 or 9 or 12 or 13 => bits,
            3 => unchecked((sbyte)bits),
            5 => unchecked((short)bits),
            6 => unchecked((int)bits),
            7 => unchecked((long)bits),
            10 => Half((int)bits),
            11 => BitConverter.Int64BitsToDouble(unchecked((long)bits)),
            16 => Single(unchecked((int)bits) << 16),
            _ => double.NaN,
        };
    }

    private static double Single(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);

    /// <summary>IEEE 754 binary16: 1 sign bit, 5 exponent bits with bias 15, 10 mantissa bits.</summary>
    private static double Half(int bits)
    {
        int sign = (bits & 0x8000) != 0 ? -1 : 1;
        int exponent = (bits >> 10) & 31;
        int mantissa = bits & 1023;
        return exponent switch
        {
            0 => sign * mantissa * Math.Pow(2, -24),
            31 => mantissa != 0 ? double.NaN : sign * double.PositiveInfinity,
            _ => sign * (1024 + mantissa) * Math.Pow(2, exponent - 25),
        };
    }
}
