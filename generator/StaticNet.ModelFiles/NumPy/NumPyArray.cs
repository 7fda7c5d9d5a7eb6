using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.NumPy;

/// <summary>
/// One array in NumPy's .npy format (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a magic number, a header in the
/// form of a Python dictionary, and the values.
/// </summary>
/// <param name="Shape">As NumPy has it.</param>
/// <param name="DataType">F32, F64 or F16; otherwise what NumPy calls it.</param>
/// <param name="Bytes">Little-endian and row-major, for floats of at most two dimensions.</param>
internal sealed record NumPyArray(int[] Shape, string DataType, byte[] Bytes)
{
    private const int MaximumHeaderLength = 1 << 16;

    private static readonly Regex s_type = new("'descr'\\s*:\\s*'([<>=|])([a-zA-Z])([0-9]*)'", RegexOptions.CultureInvariant);
    private static readonly Regex s_order = new("'fortran_order'\\s*:\\s*(True|False)", RegexOptions.CultureInvariant);
    private static readonly Regex s_shape = new("'shape'\\s*:\\s*\\(([0-9, ]*)\\)", RegexOptions.CultureInvariant);

    /// <summary>Reads an array.</summary>
    /// <param name="bytes">The whole content of a .npy file.</param>
    /// <param name="name">The array's name, for messages.</param>
    /// <exception cref="InvalidDataException">The content breaks a rule of the format.</exception>
    public static NumPyArray Read(byte[] bytes, string name)
    {
        if (bytes.Length < 12 || bytes[0] != 0x93 || Encoding.ASCII.GetString(bytes, 1, 5) != "NUMPY" || bytes[6] is < 1 or > 3)
        {
            throw new InvalidDataException($"the array {Show(name)} does not begin as one of NumPy");
        }

        int start = bytes[6] == 1 ? 10 : 12;
        long length = bytes[8] + (bytes[9] << 8) + (bytes[6] == 1 ? 0L : ((long)bytes[10] << 16) + ((long)bytes[11] << 24));
        if (length > MaximumHeaderLength || start + length > bytes.Length)
        {
            throw new InvalidDataException($"the array {Show(name)} has a header of {length} bytes, and {bytes.Length - start} follow");
        }

        string header = Encoding.UTF8.GetString(bytes, start, (int)length);
        Match type = s_type.Match(header);
        Match shape = s_shape.Match(header);
        if (!shape.Success || !s_order.IsMatch(header))
        {
            throw new InvalidDataException($"the array {Show(name)} has a header without shape and order: {Show(header.Trim())}");
        }

        int[] dimensions = [.. shape.Groups[1].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size
            : throw new InvalidDataException($"the array {Show(name)} has a dimension of {Show(text)}"))];
        string kind = type.Success ? type.Groups[2].Value + type.Groups[3].Value : "structured values";
        string dataType = kind switch { "f4" => "F32", "f8" => "F64", "f2" => "F16", "O" => "object", "i8" => "int64", "i4" => "int32", _ => kind };
        if (!FloatDecoder.CanDecode(dataType))
        {
            return new(dimensions, dataType, []);
        }

        int size = kind[1] - '0';
        long count = dimensions.Aggregate(1L, static (product, dimension) => Math.Min(product * dimension, int.MaxValue));
        var data = new byte[bytes.Length - start - (int)length];
        Array.Copy(bytes, start + (int)length, data, 0, data.Length);
        if (data.Length != count * size)
        {
            throw new InvalidDataException($"the array {Show(name)} [{string.Join(", ", dimensions)}] needs {count * size} bytes, and {data.Length} follow its header; the file is cut off or damaged");
        }

        if (type.Groups[1].Value == ">")
        {
            Swap(data, size);
        }

        bool isColumnMajor = s_order.Match(header).Groups[1].Value == "True";
        return new(dimensions, dataType, isColumnMajor && dimensions.Length == 2 ? RowMajor(data, dimensions[0], dimensions[1], size) : data);
    }

    private static void Swap(byte[] data, int size)
    {
        for (int i = 0; i + size <= data.Length; i += size)
        {
            Array.Reverse(data, i, size);
        }
    }

    private static byte[] RowMajor(byte[] data, int rows, int columns, int size)
    {
        var sorted = new byte[data.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Buffer.BlockCopy(data, size * ((column * rows) + row), sorted, size * ((row * columns) + column), size);
            }
        }

        return sorted;
    }

    private static string Show(string name) => SafetensorsHeader.Show(name);
}
