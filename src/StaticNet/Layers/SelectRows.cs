using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Layers;

/// <summary>Takes columns of a padded matrix, and the way back. Values are copied, so NaN and infinities stay in the columns they are in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SelectRows
{
    /// <summary>y[row, i] = x[row, indices[i]]; zeros behind them.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="stride">Floats from one row of x to the next.</param>
    /// <param name="indices">Columns of x, each inside its row.</param>
    /// <param name="y">[rows, yStride], overwritten.</param>
    /// <param name="yStride">Floats from one row of y to the next, as many as indices or more.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float x, int stride, ReadOnlySpan<int> indices, ref float y, int yStride, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref y, (nint)row * yStride);
            for (int i = 0; i < indices.Length; i++)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, indices[i]);
            }

            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, indices.Length), yStride - indices.Length).Clear();
        }
    }

    /// <summary>dx = dy in the columns it came from, the sum in index order where one was taken twice, and 0 elsewhere.</summary>
    /// <param name="dy">[rows, yStride].</param>
    /// <param name="yStride">Floats from one row of dy to the next.</param>
    /// <param name="indices">Columns of dx.</param>
    /// <param name="dx">[rows, stride], overwritten.</param>
    /// <param name="stride">Floats from one row of dx to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float dy, int yStride, ReadOnlySpan<int> indices, ref float dx, int stride, int rows)
    {
        MemoryMarshal.CreateSpan(ref dx, rows * stride).Clear();
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref dy, (nint)row * yStride);
            ref float to = ref Unsafe.Add(ref dx, (nint)row * stride);
            for (int i = 0; i < indices.Length; i++)
            {
                Unsafe.Add(ref to, indices[i]) += Unsafe.Add(ref from, i);
            }
        }
    }

    /// <summary>dx = dy in the columns from <paramref name="start"/> on, and 0 elsewhere.</summary>
    /// <param name="dy">[rows, yStride].</param>
    /// <param name="yStride">Floats from one row of dy to the next.</param>
    /// <param name="start">The first column.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="dx">[rows, stride], overwritten.</param>
    /// <param name="stride">Floats from one row of dx to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float dy, int yStride, int start, int count, ref float dx, int stride, int rows)
    {
        MemoryMarshal.CreateSpan(ref dx, rows * stride).Clear();
        for (int row = 0; row < rows; row++)
        {
            JoinRows.Copy(ref Unsafe.Add(ref dy, (nint)row * yStride), ref Unsafe.Add(ref dx, ((nint)row * stride) + start), count);
        }
    }
}
