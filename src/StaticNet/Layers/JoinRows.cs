using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Adds, copies and joins padded matrices: residual connections, concatenation, and their ways back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JoinRows
{
    /// <summary>result = a + b, value by value.</summary>
    /// <param name="a">[count].</param>
    /// <param name="b">[count].</param>
    /// <param name="result">[count], overwritten; may be an argument.</param>
    /// <param name="count">A multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float a, ref float b, ref float result, int count)
    {
        for (int i = 0; i < count; i += RowVector.Width)
        {
            Vector256<float> sum = RowVector.Load(ref Unsafe.Add(ref a, i), count - i) + RowVector.Load(ref Unsafe.Add(ref b, i), count - i);
            RowVector.Store(sum, ref Unsafe.Add(ref result, i), count - i);
        }
    }

    /// <summary>result = a + some columns of b, row by row; zeros behind the values.</summary>
    /// <param name="a">[rows, stride].</param>
    /// <param name="columns">Values of a per row.</param>
    /// <param name="stride">Floats from one row of a to the next.</param>
    /// <param name="b">[rows, bStride].</param>
    /// <param name="first">The first column of b that is added.</param>
    /// <param name="bStride">Floats from one row of b to the next.</param>
    /// <param name="result">[rows, stride], overwritten; may be a.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumns(ref float a, int columns, int stride, ref float b, int first, int bStride, ref float result, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref a, (nint)row * stride);
            ref float added = ref Unsafe.Add(ref b, ((nint)row * bStride) + first);
            ref float to = ref Unsafe.Add(ref result, (nint)row * stride);
            for (int i = 0; i < columns; i++)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) + Unsafe.Add(ref added, i);
            }

            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, columns), stride - columns).Clear();
        }
    }

    /// <summary>Writes each row into some columns of a wider one; zeros in the others.</summary>
    /// <param name="source">[rows, sourceStride].</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="sourceStride">Floats from one row to the next.</param>
    /// <param name="result">[rows, stride], overwritten.</param>
    /// <param name="first">The first column of the result that is written.</param>
    /// <param name="stride">Floats from one row of the result to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place(ref float source, int columns, int sourceStride, ref float result, int first, int stride, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float to = ref Unsafe.Add(ref result, (nint)row * stride);
            MemoryMarshal.CreateSpan(ref to, stride).Clear();
            Copy(ref Unsafe.Add(ref source, (nint)row * sourceStride), ref Unsafe.Add(ref to, first), columns);
        }
    }

    /// <summary>Copies values.</summary>
    /// <param name="source">[count].</param>
    /// <param name="destination">[count].</param>
    /// <param name="count">How many.</param>
    public static void Copy(ref float source, ref float destination, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref destination, count));

    /// <summary>Writes zeros.</summary>
    /// <param name="values">[count].</param>
    /// <param name="count">How many.</param>
    public static void Clear(ref float values, int count) => MemoryMarshal.CreateSpan(ref values, count).Clear();

    /// <summary>Writes a, then b, into each row; zeros behind them.</summary>
    /// <param name="a">[rows, aStride].</param>
    /// <param name="aColumns">Values of a per row.</param>
    /// <param name="aStride">Floats from one row of a to the next.</param>
    /// <param name="b">[rows, bStride].</param>
    /// <param name="bColumns">Values of b per row.</param>
    /// <param name="bStride">Floats from one row of b to the next.</param>
    /// <param name="result">[rows, stride], overwritten.</param>
    /// <param name="stride">Floats from one row of the result to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Concat(ref float a, int aColumns, int aStride, ref float b, int bColumns, int bStride, ref float result, int stride, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float to = ref Unsafe.Add(ref result, (nint)row * stride);
            Copy(ref Unsafe.Add(ref a, (nint)row * aStride), ref to, aColumns);
            Copy(ref Unsafe.Add(ref b, (nint)row * bStride), ref Unsafe.Add(ref to, aColumns), bColumns);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, aColumns + bColumns), stride - aColumns - bColumns).Clear();
        }
    }

    /// <summary>Copies some columns of each row; zeros behind them.</summary>
    /// <param name="source">[rows, sourceStride], from the first column to copy.</param>
    /// <param name="sourceStride">Floats from one row to the next.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="result">[rows, stride], overwritten.</param>
    /// <param name="stride">Floats from one row of the result to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(ref float source, int sourceStride, int columns, ref float result, int stride, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float to = ref Unsafe.Add(ref result, (nint)row * stride);
            Copy(ref Unsafe.Add(ref source, (nint)row * sourceStride), ref to, columns);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, columns), stride - columns).Clear();
        }
    }

    /// <summary>Copies the user's rows into a padded matrix; zeros behind the values, and in the rows up to <paramref name="blockRows"/>.</summary>
    /// <param name="source">[rows, columns].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="result">[blockRows, stride], overwritten.</param>
    /// <param name="stride">Floats from one row of the result to the next.</param>
    /// <param name="blockRows">Rows of the result, <paramref name="rows"/> or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(ref float source, int rows, int columns, ref float result, int stride, int blockRows)
    {
        Columns(ref source, columns, columns, ref result, stride, rows);
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref result, (nint)rows * stride), (blockRows - rows) * stride).Clear();
    }
}
