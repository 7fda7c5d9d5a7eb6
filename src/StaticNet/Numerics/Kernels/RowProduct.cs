using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>Which kernel computes which outputs of one row: groups of whole tiles, the last of them together with a narrower last tile.</summary>
internal static class RowProduct
{
    /// <summary>All outputs of a row.</summary>
    public static void Run<TProduct, TSums, TLast>(
        ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int tiles, bool upTo512)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TLast : struct, ITile
    {
        int whole = typeof(TLast) == typeof(Tile32) ? tiles : tiles - 1;
        if (Vector512.IsHardwareAccelerated && upTo512)
        {
            // Eight vectors, and the last tile in one as wide as it is.
            int first = 0;
            for (; whole - first > 4; first += 4)
            {
                Whole<TProduct, TSums, Eight, Words512, Vector512<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, 0);
            }

            if (typeof(TLast) == typeof(Tile8))
            {
                Rest512<TProduct, TSums, TLast, Words256, Vector256<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, whole);
            }
            else if (typeof(TLast) == typeof(Tile4))
            {
                Rest512<TProduct, TSums, TLast, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, whole);
            }
            else
            {
                Rest512<TProduct, TSums, TLast, Words512, Vector512<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, whole);
            }
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            int group = typeof(TSums) == typeof(OneSum) || typeof(TSums) == typeof(OneSumInBlocks) ? 2 : 1;
            int first = 0;
            for (; whole - first > group; first += group)
            {
                if (typeof(TSums) == typeof(OneSum) || typeof(TSums) == typeof(OneSumInBlocks))
                {
                    Whole<TProduct, TSums, Eight, Words256, Vector256<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, 0);
                }
                else
                {
                    Whole<TProduct, TSums, Four, Words256, Vector256<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, 0);
                }

            }

            if (typeof(TLast) == typeof(Tile4))
            {
                Rest256<TProduct, TSums, TLast, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, whole);
            }
            else
            {
                Rest256<TProduct, TSums, TLast, Words256, Vector256<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, whole);
            }
        }
        else
        {
            Run128<TProduct, TSums, TLast>(ref x, ref b, ref start, ref side, apart, ref y, whole);
        }
    }

    private static void Run128<TProduct, TSums, TLast>(ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int whole)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TLast : struct, ITile
    {
        for (int first = 0; first < whole; first++)
        {
            if (typeof(TSums) == typeof(OneSum) || typeof(TSums) == typeof(OneSumInBlocks))
            {
                Whole<TProduct, TSums, Eight, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, 0);
            }
            else
            {
                Whole<TProduct, TSums, Four, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, 0);
                Whole<TProduct, TSums, Four, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, first, 16);
            }

        }

        if (typeof(TLast) != typeof(Tile32))
        {
            Group<TProduct, TSums, Zero, TLast, Words128, Vector128<float>, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, whole, 0, 0);
            if (typeof(TLast) == typeof(Tile16))
            {
                Group<TProduct, TSums, Zero, TLast, Words128, Vector128<float>, Words128, Vector128<float>>(ref x, ref b, ref start, ref side, apart, ref y, whole, 8, 0);
            }
        }
    }

    // Up to four whole tiles and the last one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest512<TProduct, TSums, TLast, TLastWords, TLastVector>(
        ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int first, int whole)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TLast : struct, ITile
        where TLastWords : struct, IVectorWords<TLastVector>
        where TLastVector : struct
    {
        switch (whole - first)
        {
            case 4:
                Group<TProduct, TSums, Eight, TLast, Words512, Vector512<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 4);
                break;
            case 3:
                Group<TProduct, TSums, Six, TLast, Words512, Vector512<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 3);
                break;
            case 2:
                Group<TProduct, TSums, Four, TLast, Words512, Vector512<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 2);
                break;
            case 1:
                Group<TProduct, TSums, Two, TLast, Words512, Vector512<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 1);
                break;
            default:
                Group<TProduct, TSums, Zero, TLast, Words512, Vector512<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 0);
                break;
        }
    }

    // Up to two whole tiles and the last one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest256<TProduct, TSums, TLast, TLastWords, TLastVector>(
        ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int first, int whole)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TLast : struct, ITile
        where TLastWords : struct, IVectorWords<TLastVector>
        where TLastVector : struct
    {
        switch (whole - first)
        {
            case 2:
                Group<TProduct, TSums, Eight, TLast, Words256, Vector256<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 2);
                break;
            case 1:
                Group<TProduct, TSums, Four, TLast, Words256, Vector256<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 1);
                break;
            default:
                Group<TProduct, TSums, Zero, TLast, Words256, Vector256<float>, TLastWords, TLastVector>(ref x, ref b, ref start, ref side, apart, ref y, first, 0, 0);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Whole<TProduct, TSums, TVectors, TWords, TVector>(
        ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int first, int column)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TVectors : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct =>
        Group<TProduct, TSums, TVectors, Tile32, TWords, TVector, TWords, TVector>(ref x, ref b, ref start, ref side, apart, ref y, first, column, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Group<TProduct, TSums, TVectors, TLast, TWords, TVector, TLastWords, TLastVector>(
        ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int first, int column, int tiles)
        where TProduct : struct, IProduct
        where TSums : struct, ISums
        where TVectors : struct, ICount
        where TLast : struct, ITile
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
        where TLastWords : struct, IVectorWords<TLastVector>
        where TLastVector : struct
    {
        int output = (first * Dense.TileWidth) + column;
        b = ref Unsafe.Add(ref b, (first * TProduct.MatrixTile) + column);
        start = ref Unsafe.Add(ref start, output);
        side = ref Unsafe.Add(ref side, output);
        y = ref Unsafe.Add(ref y, output);
        ref float last = ref Unsafe.Add(ref b, tiles * TProduct.MatrixTile);
        if (typeof(TSums) == typeof(OneSum) || typeof(TSums) == typeof(OneSumInBlocks))
        {
            RowKernels.OneSum<TProduct, TSums, TVectors, TLast, TWords, TVector, TLastWords, TLastVector>(ref x, ref b, ref last, ref start, ref side, apart, ref y);
        }
        else if (typeof(TSums) == typeof(TwoSums) || typeof(TSums) == typeof(TwoSumsInBlocks))
        {
            RowKernels.TwoSums<TProduct, TSums, TVectors, TLast, TWords, TVector, TLastWords, TLastVector>(ref x, ref b, ref last, ref start, ref side, apart, ref y);
        }
        else
        {
            RowKernels.FourSums<TProduct, TSums, TLast, TLastWords, TLastVector>(ref x, ref last, ref start, ref side, apart, ref y);
        }
    }
}
