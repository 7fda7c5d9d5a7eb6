using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>The gradient with respect to a layer's inputs for one sample, straight from the stored weights.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputGradient
{
    /// <summary>The same for several rows, sixteen at a time.</summary>
    /// <param name="weights">As in <see cref="Compute"/>.</param>
    /// <param name="inputs">Rows of a tile, and values per row of <paramref name="dx"/>.</param>
    /// <param name="outputs">Columns in all.</param>
    /// <param name="lastTileWidth">1, 4, 8, 16 or 32.</param>
    /// <param name="dz">[rows] at <paramref name="stride"/>.</param>
    /// <param name="stride">Floats from one row to the next: whole tiles.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="dx">[rows, inputs], overwritten.</param>
    /// <param name="room">Sixteen rows of <paramref name="stride"/> floats, overwritten.</param>
    public static void Rows(ref float weights, int inputs, int outputs, int lastTileWidth, ref float dz, int stride, int rows, ref float dx, ref float room)
    {
        if (rows < Lanes.Count || lastTileWidth == 1)
        {
            for (int row = 0; row < rows; row++)
            {
                Span<float> target = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dx, (nint)row * inputs), inputs);
                Compute(ref weights, inputs, outputs, lastTileWidth, ref Unsafe.Add(ref dz, (nint)row * stride), target);
            }

            return;
        }

        // The last sixteen rows overlap the ones before where the count is no multiple of sixteen.
        for (int start = 0; ; start = Math.Min(start + Lanes.Count, rows - Lanes.Count))
        {
            Lanes.FromRows(ref Unsafe.Add(ref dz, (nint)start * stride), stride, ref room);
            InputGradientLanes.Compute(ref weights, inputs, outputs, lastTileWidth, ref room, ref Unsafe.Add(ref dx, (nint)start * inputs));
            if (start + Lanes.Count >= rows)
            {
                return;
            }
        }
    }

    /// <summary>dx[k] = Σₒ W[k][o]·dz[o]. Four partial sums by o mod 4, joined (0 + 2) + (1 + 3).</summary>
    /// <param name="weights">Tile-major weights: [tile of 32 outputs][input][column], the last tile <paramref name="lastTileWidth"/> wide.</param>
    /// <param name="inputs">Rows of a tile.</param>
    /// <param name="outputs">Columns in all.</param>
    /// <param name="lastTileWidth">1 (one output, contiguous), 4, 8, 16 or 32.</param>
    /// <param name="dz">The gradient before the activation, padded with zeros to whole tiles.</param>
    /// <param name="dx">[inputs], overwritten.</param>
    public static void Compute(ref float weights, int inputs, int outputs, int lastTileWidth, ref float dz, Span<float> dx)
    {
        if (lastTileWidth == 1)
        {
            ref float result = ref MemoryMarshal.GetReference(dx);
            Vector256<float> gradients = Vector256.Create(dz);
            int done = 0;
            for (; done <= inputs - Vector256<float>.Count; done += Vector256<float>.Count)
            {
                (Vector256.LoadUnsafe(ref weights, (nuint)done) * gradients).StoreUnsafe(ref result, (nuint)done);
            }

            for (; done < inputs; done++)
            {
                dx[done] = Unsafe.Add(ref weights, done) * dz;
            }

            return;
        }

        int tiles = (outputs + 31) / 32;
        for (int k = 0; k < inputs; k++)
        {
            Vector128<float> sum = Vector128<float>.Zero;
            for (int tile = 0; tile < tiles; tile++)
            {
                int width = tile == tiles - 1 ? lastTileWidth : 32;
                ref float row = ref Unsafe.Add(ref weights, (tile * inputs * 32) + (k * width));
                ref float gradient = ref Unsafe.Add(ref dz, tile * 32);
                for (nuint o = 0; o < (nuint)width; o += 4)
                {
                    sum = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref row, o), Vector128.LoadUnsafe(ref gradient, o), sum);
                }
            }

            Vector128<float> half = sum + Vector128.Shuffle(sum, Vector128.Create(2, 3, 0, 1));
            dx[k] = (half + Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2))).ToScalar();
        }
    }
}
