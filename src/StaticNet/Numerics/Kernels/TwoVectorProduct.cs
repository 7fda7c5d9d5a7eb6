using System;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// A matrix product, two vectors of columns at a time.
/// The loops of a matrix product around a block of its results in registers: A is broadcast, B loaded. Rows of the block, its vectors and sums
/// make 16 accumulators of 512 bits, 12 of 256, 8 of 128, so that they fit 32 or 16 registers beside a weight and a broadcast. The last block of
/// rows overlaps the one before, so that every number of rows from the block's height up will do.
/// </summary>
internal static class TwoVectorProduct
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>One, two, four, six or eight rows with a sum per result.</summary>
    [MethodImpl(Kernel)]
    public static void OneSum<TProduct, TSums, TTile, TRows, TWords, TVector>(
        ref float a, ref float b, ref float c, ref float start, ref float side, int apart, int first, int end, int rows, int depth)
        where TProduct : struct, IProduct
        where TTile : struct, ITile
        where TRows : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int height = TRows.Value, width = TTile.Width, terms = TProduct.Terms(depth), step = TProduct.InputStep, stride = TProduct.InputStride;
        int line = TProduct.MatrixStride(width), below = TProduct.ResultStride(width), beside = TProduct.SideStride;
        int inBlocks = terms / 4 * 4;
        for (int tile = first; tile < end; tile++)
        {
            for (int column = 0; column < width; column += 2 * TWords.Lanes)
            {
                ref float begin = ref Unsafe.Add(ref start, (tile * Dense.TileWidth) + column);
                TVector startA = TProduct.Start<TWords, TVector>(ref begin, 0), startB = TProduct.Start<TWords, TVector>(ref begin, TWords.Lanes);
                for (int row = 0; ; row = row + (2 * height) <= rows ? row + height : rows - height)
                {
                    ref float x = ref Unsafe.Add(ref a, row * stride);
                    ref float m = ref Unsafe.Add(ref b, (tile * TProduct.MatrixTile) + column);
                    TVector s0a = startA, s1a = s0a, s2a = s0a, s3a = s0a, s4a = s0a, s5a = s0a, s6a = s0a, s7a = s0a;
                    TVector s0b = startB, s1b = s0b, s2b = s0b, s3b = s0b, s4b = s0b, s5b = s0b, s6b = s0b, s7b = s0b;
                    int from = 0, until = typeof(TSums) == typeof(OneSumInBlocks) ? Math.Min(256, inBlocks) : terms;
                    TVector s0aTotal = s0a, s1aTotal = s1a, s2aTotal = s2a, s3aTotal = s3a, s4aTotal = s4a, s5aTotal = s5a, s6aTotal = s6a, s7aTotal = s7a;
                    TVector s0bTotal = s0b, s1bTotal = s1b, s2bTotal = s2b, s3bTotal = s3b, s4bTotal = s4b, s5bTotal = s5b, s6bTotal = s6b, s7bTotal = s7b;
                    if (typeof(TSums) == typeof(OneSumInBlocks))
                    {
                        s0a = s1a = s2a = s3a = s4a = s5a = s6a = s7a = TWords.Zero;
                        s0b = s1b = s2b = s3b = s4b = s5b = s6b = s7b = TWords.Zero;
                    }

                    while (true)
                    {
                        ref float stop = ref Unsafe.Add(ref x, (until - from) * step);
                        do
                        {
                            {
                                TVector va = TWords.Load(ref m, 0), vb = TWords.Load(ref m, TWords.Lanes);
                                { TVector c0 = TWords.All(ref x, 0); s0a = TWords.Fma(c0, va, s0a); s0b = TWords.Fma(c0, vb, s0b); }
                                if (typeof(TRows) != typeof(One))
                                {
                                    { TVector c1 = TWords.All(ref x, stride); s1a = TWords.Fma(c1, va, s1a); s1b = TWords.Fma(c1, vb, s1b); }
                                    if (typeof(TRows) != typeof(Two))
                                    {
                                        { TVector c2 = TWords.All(ref x, 2 * stride); s2a = TWords.Fma(c2, va, s2a); s2b = TWords.Fma(c2, vb, s2b); }
                                        { TVector c3 = TWords.All(ref x, 3 * stride); s3a = TWords.Fma(c3, va, s3a); s3b = TWords.Fma(c3, vb, s3b); }
                                        if (typeof(TRows) != typeof(Four))
                                        {
                                            { TVector c4 = TWords.All(ref x, 4 * stride); s4a = TWords.Fma(c4, va, s4a); s4b = TWords.Fma(c4, vb, s4b); }
                                            { TVector c5 = TWords.All(ref x, 5 * stride); s5a = TWords.Fma(c5, va, s5a); s5b = TWords.Fma(c5, vb, s5b); }
                                            if (typeof(TRows) != typeof(Six))
                                            {
                                                { TVector c6 = TWords.All(ref x, 6 * stride); s6a = TWords.Fma(c6, va, s6a); s6b = TWords.Fma(c6, vb, s6b); }
                                                { TVector c7 = TWords.All(ref x, 7 * stride); s7a = TWords.Fma(c7, va, s7a); s7b = TWords.Fma(c7, vb, s7b); }
                                            }
                                        }
                                    }
                                }
                            }

                            x = ref Unsafe.Add(ref x, step);
                            m = ref Unsafe.Add(ref m, line);
                        }
                        while (Unsafe.IsAddressLessThan(ref x, ref stop));
                        if (typeof(TSums) != typeof(OneSumInBlocks) || from == inBlocks)
                        {
                            break;
                        }

                        from = until;
                        until = Math.Min(until + 256, inBlocks);
                        s0aTotal = TWords.Add(s0aTotal, s0a); s1aTotal = TWords.Add(s1aTotal, s1a); s2aTotal = TWords.Add(s2aTotal, s2a); s3aTotal = TWords.Add(s3aTotal, s3a);
                        s4aTotal = TWords.Add(s4aTotal, s4a); s5aTotal = TWords.Add(s5aTotal, s5a); s6aTotal = TWords.Add(s6aTotal, s6a); s7aTotal = TWords.Add(s7aTotal, s7a);
                        s0bTotal = TWords.Add(s0bTotal, s0b); s1bTotal = TWords.Add(s1bTotal, s1b); s2bTotal = TWords.Add(s2bTotal, s2b); s3bTotal = TWords.Add(s3bTotal, s3b);
                        s4bTotal = TWords.Add(s4bTotal, s4b); s5bTotal = TWords.Add(s5bTotal, s5b); s6bTotal = TWords.Add(s6bTotal, s6b); s7bTotal = TWords.Add(s7bTotal, s7b);
                        if (from < inBlocks)
                        {
                            s0a = s1a = s2a = s3a = s4a = s5a = s6a = s7a = TWords.Zero;
                            s0b = s1b = s2b = s3b = s4b = s5b = s6b = s7b = TWords.Zero;
                            continue;
                        }

                        // Terms that fill no group of four are added to the totals.
                        s0a = s0aTotal; s1a = s1aTotal; s2a = s2aTotal; s3a = s3aTotal; s4a = s4aTotal; s5a = s5aTotal; s6a = s6aTotal; s7a = s7aTotal;
                        s0b = s0bTotal; s1b = s1bTotal; s2b = s2bTotal; s3b = s3bTotal; s4b = s4bTotal; s5b = s5bTotal; s6b = s6bTotal; s7b = s7bTotal;
                        until = terms;
                        if (until == inBlocks)
                        {
                            break;
                        }
                    }

                    ref float y = ref Unsafe.Add(ref c, (row * below) + (tile * TProduct.ResultTile) + column);
                    ref float z = ref Unsafe.Add(ref side, (row * beside) + (tile * Dense.TileWidth) + column);
                    TProduct.Finish<TWords, TVector>(s0a, ref y, 0, ref z, 0, apart);
                    TProduct.Finish<TWords, TVector>(s0b, ref y, TWords.Lanes, ref z, TWords.Lanes, apart);
                    if (typeof(TRows) != typeof(One))
                    {
                        TProduct.Finish<TWords, TVector>(s1a, ref y, below, ref z, beside, apart);
                        TProduct.Finish<TWords, TVector>(s1b, ref y, below + TWords.Lanes, ref z, beside + TWords.Lanes, apart);
                        if (typeof(TRows) != typeof(Two))
                        {
                            TProduct.Finish<TWords, TVector>(s2a, ref y, 2 * below, ref z, 2 * beside, apart);
                            TProduct.Finish<TWords, TVector>(s2b, ref y, (2 * below) + TWords.Lanes, ref z, (2 * beside) + TWords.Lanes, apart);
                            TProduct.Finish<TWords, TVector>(s3a, ref y, 3 * below, ref z, 3 * beside, apart);
                            TProduct.Finish<TWords, TVector>(s3b, ref y, (3 * below) + TWords.Lanes, ref z, (3 * beside) + TWords.Lanes, apart);
                            if (typeof(TRows) != typeof(Four))
                            {
                                TProduct.Finish<TWords, TVector>(s4a, ref y, 4 * below, ref z, 4 * beside, apart);
                                TProduct.Finish<TWords, TVector>(s4b, ref y, (4 * below) + TWords.Lanes, ref z, (4 * beside) + TWords.Lanes, apart);
                                TProduct.Finish<TWords, TVector>(s5a, ref y, 5 * below, ref z, 5 * beside, apart);
                                TProduct.Finish<TWords, TVector>(s5b, ref y, (5 * below) + TWords.Lanes, ref z, (5 * beside) + TWords.Lanes, apart);
                                if (typeof(TRows) != typeof(Six))
                                {
                                    TProduct.Finish<TWords, TVector>(s6a, ref y, 6 * below, ref z, 6 * beside, apart);
                                    TProduct.Finish<TWords, TVector>(s6b, ref y, (6 * below) + TWords.Lanes, ref z, (6 * beside) + TWords.Lanes, apart);
                                    TProduct.Finish<TWords, TVector>(s7a, ref y, 7 * below, ref z, 7 * beside, apart);
                                    TProduct.Finish<TWords, TVector>(s7b, ref y, (7 * below) + TWords.Lanes, ref z, (7 * beside) + TWords.Lanes, apart);
                                }
                            }
                        }
                    }

                    if (row + height >= rows)
                    {
                        break;
                    }
                }
            }
        }
    }

    /// <summary>Two, three or four rows with two partial sums per result.</summary>
    [MethodImpl(Kernel)]
    public static void TwoSums<TProduct, TSums, TTile, TRows, TWords, TVector>(
        ref float a, ref float b, ref float c, ref float start, ref float side, int apart, int first, int end, int rows, int depth)
        where TProduct : struct, IProduct
        where TTile : struct, ITile
        where TRows : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int height = TRows.Value, width = TTile.Width, terms = TProduct.Terms(depth), step = TProduct.InputStep, stride = TProduct.InputStride;
        int line = TProduct.MatrixStride(width), below = TProduct.ResultStride(width), beside = TProduct.SideStride;
        int inBlocks = terms / 4 * 4, even = terms / 2 * 2;
        for (int tile = first; tile < end; tile++)
        {
            for (int column = 0; column < width; column += 2 * TWords.Lanes)
            {
                ref float begin = ref Unsafe.Add(ref start, (tile * Dense.TileWidth) + column);
                TVector startA = TProduct.Start<TWords, TVector>(ref begin, 0), startB = TProduct.Start<TWords, TVector>(ref begin, TWords.Lanes);
                for (int row = 0; ; row = row + (2 * height) <= rows ? row + height : rows - height)
                {
                    ref float x = ref Unsafe.Add(ref a, row * stride);
                    ref float m = ref Unsafe.Add(ref b, (tile * TProduct.MatrixTile) + column);
                    TVector s0a = startA, s1a = s0a, s2a = s0a, s3a = s0a;
                    TVector s0b = startB, s1b = s0b, s2b = s0b, s3b = s0b;
                    TVector t0a = TWords.Zero, t1a = t0a, t2a = t0a, t3a = t0a;
                    TVector t0b = TWords.Zero, t1b = t0b, t2b = t0b, t3b = t0b;
                    int from = 0, until = typeof(TSums) == typeof(TwoSumsInBlocks) ? Math.Min(512, inBlocks) : even;
                    TVector s0aTotal = s0a, s1aTotal = s1a, s2aTotal = s2a, s3aTotal = s3a;
                    TVector s0bTotal = s0b, s1bTotal = s1b, s2bTotal = s2b, s3bTotal = s3b;
                    TVector t0aTotal = t0a, t1aTotal = t1a, t2aTotal = t2a, t3aTotal = t3a;
                    TVector t0bTotal = t0b, t1bTotal = t1b, t2bTotal = t2b, t3bTotal = t3b;
                    if (typeof(TSums) == typeof(TwoSumsInBlocks))
                    {
                        s0a = s1a = s2a = s3a = TWords.Zero;
                        s0b = s1b = s2b = s3b = TWords.Zero;
                        t0a = t1a = t2a = t3a = TWords.Zero;
                        t0b = t1b = t2b = t3b = TWords.Zero;
                    }

                    while (true)
                    {
                        ref float stop = ref Unsafe.Add(ref x, (until - from) * step);
                        do
                        {
                            {
                                TVector va = TWords.Load(ref m, 0), vb = TWords.Load(ref m, TWords.Lanes);
                                { TVector c0 = TWords.All(ref x, 0); s0a = TWords.Fma(c0, va, s0a); s0b = TWords.Fma(c0, vb, s0b); }
                                { TVector c1 = TWords.All(ref x, stride); s1a = TWords.Fma(c1, va, s1a); s1b = TWords.Fma(c1, vb, s1b); }
                                if (typeof(TRows) != typeof(Two))
                                {
                                    { TVector c2 = TWords.All(ref x, 2 * stride); s2a = TWords.Fma(c2, va, s2a); s2b = TWords.Fma(c2, vb, s2b); }
                                    if (typeof(TRows) != typeof(Three))
                                    {
                                        { TVector c3 = TWords.All(ref x, 3 * stride); s3a = TWords.Fma(c3, va, s3a); s3b = TWords.Fma(c3, vb, s3b); }
                                    }
                                }
                            }

                            {
                                TVector va = TWords.Load(ref m, line), vb = TWords.Load(ref m, line + TWords.Lanes);
                                { TVector c0 = TWords.All(ref x, step); t0a = TWords.Fma(c0, va, t0a); t0b = TWords.Fma(c0, vb, t0b); }
                                { TVector c1 = TWords.All(ref x, step + stride); t1a = TWords.Fma(c1, va, t1a); t1b = TWords.Fma(c1, vb, t1b); }
                                if (typeof(TRows) != typeof(Two))
                                {
                                    { TVector c2 = TWords.All(ref x, step + (2 * stride)); t2a = TWords.Fma(c2, va, t2a); t2b = TWords.Fma(c2, vb, t2b); }
                                    if (typeof(TRows) != typeof(Three))
                                    {
                                        { TVector c3 = TWords.All(ref x, step + (3 * stride)); t3a = TWords.Fma(c3, va, t3a); t3b = TWords.Fma(c3, vb, t3b); }
                                    }
                                }
                            }

                            x = ref Unsafe.Add(ref x, 2 * step);
                            m = ref Unsafe.Add(ref m, 2 * line);
                        }
                        while (Unsafe.IsAddressLessThan(ref x, ref stop));
                        if (typeof(TSums) != typeof(TwoSumsInBlocks) || from == inBlocks)
                        {
                            break;
                        }

                        from = until;
                        until = Math.Min(until + 512, inBlocks);
                        s0aTotal = TWords.Add(s0aTotal, s0a); s1aTotal = TWords.Add(s1aTotal, s1a); s2aTotal = TWords.Add(s2aTotal, s2a); s3aTotal = TWords.Add(s3aTotal, s3a);
                        s0bTotal = TWords.Add(s0bTotal, s0b); s1bTotal = TWords.Add(s1bTotal, s1b); s2bTotal = TWords.Add(s2bTotal, s2b); s3bTotal = TWords.Add(s3bTotal, s3b);
                        t0aTotal = TWords.Add(t0aTotal, t0a); t1aTotal = TWords.Add(t1aTotal, t1a); t2aTotal = TWords.Add(t2aTotal, t2a); t3aTotal = TWords.Add(t3aTotal, t3a);
                        t0bTotal = TWords.Add(t0bTotal, t0b); t1bTotal = TWords.Add(t1bTotal, t1b); t2bTotal = TWords.Add(t2bTotal, t2b); t3bTotal = TWords.Add(t3bTotal, t3b);
                        if (from < inBlocks)
                        {
                            s0a = s1a = s2a = s3a = TWords.Zero;
                            s0b = s1b = s2b = s3b = TWords.Zero;
                            t0a = t1a = t2a = t3a = TWords.Zero;
                            t0b = t1b = t2b = t3b = TWords.Zero;
                            continue;
                        }

                        // Terms that fill no group of four are added to the totals.
                        s0a = s0aTotal; s1a = s1aTotal; s2a = s2aTotal; s3a = s3aTotal;
                        s0b = s0bTotal; s1b = s1bTotal; s2b = s2bTotal; s3b = s3bTotal;
                        t0a = t0aTotal; t1a = t1aTotal; t2a = t2aTotal; t3a = t3aTotal;
                        t0b = t0bTotal; t1b = t1bTotal; t2b = t2bTotal; t3b = t3bTotal;
                        until = even;
                        if (until == inBlocks)
                        {
                            break;
                        }
                    }

                    if (terms > even)
                    {
                        {
                            TVector va = TWords.Load(ref m, 0), vb = TWords.Load(ref m, TWords.Lanes);
                            { TVector c0 = TWords.All(ref x, 0); s0a = TWords.Fma(c0, va, s0a); s0b = TWords.Fma(c0, vb, s0b); }
                            { TVector c1 = TWords.All(ref x, stride); s1a = TWords.Fma(c1, va, s1a); s1b = TWords.Fma(c1, vb, s1b); }
                            if (typeof(TRows) != typeof(Two))
                            {
                                { TVector c2 = TWords.All(ref x, 2 * stride); s2a = TWords.Fma(c2, va, s2a); s2b = TWords.Fma(c2, vb, s2b); }
                                if (typeof(TRows) != typeof(Three))
                                {
                                    { TVector c3 = TWords.All(ref x, 3 * stride); s3a = TWords.Fma(c3, va, s3a); s3b = TWords.Fma(c3, vb, s3b); }
                                }
                            }
                        }
                    }

                    ref float y = ref Unsafe.Add(ref c, (row * below) + (tile * TProduct.ResultTile) + column);
                    ref float z = ref Unsafe.Add(ref side, (row * beside) + (tile * Dense.TileWidth) + column);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s0a, t0a), ref y, 0, ref z, 0, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s0b, t0b), ref y, TWords.Lanes, ref z, TWords.Lanes, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s1a, t1a), ref y, below, ref z, beside, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s1b, t1b), ref y, below + TWords.Lanes, ref z, beside + TWords.Lanes, apart);
                    if (typeof(TRows) != typeof(Two))
                    {
                        TProduct.Finish<TWords, TVector>(TWords.Add(s2a, t2a), ref y, 2 * below, ref z, 2 * beside, apart);
                        TProduct.Finish<TWords, TVector>(TWords.Add(s2b, t2b), ref y, (2 * below) + TWords.Lanes, ref z, (2 * beside) + TWords.Lanes, apart);
                        if (typeof(TRows) != typeof(Three))
                        {
                            TProduct.Finish<TWords, TVector>(TWords.Add(s3a, t3a), ref y, 3 * below, ref z, 3 * beside, apart);
                            TProduct.Finish<TWords, TVector>(TWords.Add(s3b, t3b), ref y, (3 * below) + TWords.Lanes, ref z, (3 * beside) + TWords.Lanes, apart);
                        }
                    }

                    if (row + height >= rows)
                    {
                        break;
                    }
                }
            }
        }
    }
}
