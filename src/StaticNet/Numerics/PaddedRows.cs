using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>Between rows at a stride that is a multiple of 4 and rows without padding, four floats at a time.</summary>
internal static class PaddedRows
{
    /// <summary>Floats behind the last value that <see cref="Compact"/> may overwrite.</summary>
    public const int Slack = 3;

    /// <summary>Leaves out the padding.</summary>
    /// <param name="source">[rows] at the stride.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row of the source to the next.</param>
    /// <param name="destination">[rows, columns], and <see cref="Slack"/> floats behind.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compact(ref float source, int rows, int columns, int stride, Span<float> destination)
    {
        ref float to = ref MemoryMarshal.GetReference(destination.Slice(0, (rows * columns) + Slack));
        for (int row = 0; row < rows; row++)
        {
            // What is stored too much, the next row overwrites.
            for (int column = 0; column < columns; column += 4)
            {
                Vector128.LoadUnsafe(ref Unsafe.Add(ref source, ((nint)row * stride) + column)).StoreUnsafe(ref Unsafe.Add(ref to, ((nint)row * columns) + column));
            }
        }
    }

    /// <summary>Multiplies by <paramref name="scale"/> and puts zeros behind each row.</summary>
    /// <param name="source">[rows, columns].</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="stride">Floats from one row of the destination to the next.</param>
    /// <param name="destination">[rows] at the stride, overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(ReadOnlySpan<float> source, int columns, float scale, int stride, ref float destination)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        int row = 0, used = (columns + 3) & ~3;
        Vector128<float> last = Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(columns - used + 4)).AsSingle();

        // Rows that can be read in whole vectors; the last ones cannot.
        for (; (row * columns) + used <= source.Length; row++)
        {
            ref float to = ref Unsafe.Add(ref destination, (nint)row * stride);
            for (int column = 0; column < used; column += 4)
            {
                Vector128<float> values = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, ((nint)row * columns) + column)) * scale;
                (column + 4 < used ? values : values & last).StoreUnsafe(ref Unsafe.Add(ref to, column));
            }

            for (int column = used; column < stride; column += 4)
            {
                Vector128<float>.Zero.StoreUnsafe(ref Unsafe.Add(ref to, column));
            }
        }

        for (; row * columns < source.Length; row++)
        {
            Span<float> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, (nint)row * stride), stride);
            to.Clear();
            for (int column = 0; column < columns; column++)
            {
                to[column] = Unsafe.Add(ref from, (row * columns) + column) * scale;
            }
        }
    }
}
