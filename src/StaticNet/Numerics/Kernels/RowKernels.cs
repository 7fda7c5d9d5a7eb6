using System;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// One row of a layer's outputs: up to eight vectors of whole tiles side by side, and beside them the last tile where it is narrower, in one or
/// two vectors as wide as it is. All of them read the same broadcast input, each its own column of weights.
/// </summary>
internal static class RowKernels
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>One sum per output.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="b">The weights of the first vector's tile, from its column on.</param>
    /// <param name="last">The weights of the last, narrower tile.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="side">What the product's end reads beside the sums.</param>
    /// <param name="apart">The distance of two rows of <paramref name="side"/> that belong together.</param>
    /// <param name="y">The outputs, from the first vector's on.</param>
    [MethodImpl(Kernel)]
    public static void OneSum<TProduct, TSums, TVectors, TLast, TWords, TVector, TLastWords, TLastVector>(
        ref float x, ref float b, ref float last, ref float start, ref float side, int apart, ref float y)
        where TProduct : struct, IProduct
        where TVectors : struct, ICount
        where TLast : struct, ITile
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
        where TLastWords : struct, IVectorWords<TLastVector>
        where TLastVector : struct
    {
        int lastLanes = TLastWords.Lanes, lastWidth = TLast.Width, terms = TProduct.Terms(0), inBlocks = terms / 4 * 4;
        int lanes = TWords.Lanes, wide = TVectors.Value * lanes;

        // Vectors lie side by side in a tile; behind its 32 columns comes the next tile.
        const int Width = Dense.TileWidth;
        int perTile = Width / lanes, tile = TProduct.MatrixTile, at2 = (2 / perTile * tile) + (2 % perTile * lanes), at3 = at2 + lanes;
        int at4 = (4 / perTile * tile) + (4 % perTile * lanes), at5 = at4 + lanes, at6 = (6 / perTile * tile) + (6 % perTile * lanes), at7 = at6 + lanes;
        TVector s0 = TWords.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        TLastVector sx = TLastWords.Zero, sy = sx;
        if (typeof(TVectors) != typeof(Zero))
        {
            s0 = TProduct.Start<TWords, TVector>(ref start, 0);
            s1 = TProduct.Start<TWords, TVector>(ref start, lanes);
            if (typeof(TVectors) != typeof(Two))
            {
                s2 = TProduct.Start<TWords, TVector>(ref start, 2 * lanes);
                s3 = TProduct.Start<TWords, TVector>(ref start, 3 * lanes);
                if (typeof(TVectors) != typeof(Four))
                {
                    s4 = TProduct.Start<TWords, TVector>(ref start, 4 * lanes);
                    s5 = TProduct.Start<TWords, TVector>(ref start, 5 * lanes);
                    if (typeof(TVectors) != typeof(Six))
                    {
                        s6 = TProduct.Start<TWords, TVector>(ref start, 6 * lanes);
                        s7 = TProduct.Start<TWords, TVector>(ref start, 7 * lanes);
                    }
                }
            }
        }

        if (typeof(TLast) != typeof(Tile32))
        {
            sx = TProduct.Start<TLastWords, TLastVector>(ref start, wide);
            if (TLast.Width > TLastWords.Lanes)
            {
                sy = TProduct.Start<TLastWords, TLastVector>(ref start, wide + lastLanes);
            }
        }

        TVector s0Total = s0, s1Total = s1, s2Total = s2, s3Total = s3, s4Total = s4, s5Total = s5, s6Total = s6, s7Total = s7;
        TLastVector sxTotal = sx, syTotal = sy;
        if (typeof(TSums) == typeof(OneSumInBlocks))
        {
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
            sx = sy = TLastWords.Zero;
        }

        int from = 0, until = typeof(TSums) == typeof(OneSumInBlocks) ? Math.Min(256, inBlocks) : inBlocks;
        while (until > from)
        {
            ref float stop = ref Unsafe.Add(ref x, until - from);
            do
            {
                {
                    TVector c = TWords.All(ref x, 0);
                    if (typeof(TVectors) != typeof(Zero))
                    {
                        s0 = TWords.Fma(c, ref b, 0, s0);
                        s1 = TWords.Fma(c, ref b, lanes, s1);
                        if (typeof(TVectors) != typeof(Two))
                        {
                            s2 = TWords.Fma(c, ref b, at2, s2);
                            s3 = TWords.Fma(c, ref b, at3, s3);
                            if (typeof(TVectors) != typeof(Four))
                            {
                                s4 = TWords.Fma(c, ref b, at4, s4);
                                s5 = TWords.Fma(c, ref b, at5, s5);
                                if (typeof(TVectors) != typeof(Six))
                                {
                                    s6 = TWords.Fma(c, ref b, at6, s6);
                                    s7 = TWords.Fma(c, ref b, at7, s7);
                                }
                            }
                        }
                    }

                    if (typeof(TLast) != typeof(Tile32))
                    {
                        TLastVector d = TLastWords.All(ref x, 0);
                        sx = TLastWords.Fma(d, ref last, 0, sx);
                        if (TLast.Width > TLastWords.Lanes)
                        {
                            sy = TLastWords.Fma(d, ref last, lastLanes, sy);
                        }
                    }
                }

                {
                    TVector c = TWords.All(ref x, 1);
                    if (typeof(TVectors) != typeof(Zero))
                    {
                        s0 = TWords.Fma(c, ref b, Width, s0);
                        s1 = TWords.Fma(c, ref b, Width + lanes, s1);
                        if (typeof(TVectors) != typeof(Two))
                        {
                            s2 = TWords.Fma(c, ref b, Width + at2, s2);
                            s3 = TWords.Fma(c, ref b, Width + at3, s3);
                            if (typeof(TVectors) != typeof(Four))
                            {
                                s4 = TWords.Fma(c, ref b, Width + at4, s4);
                                s5 = TWords.Fma(c, ref b, Width + at5, s5);
                                if (typeof(TVectors) != typeof(Six))
                                {
                                    s6 = TWords.Fma(c, ref b, Width + at6, s6);
                                    s7 = TWords.Fma(c, ref b, Width + at7, s7);
                                }
                            }
                        }
                    }

                    if (typeof(TLast) != typeof(Tile32))
                    {
                        TLastVector d = TLastWords.All(ref x, 1);
                        sx = TLastWords.Fma(d, ref last, lastWidth, sx);
                        if (TLast.Width > TLastWords.Lanes)
                        {
                            sy = TLastWords.Fma(d, ref last, lastWidth + lastLanes, sy);
                        }
                    }
                }

                {
                    TVector c = TWords.All(ref x, 2);
                    if (typeof(TVectors) != typeof(Zero))
                    {
                        s0 = TWords.Fma(c, ref b, 2 * Width, s0);
                        s1 = TWords.Fma(c, ref b, (2 * Width) + lanes, s1);
                        if (typeof(TVectors) != typeof(Two))
                        {
                            s2 = TWords.Fma(c, ref b, (2 * Width) + at2, s2);
                            s3 = TWords.Fma(c, ref b, (2 * Width) + at3, s3);
                            if (typeof(TVectors) != typeof(Four))
                            {
                                s4 = TWords.Fma(c, ref b, (2 * Width) + at4, s4);
                                s5 = TWords.Fma(c, ref b, (2 * Width) + at5, s5);
                                if (typeof(TVectors) != typeof(Six))
                                {
                                    s6 = TWords.Fma(c, ref b, (2 * Width) + at6, s6);
                                    s7 = TWords.Fma(c, ref b, (2 * Width) + at7, s7);
                                }
                            }
                        }
                    }

                    if (typeof(TLast) != typeof(Tile32))
                    {
                        TLastVector d = TLastWords.All(ref x, 2);
                        sx = TLastWords.Fma(d, ref last, 2 * lastWidth, sx);
                        if (TLast.Width > TLastWords.Lanes)
                        {
                            sy = TLastWords.Fma(d, ref last, (2 * lastWidth) + lastLanes, sy);
                        }
                    }
                }

                {
                    TVector c = TWords.All(ref x, 3);
                    if (typeof(TVectors) != typeof(Zero))
                    {
                        s0 = TWords.Fma(c, ref b, 3 * Width, s0);
                        s1 = TWords.Fma(c, ref b, (3 * Width) + lanes, s1);
                        if (typeof(TVectors) != typeof(Two))
                        {
                            s2 = TWords.Fma(c, ref b, (3 * Width) + at2, s2);
                            s3 = TWords.Fma(c, ref b, (3 * Width) + at3, s3);
                            if (typeof(TVectors) != typeof(Four))
                            {
                                s4 = TWords.Fma(c, ref b, (3 * Width) + at4, s4);
                                s5 = TWords.Fma(c, ref b, (3 * Width) + at5, s5);
                                if (typeof(TVectors) != typeof(Six))
                                {
                                    s6 = TWords.Fma(c, ref b, (3 * Width) + at6, s6);
                                    s7 = TWords.Fma(c, ref b, (3 * Width) + at7, s7);
                                }
                            }
                        }
                    }

                    if (typeof(TLast) != typeof(Tile32))
                    {
                        TLastVector d = TLastWords.All(ref x, 3);
                        sx = TLastWords.Fma(d, ref last, 3 * lastWidth, sx);
                        if (TLast.Width > TLastWords.Lanes)
                        {
                            sy = TLastWords.Fma(d, ref last, (3 * lastWidth) + lastLanes, sy);
                        }
                    }
                }

                x = ref Unsafe.Add(ref x, 4);
                if (typeof(TVectors) != typeof(Zero))
                {
                    b = ref Unsafe.Add(ref b, 4 * Width);
                }

                if (typeof(TLast) != typeof(Tile32))
                {
                    last = ref Unsafe.Add(ref last, 4 * lastWidth);
                }
            }
            while (Unsafe.IsAddressLessThan(ref x, ref stop));
            if (typeof(TSums) != typeof(OneSumInBlocks) || from == inBlocks)
            {
                break;
            }

            from = until;
            until = Math.Min(until + 256, inBlocks);
            s0Total = TWords.Add(s0Total, s0); s1Total = TWords.Add(s1Total, s1); s2Total = TWords.Add(s2Total, s2); s3Total = TWords.Add(s3Total, s3);
            s4Total = TWords.Add(s4Total, s4); s5Total = TWords.Add(s5Total, s5); s6Total = TWords.Add(s6Total, s6); s7Total = TWords.Add(s7Total, s7);
            sxTotal = TLastWords.Add(sxTotal, sx); syTotal = TLastWords.Add(syTotal, sy);
            if (from < inBlocks)
            {
                s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
                sx = sy = TLastWords.Zero;
                continue;
            }

            // Terms that fill no group of four are added to the totals.
            s0 = s0Total; s1 = s1Total; s2 = s2Total; s3 = s3Total; s4 = s4Total; s5 = s5Total; s6 = s6Total; s7 = s7Total;
            sx = sxTotal; sy = syTotal;
            until = inBlocks;
        }

        for (int k = inBlocks; k < terms; k++)
        {
            TVector c = TWords.All(ref x, 0);
            if (typeof(TVectors) != typeof(Zero))
            {
                s0 = TWords.Fma(c, ref b, 0, s0);
                s1 = TWords.Fma(c, ref b, lanes, s1);
                if (typeof(TVectors) != typeof(Two))
                {
                    s2 = TWords.Fma(c, ref b, at2, s2);
                    s3 = TWords.Fma(c, ref b, at3, s3);
                    if (typeof(TVectors) != typeof(Four))
                    {
                        s4 = TWords.Fma(c, ref b, at4, s4);
                        s5 = TWords.Fma(c, ref b, at5, s5);
                        if (typeof(TVectors) != typeof(Six))
                        {
                            s6 = TWords.Fma(c, ref b, at6, s6);
                            s7 = TWords.Fma(c, ref b, at7, s7);
                        }
                    }
                }
            }

            if (typeof(TLast) != typeof(Tile32))
            {
                TLastVector d = TLastWords.All(ref x, 0);
                sx = TLastWords.Fma(d, ref last, 0, sx);
                if (TLast.Width > TLastWords.Lanes)
                {
                    sy = TLastWords.Fma(d, ref last, lastLanes, sy);
                }
            }

            x = ref Unsafe.Add(ref x, 1);
            if (typeof(TVectors) != typeof(Zero))
            {
                b = ref Unsafe.Add(ref b, Width);
            }

            if (typeof(TLast) != typeof(Tile32))
            {
                last = ref Unsafe.Add(ref last, lastWidth);
            }
        }

        if (typeof(TVectors) != typeof(Zero))
        {
            TProduct.Finish<TWords, TVector>(s0, ref y, 0, ref side, 0, apart);
            TProduct.Finish<TWords, TVector>(s1, ref y, lanes, ref side, lanes, apart);
            if (typeof(TVectors) != typeof(Two))
            {
                TProduct.Finish<TWords, TVector>(s2, ref y, 2 * lanes, ref side, 2 * lanes, apart);
                TProduct.Finish<TWords, TVector>(s3, ref y, 3 * lanes, ref side, 3 * lanes, apart);
                if (typeof(TVectors) != typeof(Four))
                {
                    TProduct.Finish<TWords, TVector>(s4, ref y, 4 * lanes, ref side, 4 * lanes, apart);
                    TProduct.Finish<TWords, TVector>(s5, ref y, 5 * lanes, ref side, 5 * lanes, apart);
                    if (typeof(TVectors) != typeof(Six))
                    {
                        TProduct.Finish<TWords, TVector>(s6, ref y, 6 * lanes, ref side, 6 * lanes, apart);
                        TProduct.Finish<TWords, TVector>(s7, ref y, 7 * lanes, ref side, 7 * lanes, apart);
                    }
                }
            }
        }

        if (typeof(TLast) != typeof(Tile32))
        {
            TProduct.Finish<TLastWords, TLastVector>(sx, ref y, wide, ref side, wide, apart);
            if (TLast.Width > TLastWords.Lanes)
            {
                TProduct.Finish<TLastWords, TLastVector>(sy, ref y, wide + lastLanes, ref side, wide + lastLanes, apart);
            }
        }
    }

    /// <summary>Two partial sums per output.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="b">The weights of the first vector's tile, from its column on.</param>
    /// <param name="last">The weights of the last, narrower tile.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="side">What the product's end reads beside the sums.</param>
    /// <param name="apart">The distance of two rows of <paramref name="side"/> that belong together.</param>
    /// <param name="y">The outputs, from the first vector's on.</param>
    [MethodImpl(Kernel)]
    public static void TwoSums<TProduct, TSums, TVectors, TLast, TWords, TVector, TLastWords, TLastVector>(
        ref float x, ref float b, ref float last, ref float start, ref float side, int apart, ref float y)
        where TProduct : struct, IProduct
        where TVectors : struct, ICount
        where TLast : struct, ITile
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
        where TLastWords : struct, IVectorWords<TLastVector>
        where TLastVector : struct
    {
        int lastLanes = TLastWords.Lanes, lastWidth = TLast.Width, terms = TProduct.Terms(0), inBlocks = terms / 4 * 4;
        int lanes = TWords.Lanes, wide = TVectors.Value * lanes;

        // Vectors lie side by side in a tile; behind its 32 columns comes the next tile.
        const int Width = Dense.TileWidth;
        int perTile = Width / lanes, tile = TProduct.MatrixTile, at2 = (2 / perTile * tile) + (2 % perTile * lanes), at3 = at2 + lanes;
        int at4 = (4 / perTile * tile) + (4 % perTile * lanes), at5 = at4 + lanes, at6 = (6 / perTile * tile) + (6 % perTile * lanes), at7 = at6 + lanes;
        TVector s0 = TWords.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        TLastVector sx = TLastWords.Zero, sy = sx;
        TVector t0 = TWords.Zero, t1 = t0, t2 = t0, t3 = t0, t4 = t0, t5 = t0, t6 = t0, t7 = t0;
        TLastVector tx = TLastWords.Zero, ty = tx;
        if (typeof(TVectors) != typeof(Zero))
        {
            s0 = TProduct.Start<TWords, TVector>(ref start, 0);
            s1 = TProduct.Start<TWords, TVector>(ref start, lanes);
            if (typeof(TVectors) != typeof(Two))
            {
                s2 = TProduct.Start<TWords, TVector>(ref start, 2 * lanes);
                s3 = TProduct.Start<TWords, TVector>(ref start, 3 * lanes);
                if (typeof(TVectors) != typeof(Four))
                {
                    s4 = TProduct.Start<TWords, TVector>(ref start, 4 * lanes);
                    s5 = TProduct.Start<TWords, TVector>(ref start, 5 * lanes);
                    if (typeof(TVectors) != typeof(Six))
                    {
                        s6 = TProduct.Start<TWords, TVector>(ref start, 6 * lanes);
                        s7 = TProduct.Start<TWords, TVector>(ref start, 7 * lanes);
                    }
                }
            }
        }

        if (typeof(TLast) != typeof(Tile32))
        {
            sx = TProduct.Start<TLastWords, TLastVector>(ref start, wide);
            if (TLast.Width > TLastWords.Lanes)
            {
                sy = TProduct.Start<TLastWords, TLastVector>(ref start, wide + lastLanes);
            }
        }

        TVector s0Total = s0, s1Total = s1, s2Total = s2, s3Total = s3, s4Total = s4, s5Total = s5, s6Total = s6, s7Total = s7;
        TVector t0Total = t0, t1Total = t1, t2Total = t2, t3Total = t3, t4Total = t4, t5Total = t5, t6Total = t6, t7Total = t7;
        TLastVector sxTotal = sx, syTotal = sy, txTotal = tx, tyTotal = ty;
        if (typeof(TSums) == typeof(TwoSumsInBlocks))
        {
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
            t0 = t1 = t2 = t3 = t4 = t5 = t6 = t7 = TWords.Zero;
            sx = sy = tx = ty = TLastWords.Zero;
        }

        int rounds = terms / 2 * 2;
        int from = 0, until = typeof(TSums) == typeof(TwoSumsInBlocks) ? Math.Min(512, inBlocks) : rounds;
        while (until > from)
        {
            ref float stop = ref Unsafe.Add(ref x, until - from);
            do
            {
                {
                    TVector c = TWords.All(ref x, 0);
                    if (typeof(TVectors) != typeof(Zero))
                    {
                        s0 = TWords.Fma(c, ref b, 0, s0);
                        s1 = TWords.Fma(c, ref b, lanes, s1);
                        if (typeof(TVectors) != typeof(Two))
                        {
                            s2 = TWords.Fma(c, ref b, at2, s2);
                            s3 = TWords.Fma(c, ref b, at3, s3);
                            if (typeof(TVectors) != typeof(Four))
                            {
                                s4 = TWords.Fma(c, ref b, at4, s4);
                                s5 = TWords.Fma(c, ref b, at5, s5);
                                if (typeof(TVectors) != typeof(Six))
                                {
                                    s6 = TWords.Fma(c, ref b, at6, s6);
                                    s7 = TWords.Fma(c, ref b, at7, s7);
                                }
                            }
                        }
                    }

                    if (typeof(TLast) != typeof(Tile32))
                    {
                        TLastVector d = TLastWords.All(ref x, 0);
                        sx = TLastWords.Fma(d, ref last, 0, sx);
                        if (TLast.Width > TLastWords.Lanes)
                        {
                            sy = TLastWords.Fma(d, ref last, lastLanes, sy);
                        }
                    }
                }

                {
                    TVector c = TWords.All(ref x, 1);
                    if (typeof(TVectors) != typeof(Zero))
                    {
                        t0 = TWords.Fma(c, ref b, Width, t0);
                        t1 = TWords.Fma(c, ref b, Width + lanes, t1);
                        if (typeof(TVectors) != typeof(Two))
                        {
                            t2 = TWords.Fma(c, ref b, Width + at2, t2);
                            t3 = TWords.Fma(c, ref b, Width + at3, t3);
                            if (typeof(TVectors) != typeof(Four))
                            {
                                t4 = TWords.Fma(c, ref b, Width + at4, t4);
                                t5 = TWords.Fma(c, ref b, Width + at5, t5);
                                if (typeof(TVectors) != typeof(Six))
                                {
                                    t6 = TWords.Fma(c, ref b, Width + at6, t6);
                                    t7 = TWords.Fma(c, ref b, Width + at7, t7);
                                }
                            }
                        }
                    }

                    if (typeof(TLast) != typeof(Tile32))
                    {
                        TLastVector d = TLastWords.All(ref x, 1);
                        tx = TLastWords.Fma(d, ref last, lastWidth, tx);
                        if (TLast.Width > TLastWords.Lanes)
                        {
                            ty = TLastWords.Fma(d, ref last, lastWidth + lastLanes, ty);
                        }
                    }
                }

                x = ref Unsafe.Add(ref x, 2);
                if (typeof(TVectors) != typeof(Zero))
                {
                    b = ref Unsafe.Add(ref b, 2 * Width);
                }

                if (typeof(TLast) != typeof(Tile32))
                {
                    last = ref Unsafe.Add(ref last, 2 * lastWidth);
                }
            }
            while (Unsafe.IsAddressLessThan(ref x, ref stop));
            if (typeof(TSums) != typeof(TwoSumsInBlocks) || from == inBlocks)
            {
                break;
            }

            from = until;
            until = Math.Min(until + 512, inBlocks);
            s0Total = TWords.Add(s0Total, s0); s1Total = TWords.Add(s1Total, s1); s2Total = TWords.Add(s2Total, s2); s3Total = TWords.Add(s3Total, s3);
            s4Total = TWords.Add(s4Total, s4); s5Total = TWords.Add(s5Total, s5); s6Total = TWords.Add(s6Total, s6); s7Total = TWords.Add(s7Total, s7);
            sxTotal = TLastWords.Add(sxTotal, sx); syTotal = TLastWords.Add(syTotal, sy);
            t0Total = TWords.Add(t0Total, t0); t1Total = TWords.Add(t1Total, t1); t2Total = TWords.Add(t2Total, t2); t3Total = TWords.Add(t3Total, t3);
            t4Total = TWords.Add(t4Total, t4); t5Total = TWords.Add(t5Total, t5); t6Total = TWords.Add(t6Total, t6); t7Total = TWords.Add(t7Total, t7);
            txTotal = TLastWords.Add(txTotal, tx); tyTotal = TLastWords.Add(tyTotal, ty);
            if (from < inBlocks)
            {
                s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
                t0 = t1 = t2 = t3 = t4 = t5 = t6 = t7 = TWords.Zero;
                sx = sy = tx = ty = TLastWords.Zero;
                continue;
            }

            // Terms that fill no group of four are added to the totals.
            s0 = s0Total; s1 = s1Total; s2 = s2Total; s3 = s3Total; s4 = s4Total; s5 = s5Total; s6 = s6Total; s7 = s7Total;
            sx = sxTotal; sy = syTotal;
            t0 = t0Total; t1 = t1Total; t2 = t2Total; t3 = t3Total; t4 = t4Total; t5 = t5Total; t6 = t6Total; t7 = t7Total;
            tx = txTotal; ty = tyTotal;
            until = rounds;
        }

        if (terms - rounds > 0)
        {
            TVector c = TWords.All(ref x, 0);
            if (typeof(TVectors) != typeof(Zero))
            {
                s0 = TWords.Fma(c, ref b, 0, s0);
                s1 = TWords.Fma(c, ref b, lanes, s1);
                if (typeof(TVectors) != typeof(Two))
                {
                    s2 = TWords.Fma(c, ref b, at2, s2);
                    s3 = TWords.Fma(c, ref b, at3, s3);
                    if (typeof(TVectors) != typeof(Four))
                    {
                        s4 = TWords.Fma(c, ref b, at4, s4);
                        s5 = TWords.Fma(c, ref b, at5, s5);
                        if (typeof(TVectors) != typeof(Six))
                        {
                            s6 = TWords.Fma(c, ref b, at6, s6);
                            s7 = TWords.Fma(c, ref b, at7, s7);
                        }
                    }
                }
            }

            if (typeof(TLast) != typeof(Tile32))
            {
                TLastVector d = TLastWords.All(ref x, 0);
                sx = TLastWords.Fma(d, ref last, 0, sx);
                if (TLast.Width > TLastWords.Lanes)
                {
                    sy = TLastWords.Fma(d, ref last, lastLanes, sy);
                }
            }
        }

        if (typeof(TVectors) != typeof(Zero))
        {
            TProduct.Finish<TWords, TVector>(TWords.Add(s0, t0), ref y, 0, ref side, 0, apart);
            TProduct.Finish<TWords, TVector>(TWords.Add(s1, t1), ref y, lanes, ref side, lanes, apart);
            if (typeof(TVectors) != typeof(Two))
            {
                TProduct.Finish<TWords, TVector>(TWords.Add(s2, t2), ref y, 2 * lanes, ref side, 2 * lanes, apart);
                TProduct.Finish<TWords, TVector>(TWords.Add(s3, t3), ref y, 3 * lanes, ref side, 3 * lanes, apart);
                if (typeof(TVectors) != typeof(Four))
                {
                    TProduct.Finish<TWords, TVector>(TWords.Add(s4, t4), ref y, 4 * lanes, ref side, 4 * lanes, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s5, t5), ref y, 5 * lanes, ref side, 5 * lanes, apart);
                    if (typeof(TVectors) != typeof(Six))
                    {
                        TProduct.Finish<TWords, TVector>(TWords.Add(s6, t6), ref y, 6 * lanes, ref side, 6 * lanes, apart);
                        TProduct.Finish<TWords, TVector>(TWords.Add(s7, t7), ref y, 7 * lanes, ref side, 7 * lanes, apart);
                    }
                }
            }
        }

        if (typeof(TLast) != typeof(Tile32))
        {
            TProduct.Finish<TLastWords, TLastVector>(TLastWords.Add(sx, tx), ref y, wide, ref side, wide, apart);
            if (TLast.Width > TLastWords.Lanes)
            {
                TProduct.Finish<TLastWords, TLastVector>(TLastWords.Add(sy, ty), ref y, wide + lastLanes, ref side, wide + lastLanes, apart);
            }
        }
    }

    /// <summary>Four partial sums per output, which has a tile of 16 or 8 columns only.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="last">The weights of the last, narrower tile.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="side">What the product's end reads beside the sums.</param>
    /// <param name="apart">The distance of two rows of <paramref name="side"/> that belong together.</param>
    /// <param name="y">The outputs, from the first vector's on.</param>
    [MethodImpl(Kernel)]
    public static void FourSums<TProduct, TSums, TLast, TLastWords, TLastVector>(
        ref float x, ref float last, ref float start, ref float side, int apart, ref float y)
        where TProduct : struct, IProduct
        where TLast : struct, ITile
        where TLastWords : struct, IVectorWords<TLastVector>
        where TLastVector : struct
    {
        int lastLanes = TLastWords.Lanes, lastWidth = TLast.Width, terms = TProduct.Terms(0), inBlocks = terms / 4 * 4;
        TLastVector px = TLastWords.Zero, py = px;
        TLastVector qx = TLastWords.Zero, qy = qx;
        TLastVector rx = TLastWords.Zero, ry = rx;
        TLastVector tx = TLastWords.Zero, ty = tx;
        px = TProduct.Start<TLastWords, TLastVector>(ref start, 0);
        if (TLast.Width > TLastWords.Lanes)
        {
            py = TProduct.Start<TLastWords, TLastVector>(ref start, lastLanes);
        }

        TLastVector pxTotal = px, pyTotal = py, qxTotal = qx, qyTotal = qy, rxTotal = rx, ryTotal = ry, txTotal = tx, tyTotal = ty;
        if (typeof(TSums) == typeof(FourSumsInBlocks))
        {
            px = py = qx = qy = rx = ry = tx = ty = TLastWords.Zero;
        }

        int rounds = inBlocks;
        int from = 0, until = typeof(TSums) == typeof(FourSumsInBlocks) ? Math.Min(1024, inBlocks) : rounds;
        while (until > from)
        {
            ref float stop = ref Unsafe.Add(ref x, until - from);
            do
            {
                {
                    TLastVector d = TLastWords.All(ref x, 0);
                    px = TLastWords.Fma(d, ref last, 0, px);
                    if (TLast.Width > TLastWords.Lanes)
                    {
                        py = TLastWords.Fma(d, ref last, lastLanes, py);
                    }
                }

                {
                    TLastVector d = TLastWords.All(ref x, 1);
                    qx = TLastWords.Fma(d, ref last, lastWidth, qx);
                    if (TLast.Width > TLastWords.Lanes)
                    {
                        qy = TLastWords.Fma(d, ref last, lastWidth + lastLanes, qy);
                    }
                }

                {
                    TLastVector d = TLastWords.All(ref x, 2);
                    rx = TLastWords.Fma(d, ref last, 2 * lastWidth, rx);
                    if (TLast.Width > TLastWords.Lanes)
                    {
                        ry = TLastWords.Fma(d, ref last, (2 * lastWidth) + lastLanes, ry);
                    }
                }

                {
                    TLastVector d = TLastWords.All(ref x, 3);
                    tx = TLastWords.Fma(d, ref last, 3 * lastWidth, tx);
                    if (TLast.Width > TLastWords.Lanes)
                    {
                        ty = TLastWords.Fma(d, ref last, (3 * lastWidth) + lastLanes, ty);
                    }
                }

                x = ref Unsafe.Add(ref x, 4);
                last = ref Unsafe.Add(ref last, 4 * lastWidth);
            }
            while (Unsafe.IsAddressLessThan(ref x, ref stop));
            if (typeof(TSums) != typeof(FourSumsInBlocks) || from == inBlocks)
            {
                break;
            }

            from = until;
            until = Math.Min(until + 1024, inBlocks);
            pxTotal = TLastWords.Add(pxTotal, px); pyTotal = TLastWords.Add(pyTotal, py);
            qxTotal = TLastWords.Add(qxTotal, qx); qyTotal = TLastWords.Add(qyTotal, qy);
            rxTotal = TLastWords.Add(rxTotal, rx); ryTotal = TLastWords.Add(ryTotal, ry);
            txTotal = TLastWords.Add(txTotal, tx); tyTotal = TLastWords.Add(tyTotal, ty);
            if (from < inBlocks)
            {
                px = py = qx = qy = rx = ry = tx = ty = TLastWords.Zero;
                continue;
            }

            // Terms that fill no group of four are added to the totals.
            px = pxTotal; py = pyTotal;
            qx = qxTotal; qy = qyTotal;
            rx = rxTotal; ry = ryTotal;
            tx = txTotal; ty = tyTotal;
            until = rounds;
        }

        if (terms - rounds > 0)
        {
            TLastVector d = TLastWords.All(ref x, 0);
            px = TLastWords.Fma(d, ref last, 0, px);
            if (TLast.Width > TLastWords.Lanes)
            {
                py = TLastWords.Fma(d, ref last, lastLanes, py);
            }
        }

        if (terms - rounds > 1)
        {
            TLastVector d = TLastWords.All(ref x, 1);
            qx = TLastWords.Fma(d, ref last, lastWidth, qx);
            if (TLast.Width > TLastWords.Lanes)
            {
                qy = TLastWords.Fma(d, ref last, lastWidth + lastLanes, qy);
            }
        }

        if (terms - rounds > 2)
        {
            TLastVector d = TLastWords.All(ref x, 2);
            rx = TLastWords.Fma(d, ref last, 2 * lastWidth, rx);
            if (TLast.Width > TLastWords.Lanes)
            {
                ry = TLastWords.Fma(d, ref last, (2 * lastWidth) + lastLanes, ry);
            }
        }

        TProduct.Finish<TLastWords, TLastVector>(TLastWords.Add(TLastWords.Add(px, qx), TLastWords.Add(rx, tx)), ref y, 0, ref side, 0, apart);
        if (TLast.Width > TLastWords.Lanes)
        {
            TProduct.Finish<TLastWords, TLastVector>(TLastWords.Add(TLastWords.Add(py, qy), TLastWords.Add(ry, ty)), ref y, lastLanes, ref side, lastLanes, apart);
        }
    }
}
