using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Numerics;

/// <summary>Copies between padded rows of the scratch memory and the user's rows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowCopy
{
    /// <summary>Leaves out the padding: [rows, stride] to [rows, columns].</summary>
    public static void Compact(ref float source, int rows, int stride, Span<float> destination, int columns)
    {
        if (stride == columns)
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, rows * columns).CopyTo(destination);
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, row * stride), columns).CopyTo(destination.Slice(row * columns, columns));
        }
    }
}
