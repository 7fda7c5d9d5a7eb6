using System;

namespace StaticNet.Persistence.Format;

/// <summary>
/// Turns stored little-endian bytes into <c>float</c>. F32, F16 and BF16 are exact, NaN payloads included; F64 is rounded to
/// nearest, ties to even, and becomes ±infinity beyond float's range, as <c>tensor.float()</c> does in PyTorch.
/// </summary>
internal static class FloatDecoder
{
    /// <summary>Whether the element type is one of F32, F64, F16, BF16.</summary>
    public static bool CanDecode(string dataType) => dataType is "F32" or "F64" or "F16" or "BF16";

    /// <summary>Decodes all elements.</summary>
    /// <param name="bytes">A whole number of elements.</param>
    /// <param name="dataType">One that <see cref="CanDecode"/> accepts.</param>
    public static float[] Decode(byte[] bytes, string dataType)
    {
        switch (dataType)
        {
            case "F32" when BitConverter.IsLittleEndian:
                var singles = new float[bytes.Length / 4];
                Buffer.BlockCopy(bytes, 0, singles, 0, 4 * singles.Length);
                return singles;
            case "F32": return DecodeBits(bytes, 4, static (b, i) => Read32(b, i));
            case "F16": return DecodeBits(bytes, 2, static (b, i) => HalfToSingleBits(Read16(b, i)));
            case "BF16": return DecodeBits(bytes, 2, static (b, i) => (uint)Read16(b, i) << 16);
            case "F64":
                var values = new float[bytes.Length / 8];
                for (int i = 0; i < values.Length; i++)
                {
                    ulong bits = Read32(bytes, 8 * i) | ((ulong)Read32(bytes, (8 * i) + 4) << 32);
                    values[i] = (float)BitConverter.Int64BitsToDouble(unchecked((long)bits));
                }

                return values;
            default:
                throw new ArgumentException($"{dataType} is none of F32, F64, F16, BF16.", nameof(dataType));
        }
    }

    private static float[] DecodeBits(byte[] bytes, int size, Func<byte[], int, uint> read)
    {
        var bits = new uint[bytes.Length / size];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = read(bytes, size * i);
        }

        // Copied as bits: a signalling NaN would be changed by a pass through a floating-point register on some machines.
        var values = new float[bits.Length];
        Buffer.BlockCopy(bits, 0, values, 0, 4 * bits.Length);
        return values;
    }

    private static uint HalfToSingleBits(ushort half)
    {
        uint sign = (uint)(half & 0x8000) << 16;
        uint exponent = (uint)(half >> 10) & 0x1F;
        uint fraction = half & 0x3FFu;
        if (exponent == 31)
        {
            return sign | 0x7F800000 | (fraction << 13);
        }

        if (exponent == 0)
        {
            if (fraction == 0)
            {
                return sign;
            }

            // A denormal half is fraction · 2^-24: shift the leading bit into place.
            exponent = 1;
            while ((fraction & 0x400) == 0)
            {
                fraction <<= 1;
                exponent--;
            }

            fraction &= 0x3FF;
        }

        return sign | ((exponent + 112) << 23) | (fraction << 13);
    }

    private static ushort Read16(byte[] bytes, int index) => (ushort)(bytes[index] | (bytes[index + 1] << 8));

    private static uint Read32(byte[] bytes, int index) => Read16(bytes, index) | ((uint)Read16(bytes, index + 2) << 16);
}
