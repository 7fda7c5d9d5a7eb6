using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>Which kernel computes which tiles of a matrix product, by the widest vectors that are fast and fill the tile.</summary>
internal static class MatrixProduct
{
    /// <summary>All tiles for eight and more rows; the last one may be narrower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TProduct, TSums, TLast>(
        ref float a, ref float b, ref float c, ref float start, ref float side, int apart, int tiles, int rows, int depth)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TLast : struct, ITile
    {
        int whole = typeof(TLast) == typeof(Tile32) ? tiles : tiles - 1;
        if (whole > 0)
        {
            // Where the last tile does not fill a vector of 512 bits, whole tiles are as fast in 256.
            if ((typeof(TLast) == typeof(Tile32) || typeof(TLast) == typeof(Tile16)) && Vector512.IsHardwareAccelerated)
            {
                Wide<TProduct, TSums, Tile32, Eight, Four, Words512, Vector512<float>>(ref a, ref b, ref c, ref start, ref side, apart, 0, whole, rows, depth);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Wide<TProduct, TSums, Tile32, Six, Three, Words256, Vector256<float>>(ref a, ref b, ref c, ref start, ref side, apart, 0, whole, rows, depth);
            }
            else
            {
                Wide<TProduct, TSums, Tile32, Four, Two, Words128, Vector128<float>>(ref a, ref b, ref c, ref start, ref side, apart, 0, whole, rows, depth);
            }
        }

        if (typeof(TLast) == typeof(Tile16))
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Narrow<TProduct, TSums, TLast, Eight, Four, Words512, Vector512<float>>(ref a, ref b, ref c, ref start, ref side, apart, whole, tiles, rows, depth);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Last<TProduct, TSums, TLast, Six, Three, Words256, Vector256<float>>(ref a, ref b, ref c, ref start, ref side, apart, whole, tiles, rows, depth);
            }
            else
            {
                Last<TProduct, TSums, TLast, Four, Two, Words128, Vector128<float>>(ref a, ref b, ref c, ref start, ref side, apart, whole, tiles, rows, depth);
            }
        }
        else if (typeof(TLast) == typeof(Tile8))
        {
            if (Vector256.IsHardwareAccelerated)
            {
                Narrow<TProduct, TSums, TLast, Six, Three, Words256, Vector256<float>>(ref a, ref b, ref c, ref start, ref side, apart, whole, tiles, rows, depth);
            }
            else
            {
                Last<TProduct, TSums, TLast, Four, Two, Words128, Vector128<float>>(ref a, ref b, ref c, ref start, ref side, apart, whole, tiles, rows, depth);
            }
        }
        else if (typeof(TLast) == typeof(Tile4))
        {
            Narrow<TProduct, TSums, TLast, Four, Two, Words128, Vector128<float>>(ref a, ref b, ref c, ref start, ref side, apart, whole, tiles, rows, depth);
        }
    }

    /// <summary>dW = Xᵀ·dZ. A block is as high as there are inputs, up to its full height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfWeights<TLayer, TLast>(ref float x, ref float dz, ref float dw, int tiles, int rows)
        where TLayer : struct, IDense
        where TLast : struct, ITile
    {
        int inputs = TLayer.Inputs;
        if (inputs >= 8)
        {
            Run<WeightGradient<TLayer>, OneSum, TLast>(ref x, ref dz, ref dw, ref x, ref x, 0, tiles, inputs, rows);
        }
        else if (inputs >= 4)
        {
            OfFewInputs<TLayer, TLast, Four>(ref x, ref dz, ref dw, tiles, rows);
        }
        else if (inputs >= 2)
        {
            OfFewInputs<TLayer, TLast, Two>(ref x, ref dz, ref dw, tiles, rows);
        }
        else
        {
            OfFewInputs<TLayer, TLast, One>(ref x, ref dz, ref dw, tiles, rows);
        }
    }

    /// <summary>dX = dZ·Wᵀ times the derivative of the activation before the layer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfInputs<TLayer, TActivation, TLast>(ref float dz, ref float transposed, ref float kept, ref float dx, int rows)
        where TLayer : struct, IDense
        where TActivation : struct, IActivation
        where TLast : struct, ITile
    {
        int tiles = (TLayer.InputStride + Dense.TileWidth - 1) / Dense.TileWidth;
        Run<InputGradient<TLayer, TActivation>, OneSum, TLast>(ref dz, ref transposed, ref dx, ref dz, ref kept, 0, tiles, rows, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OfFewInputs<TLayer, TLast, TRows>(ref float x, ref float dz, ref float dw, int tiles, int rows)
        where TLayer : struct, IDense
        where TLast : struct, ITile
        where TRows : struct, ICount
    {
        int inputs = TLayer.Inputs, whole = typeof(TLast) == typeof(Tile32) ? tiles : tiles - 1;
        if (whole > 0)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                TwoVectorProduct.OneSum<WeightGradient<TLayer>, OneSum, Tile32, TRows, Words512, Vector512<float>>(ref x, ref dz, ref dw, ref x, ref x, 0, 0, whole, inputs, rows);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                TwoVectorProduct.OneSum<WeightGradient<TLayer>, OneSum, Tile32, TRows, Words256, Vector256<float>>(ref x, ref dz, ref dw, ref x, ref x, 0, 0, whole, inputs, rows);
            }
            else
            {
                TwoVectorProduct.OneSum<WeightGradient<TLayer>, OneSum, Tile32, TRows, Words128, Vector128<float>>(ref x, ref dz, ref dw, ref x, ref x, 0, 0, whole, inputs, rows);
            }
        }

        if (typeof(TLast) == typeof(Tile16) && Vector512.IsHardwareAccelerated)
        {
            OneVectorProduct.OneSum<WeightGradient<TLayer>, OneSum, TLast, TRows, Words512, Vector512<float>>(ref x, ref dz, ref dw, ref x, ref x, 0, whole, tiles, inputs, rows);
        }
        else if ((typeof(TLast) == typeof(Tile16) || typeof(TLast) == typeof(Tile8)) && Vector256.IsHardwareAccelerated)
        {
            OneVectorProduct.OneSum<WeightGradient<TLayer>, OneSum, TLast, TRows, Words256, Vector256<float>>(ref x, ref dz, ref dw, ref x, ref x, 0, whole, tiles, inputs, rows);
        }
        else if (typeof(TLast) != typeof(Tile32))
        {
            OneVectorProduct.OneSum<WeightGradient<TLayer>, OneSum, TLast, TRows, Words128, Vector128<float>>(ref x, ref dz, ref dw, ref x, ref x, 0, whole, tiles, inputs, rows);
        }
    }

    // Tiles of two and more vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Wide<TProduct, TSums, TTile, TRows, THalf, TWords, TVector>(
        ref float a, ref float b, ref float c, ref float start, ref float side, int apart, int first, int end, int rows, int depth)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TTile : struct, ITile
        where TRows : struct, ICount
        where THalf : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        if (typeof(TSums) == typeof(OneSum) || typeof(TSums) == typeof(OneSumInBlocks))
        {
            TwoVectorProduct.OneSum<TProduct, TSums, TTile, TRows, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
        else
        {
            TwoVectorProduct.TwoSums<TProduct, TSums, TTile, THalf, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
    }

    // A last tile of two and more vectors: four sums per output leave registers for one vector at a time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Last<TProduct, TSums, TTile, TRows, THalf, TWords, TVector>(
        ref float a, ref float b, ref float c, ref float start, ref float side, int apart, int first, int end, int rows, int depth)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TTile : struct, ITile
        where TRows : struct, ICount
        where THalf : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        if (typeof(TSums) == typeof(FourSums) || typeof(TSums) == typeof(FourSumsInBlocks))
        {
            OneVectorProduct.FourSums<TProduct, TSums, TTile, THalf, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
        else
        {
            Wide<TProduct, TSums, TTile, TRows, THalf, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
    }

    // A last tile of one vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<TProduct, TSums, TTile, TRows, THalf, TWords, TVector>(
        ref float a, ref float b, ref float c, ref float start, ref float side, int apart, int first, int end, int rows, int depth)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TTile : struct, ITile
        where TRows : struct, ICount
        where THalf : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        if (typeof(TSums) == typeof(OneSum) || typeof(TSums) == typeof(OneSumInBlocks))
        {
            OneVectorProduct.OneSum<TProduct, TSums, TTile, Eight, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
        else if (typeof(TSums) == typeof(TwoSums) || typeof(TSums) == typeof(TwoSumsInBlocks))
        {
            OneVectorProduct.TwoSums<TProduct, TSums, TTile, TRows, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
        else
        {
            OneVectorProduct.FourSums<TProduct, TSums, TTile, THalf, TWords, TVector>(ref a, ref b, ref c, ref start, ref side, apart, first, end, rows, depth);
        }
    }
}
