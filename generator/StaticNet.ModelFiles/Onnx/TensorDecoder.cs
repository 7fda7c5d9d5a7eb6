using System.IO;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Turns stored tensors into constants: floats of any width become float32, integers become long.</summary>
internal static class TensorDecoder
{
    private static readonly string[] s_typeNames =
    [
        "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16", "DOUBLE",
        "UINT32", "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16",
    ];

    /// <summary>ONNX's name of an element type.</summary>
    public static string TypeName(int dataType) => dataType >= 0 && dataType < s_typeNames.Length ? s_typeNames[dataType] : $"type {dataType}";

    /// <summary>Whether the element type is one of FLOAT, FLOAT16, BFLOAT16, DOUBLE.</summary>
    public static bool IsFloat(int dataType) => dataType is 1 or 10 or 11 or 16;

    /// <summary>Whether the element type is FLOAT16 or BFLOAT16.</summary>
    public static bool IsHalf(int dataType) => dataType is 10 or 16;

    /// <summary>Whether the element type is one of integers.</summary>
    public static bool IsInteger(int dataType) => dataType is (>= 2 and <= 7) or 12 or 13;

    /// <summary>Decodes a tensor; one whose type is neither float nor integer nor BOOL comes out without values.</summary>
    /// <param name="tensor">As stored.</param>
    /// <param name="name">What the graph calls it.</param>
    /// <exception cref="InvalidDataException">There are more or fewer values than the shape says.</exception>
    /// <exception cref="ModelFileException">The data is in another file, which cannot be read.</exception>
    public static ConstantValue Decode(OnnxTensor tensor, string name)
    {
        long count = 1;
        foreach (long dimension in tensor.Dimensions)
        {
            if (dimension < 0 || dimension > int.MaxValue || (count *= dimension) > int.MaxValue)
            {
                throw new InvalidDataException($"tensor {SafetensorsHeader.Show(name)} has the impossible shape [{string.Join(", ", tensor.Dimensions)}]");
            }
        }

        int[] shape = [.. tensor.Dimensions.Select(dimension => (int)dimension)];
        float[]? floats = IsFloat(tensor.DataType) ? Floats(tensor) : null;
        long[]? integers = IsInteger(tensor.DataType) || tensor.DataType == 9 ? Integers(tensor) : null;
        int found = floats?.Length ?? integers?.Length ?? (int)count;
        return found == count
            ? new ConstantValue(name, tensor.DataType, shape, floats, integers)
            : throw new InvalidDataException(
                $"tensor {SafetensorsHeader.Show(name)} has the shape [{string.Join(", ", shape)}], {count} values, but the file has {found} of {TypeName(tensor.DataType)}");
    }

    private static float[] Floats(OnnxTensor tensor)
    {
        if (tensor.RawData is byte[] raw)
        {
            int size = tensor.DataType switch { 1 => 4, 11 => 8, _ => 2 };
            return raw.Length % size != 0
                ? throw new InvalidDataException($"tensor {SafetensorsHeader.Show(tensor.Name)} has {raw.Length} bytes, which is no whole number of {TypeName(tensor.DataType)}")
                : FloatDecoder.Decode(raw, tensor.DataType switch { 1 => "F32", 11 => "F64", 10 => "F16", _ => "BF16" });
        }

        return tensor.DataType switch
        {
            1 => [.. tensor.FloatData],
            11 => [.. tensor.DoubleData.Select(value => (float)value)],
            _ => HalvesInIntegers(tensor),
        };
    }

    private static float[] HalvesInIntegers(OnnxTensor tensor)
    {
        byte[] bytes = [.. tensor.Int32Data.SelectMany(value => new[] { unchecked((byte)value), unchecked((byte)(value >> 8)) })];
        return FloatDecoder.Decode(bytes, tensor.DataType == 10 ? "F16" : "BF16");
    }

    private static long[] Integers(OnnxTensor tensor)
    {
        if (tensor.RawData is not byte[] raw)
        {
            return tensor.DataType is 7 or 12 or 13 ? [.. tensor.Int64Data] : [.. tensor.Int32Data];
        }

        int size = tensor.DataType switch { 7 or 13 => 8, 6 or 12 => 4, 4 or 5 => 2, _ => 1 };
        if (raw.Length % size != 0)
        {
            throw new InvalidDataException($"tensor {SafetensorsHeader.Show(tensor.Name)} has {raw.Length} bytes, which is no whole number of {TypeName(tensor.DataType)}");
        }

        var values = new long[raw.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            for (int b = size - 1; b >= 0; b--)
            {
                values[i] = (values[i] << 8) | raw[(i * size) + b];
            }

            values[i] = tensor.DataType switch { 3 => unchecked((sbyte)values[i]), 5 => unchecked((short)values[i]), 6 => unchecked((int)values[i]), _ => values[i] };
        }

        return values;
    }
}
