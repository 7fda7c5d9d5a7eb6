using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Words;

namespace StaticNet.Numerics;

/// <summary>dX = dZ·Wᵀ for sixteen rows side by side, straight from the stored weights, with the bits of <see cref="InputGradient.Compute"/>.</summary>
internal static class InputGradientLanes
{
    /// <summary>Inputs whose gradients wait together for their way back into rows.</summary>
    private const int Columns = 16;

    /// <summary>Sixteen rows.</summary>
    /// <param name="weights">As in <see cref="InputGradient.Compute"/>, with tiles of 4 columns and more.</param>
    /// <param name="inputs">Rows of a tile.</param>
    /// <param name="outputs">Columns in all.</param>
    /// <param name="lastTileWidth">4, 8, 16 or 32.</param>
    /// <param name="dz">[padded outputs, 16].</param>
    /// <param name="dx">[16, inputs], overwritten.</param>
    public static void Compute(ref float weights, int inputs, int outputs, int lastTileWidth, ref float dz, ref float dx)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Compute<Words512, Vector512<float>>(ref weights, inputs, outputs, lastTileWidth, ref dz, ref dx);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Words256, Vector256<float>>(ref weights, inputs, outputs, lastTileWidth, ref dz, ref dx);
        }
        else
        {
            Compute<Words128, Vector128<float>>(ref weights, inputs, outputs, lastTileWidth, ref dz, ref dx);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<W, V>(ref float weights, int inputs, int outputs, int lastTileWidth, ref float dz, ref float dx)
        where W : struct, ILaneWords<V>
    {
        Span<float> room = stackalloc float[(Columns * Lanes.Count) + StackScratch.Slack];
        ref float columns = ref StackScratch.Aligned(ref MemoryMarshal.GetReference(room));
        int count = Math.Min(Columns, inputs);

        // The last columns overlap the ones before where the inputs are no multiple of sixteen.
        for (int start = 0; ; start = Math.Min(start + Columns, inputs - Columns))
        {
            for (int lane = 0; lane < Lanes.Count; lane += W.Lanes)
            {
                for (int i = 0; i < count; i += 2)
                {
                    int second = Math.Min(i + 1, count - 1);
                    Pair<W, V>(ref weights, inputs, outputs, lastTileWidth, start + i, second - i, ref Unsafe.Add(ref dz, lane), out V a, out V b);
                    W.Store(a, ref columns, (i * Lanes.Count) + lane);
                    W.Store(b, ref columns, (second * Lanes.Count) + lane);
                }
            }

            Lanes.ToRows(ref columns, count, ref Unsafe.Add(ref dx, start), inputs);
            if (start + Columns >= inputs)
            {
                return;
            }
        }
    }

    /// <summary>Two inputs at a time: their eight sums hide the latency of a multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<W, V>(
        ref float weights, int inputs, int outputs, int lastTileWidth, int input, int toSecond, ref float dz, out V first, out V second)
        where W : struct, ILaneWords<V>
    {
        V a0 = default!, a1 = default!, a2 = default!, a3 = default!;
        V b0 = default!, b1 = default!, b2 = default!, b3 = default!;
        ref float z = ref dz;
        for (int column = 0; column < outputs; column += ParameterInfo.TileWidth)
        {
            int width = outputs - column <= ParameterInfo.TileWidth ? lastTileWidth : ParameterInfo.TileWidth;
            ref float a = ref Unsafe.Add(ref weights, ((nint)column * inputs) + ((nint)input * width));
            ref float end = ref Unsafe.Add(ref a, width);
            nint toB = (nint)toSecond * width;
            while (Unsafe.IsAddressLessThan(ref a, ref end))
            {
                ref float b = ref Unsafe.Add(ref a, toB);
                V z0 = W.Load(ref z, 0), z1 = W.Load(ref z, Lanes.Count);
                V z2 = W.Load(ref z, 2 * Lanes.Count), z3 = W.Load(ref z, 3 * Lanes.Count);
                a0 = W.FmaAll(z0, ref a, 0, a0);
                b0 = W.FmaAll(z0, ref b, 0, b0);
                a1 = W.FmaAll(z1, ref a, 1, a1);
                b1 = W.FmaAll(z1, ref b, 1, b1);
                a2 = W.FmaAll(z2, ref a, 2, a2);
                b2 = W.FmaAll(z2, ref b, 2, b2);
                a3 = W.FmaAll(z3, ref a, 3, a3);
                b3 = W.FmaAll(z3, ref b, 3, b3);
                a = ref Unsafe.Add(ref a, 4);
                z = ref Unsafe.Add(ref z, 4 * Lanes.Count);
            }
        }

        first = W.Add(W.Add(a0, a2), W.Add(a1, a3));
        second = W.Add(W.Add(b0, b2), W.Add(b1, b3));
    }
}
