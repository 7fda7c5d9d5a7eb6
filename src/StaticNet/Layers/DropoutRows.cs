using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Dropout (Srivastava et al. 2014), scaled while training as PyTorch does: 0 with probability p, otherwise x/(1 − p).</summary>
/// <remarks>
/// Masks are a function of (seed, layer, row of the batch, column), not the next numbers of a stream: they do not depend on vector width,
/// chunks or order, and the backward pass computes them again instead of keeping them. The function is SplitMix64's finalizer (Steele, Lea and
/// Flood 2014) of seed, layer and row, and from its low word MurmurHash3's 32-bit finalizer (Appleby, public domain) per column.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DropoutRows
{
    private const ulong RowFactor = 0xD1B54A32D192ED03UL;

    /// <summary>result = x·mask/(1 − p). The same for values and, on the way back, for their gradients.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="result">[rows, stride], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats per row, a multiple of 4.</param>
    /// <param name="probability">p, 0 or more, less than 1.</param>
    /// <param name="seed">Of the step.</param>
    /// <param name="layer">Number of the layer: equal seeds give each its own masks.</param>
    /// <param name="firstRow">Which row of the batch the first one is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ref float x, ref float result, int rows, int stride, float probability, ulong seed, int layer, int firstRow)
    {
        uint threshold = (uint)((double)probability * 4294967296.0);
        float scale = (float)(1.0 / (1.0 - probability));
        for (int row = 0; row < rows; row++)
        {
            uint key = unchecked((uint)Mix(seed + (0x9E3779B97F4A7C15UL * ((ulong)(uint)layer + 1)) + (RowFactor * ((ulong)(uint)(firstRow + row) + 1))));
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref result, (nint)row * stride);
            for (int i = 0; i < stride; i += RowVector.Width)
            {
                Vector256<uint> kept = Vector256.GreaterThanOrEqual(Hash(key, i), Vector256.Create(threshold));
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref from, i), stride - i) * Vector256.Create(scale);
                RowVector.Store(value & kept.AsSingle(), ref Unsafe.Add(ref to, i), stride - i);
            }
        }
    }

    /// <summary>The seed under which row 0 has the mask of row <paramref name="row"/> under <paramref name="seed"/>: rows enter the hash as a summand.</summary>
    internal static ulong SeedAt(ulong seed, int row) => unchecked(seed + (RowFactor * (ulong)(uint)row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Hash(uint key, int column)
    {
        Vector256<uint> h = ((Vector256<uint>.Indices + Vector256.Create((uint)column)) * Vector256.Create(0x9E3779B9u)) + Vector256.Create(key);
        h ^= h >>> 16;
        h *= Vector256.Create(0x85EBCA6Bu);
        h ^= h >>> 13;
        h *= Vector256.Create(0xC2B2AE35u);
        return h ^ (h >>> 16);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
