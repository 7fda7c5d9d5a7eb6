using System;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>Floats as little-endian bytes, whatever this machine is. Bits are moved: a NaN keeps its payload.</summary>
internal static class LittleEndian
{
    /// <summary>Writes floats.</summary>
    /// <param name="values">The floats.</param>
    /// <param name="bytes">Receives four bytes per float.</param>
    /// <param name="start">Index of the first byte written.</param>
    public static void Copy(float[] values, byte[] bytes, int start)
    {
        Buffer.BlockCopy(values, 0, bytes, start, 4 * values.Length);
        SwapUnlessLittle(bytes, start, 4 * values.Length);
    }

    /// <summary>Reads as many floats as the array holds. The bytes are overwritten on a big-endian machine.</summary>
    public static void Copy(byte[] bytes, float[] values)
    {
        SwapUnlessLittle(bytes, 0, 4 * values.Length);
        Buffer.BlockCopy(bytes, 0, values, 0, 4 * values.Length);
    }

    private static void SwapUnlessLittle(byte[] bytes, int start, int count)
    {
        for (int i = start; !BitConverter.IsLittleEndian && i < start + count; i += 4)
        {
            Array.Reverse(bytes, i, 4);
        }
    }
}
