using System;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// A matrix product, one vector of columns at a time.
/// The loops of a matrix product around a block of its results in registers: A is broadcast, B loaded. Rows of the block, its vectors and sums
/// make 16 accumulators of 512 bits, 12 of 256, 8 of 128, so that they fit 32 or 16 registers beside a weight and a broadcast. The last block of
/// rows overlaps the one before, so that every number of rows from the block's height up will do.
/// </summary>
internal static class OneVectorProduct
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>One, two, four or eight rows with a sum per result.</summary>
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
            for (int column = 0; column < width; column += TWords.Lanes)
            {
                ref float begin = ref Unsafe.Add(ref start, (tile * Dense.TileWidth) + column);
                TVector begun = TProduct.Start<TWords, TVector>(ref begin, 0);
                for (int row = 0; ; row = row + (2 * height) <= rows ? row + height : rows - height)
                {
                    ref float x = ref Unsafe.Add(ref a, row * stride);
                    ref float m = ref Unsafe.Add(ref b, (tile * TProduct.MatrixTile) + column);
                    TVector s0 = begun, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
                    int from = 0, until = typeof(TSums) == typeof(OneSumInBlocks) ? Math.Min(256, inBlocks) : terms;
                    TVector s0Total = s0, s1Total = s1, s2Total = s2, s3Total = s3, s4Total = s4, s5Total = s5, s6Total = s6, s7Total = s7;
                    if (typeof(TSums) == typeof(OneSumInBlocks))
                    {
                        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
                    }

                    while (true)
                    {
                        ref float stop = ref Unsafe.Add(ref x, (until - from) * step);
                        do
                        {
                            {
                                TVector v = TWords.Load(ref m, 0);
                                s0 = TWords.Fma(TWords.All(ref x, 0), v, s0);
                                if (typeof(TRows) != typeof(One))
                                {
                                    s1 = TWords.Fma(TWords.All(ref x, stride), v, s1);
                                    if (typeof(TRows) != typeof(Two))
                                    {
                                        s2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, s2);
                                        s3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, s3);
                                        if (typeof(TRows) != typeof(Four))
                                        {
                                            s4 = TWords.Fma(TWords.All(ref x, 4 * stride), v, s4);
                                            s5 = TWords.Fma(TWords.All(ref x, 5 * stride), v, s5);
                                            s6 = TWords.Fma(TWords.All(ref x, 6 * stride), v, s6);
                                            s7 = TWords.Fma(TWords.All(ref x, 7 * stride), v, s7);
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
                        s0Total = TWords.Add(s0Total, s0); s1Total = TWords.Add(s1Total, s1); s2Total = TWords.Add(s2Total, s2); s3Total = TWords.Add(s3Total, s3);
                        s4Total = TWords.Add(s4Total, s4); s5Total = TWords.Add(s5Total, s5); s6Total = TWords.Add(s6Total, s6); s7Total = TWords.Add(s7Total, s7);
                        if (from < inBlocks)
                        {
                            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
                            continue;
                        }

                        // Terms that fill no group of four are added to the totals.
                        s0 = s0Total; s1 = s1Total; s2 = s2Total; s3 = s3Total; s4 = s4Total; s5 = s5Total; s6 = s6Total; s7 = s7Total;
                        until = terms;
                        if (until == inBlocks)
                        {
                            break;
                        }
                    }

                    ref float y = ref Unsafe.Add(ref c, (row * below) + (tile * TProduct.ResultTile) + column);
                    ref float z = ref Unsafe.Add(ref side, (row * beside) + (tile * Dense.TileWidth) + column);
                    TProduct.Finish<TWords, TVector>(s0, ref y, 0, ref z, 0, apart);
                    if (typeof(TRows) != typeof(One))
                    {
                        TProduct.Finish<TWords, TVector>(s1, ref y, below, ref z, beside, apart);
                        if (typeof(TRows) != typeof(Two))
                        {
                            TProduct.Finish<TWords, TVector>(s2, ref y, 2 * below, ref z, 2 * beside, apart);
                            TProduct.Finish<TWords, TVector>(s3, ref y, 3 * below, ref z, 3 * beside, apart);
                            if (typeof(TRows) != typeof(Four))
                            {
                                TProduct.Finish<TWords, TVector>(s4, ref y, 4 * below, ref z, 4 * beside, apart);
                                TProduct.Finish<TWords, TVector>(s5, ref y, 5 * below, ref z, 5 * beside, apart);
                                TProduct.Finish<TWords, TVector>(s6, ref y, 6 * below, ref z, 6 * beside, apart);
                                TProduct.Finish<TWords, TVector>(s7, ref y, 7 * below, ref z, 7 * beside, apart);
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

    /// <summary>Four, six or eight rows with two partial sums per result.</summary>
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
            for (int column = 0; column < width; column += TWords.Lanes)
            {
                ref float begin = ref Unsafe.Add(ref start, (tile * Dense.TileWidth) + column);
                TVector begun = TProduct.Start<TWords, TVector>(ref begin, 0);
                for (int row = 0; ; row = row + (2 * height) <= rows ? row + height : rows - height)
                {
                    ref float x = ref Unsafe.Add(ref a, row * stride);
                    ref float m = ref Unsafe.Add(ref b, (tile * TProduct.MatrixTile) + column);
                    TVector s0 = begun, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
                    TVector t0 = TWords.Zero, t1 = t0, t2 = t0, t3 = t0, t4 = t0, t5 = t0, t6 = t0, t7 = t0;
                    int from = 0, until = typeof(TSums) == typeof(TwoSumsInBlocks) ? Math.Min(512, inBlocks) : even;
                    TVector s0Total = s0, s1Total = s1, s2Total = s2, s3Total = s3, s4Total = s4, s5Total = s5, s6Total = s6, s7Total = s7;
                    TVector t0Total = t0, t1Total = t1, t2Total = t2, t3Total = t3, t4Total = t4, t5Total = t5, t6Total = t6, t7Total = t7;
                    if (typeof(TSums) == typeof(TwoSumsInBlocks))
                    {
                        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
                        t0 = t1 = t2 = t3 = t4 = t5 = t6 = t7 = TWords.Zero;
                    }

                    while (true)
                    {
                        ref float stop = ref Unsafe.Add(ref x, (until - from) * step);
                        do
                        {
                            {
                                TVector v = TWords.Load(ref m, 0);
                                s0 = TWords.Fma(TWords.All(ref x, 0), v, s0);
                                s1 = TWords.Fma(TWords.All(ref x, stride), v, s1);
                                s2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, s2);
                                s3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, s3);
                                if (typeof(TRows) != typeof(Four))
                                {
                                    s4 = TWords.Fma(TWords.All(ref x, 4 * stride), v, s4);
                                    s5 = TWords.Fma(TWords.All(ref x, 5 * stride), v, s5);
                                    if (typeof(TRows) != typeof(Six))
                                    {
                                        s6 = TWords.Fma(TWords.All(ref x, 6 * stride), v, s6);
                                        s7 = TWords.Fma(TWords.All(ref x, 7 * stride), v, s7);
                                    }
                                }
                            }

                            {
                                TVector v = TWords.Load(ref m, line);
                                t0 = TWords.Fma(TWords.All(ref x, step), v, t0);
                                t1 = TWords.Fma(TWords.All(ref x, step + stride), v, t1);
                                t2 = TWords.Fma(TWords.All(ref x, step + (2 * stride)), v, t2);
                                t3 = TWords.Fma(TWords.All(ref x, step + (3 * stride)), v, t3);
                                if (typeof(TRows) != typeof(Four))
                                {
                                    t4 = TWords.Fma(TWords.All(ref x, step + (4 * stride)), v, t4);
                                    t5 = TWords.Fma(TWords.All(ref x, step + (5 * stride)), v, t5);
                                    if (typeof(TRows) != typeof(Six))
                                    {
                                        t6 = TWords.Fma(TWords.All(ref x, step + (6 * stride)), v, t6);
                                        t7 = TWords.Fma(TWords.All(ref x, step + (7 * stride)), v, t7);
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
                        s0Total = TWords.Add(s0Total, s0); s1Total = TWords.Add(s1Total, s1); s2Total = TWords.Add(s2Total, s2); s3Total = TWords.Add(s3Total, s3);
                        s4Total = TWords.Add(s4Total, s4); s5Total = TWords.Add(s5Total, s5); s6Total = TWords.Add(s6Total, s6); s7Total = TWords.Add(s7Total, s7);
                        t0Total = TWords.Add(t0Total, t0); t1Total = TWords.Add(t1Total, t1); t2Total = TWords.Add(t2Total, t2); t3Total = TWords.Add(t3Total, t3);
                        t4Total = TWords.Add(t4Total, t4); t5Total = TWords.Add(t5Total, t5); t6Total = TWords.Add(t6Total, t6); t7Total = TWords.Add(t7Total, t7);
                        if (from < inBlocks)
                        {
                            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TWords.Zero;
                            t0 = t1 = t2 = t3 = t4 = t5 = t6 = t7 = TWords.Zero;
                            continue;
                        }

                        // Terms that fill no group of four are added to the totals.
                        s0 = s0Total; s1 = s1Total; s2 = s2Total; s3 = s3Total; s4 = s4Total; s5 = s5Total; s6 = s6Total; s7 = s7Total;
                        t0 = t0Total; t1 = t1Total; t2 = t2Total; t3 = t3Total; t4 = t4Total; t5 = t5Total; t6 = t6Total; t7 = t7Total;
                        until = even;
                        if (until == inBlocks)
                        {
                            break;
                        }
                    }

                    if (terms > even)
                    {
                        {
                            TVector v = TWords.Load(ref m, 0);
                            s0 = TWords.Fma(TWords.All(ref x, 0), v, s0);
                            s1 = TWords.Fma(TWords.All(ref x, stride), v, s1);
                            s2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, s2);
                            s3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, s3);
                            if (typeof(TRows) != typeof(Four))
                            {
                                s4 = TWords.Fma(TWords.All(ref x, 4 * stride), v, s4);
                                s5 = TWords.Fma(TWords.All(ref x, 5 * stride), v, s5);
                                if (typeof(TRows) != typeof(Six))
                                {
                                    s6 = TWords.Fma(TWords.All(ref x, 6 * stride), v, s6);
                                    s7 = TWords.Fma(TWords.All(ref x, 7 * stride), v, s7);
                                }
                            }
                        }
                    }

                    ref float y = ref Unsafe.Add(ref c, (row * below) + (tile * TProduct.ResultTile) + column);
                    ref float z = ref Unsafe.Add(ref side, (row * beside) + (tile * Dense.TileWidth) + column);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s0, t0), ref y, 0, ref z, 0, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s1, t1), ref y, below, ref z, beside, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s2, t2), ref y, 2 * below, ref z, 2 * beside, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(s3, t3), ref y, 3 * below, ref z, 3 * beside, apart);
                    if (typeof(TRows) != typeof(Four))
                    {
                        TProduct.Finish<TWords, TVector>(TWords.Add(s4, t4), ref y, 4 * below, ref z, 4 * beside, apart);
                        TProduct.Finish<TWords, TVector>(TWords.Add(s5, t5), ref y, 5 * below, ref z, 5 * beside, apart);
                        if (typeof(TRows) != typeof(Six))
                        {
                            TProduct.Finish<TWords, TVector>(TWords.Add(s6, t6), ref y, 6 * below, ref z, 6 * beside, apart);
                            TProduct.Finish<TWords, TVector>(TWords.Add(s7, t7), ref y, 7 * below, ref z, 7 * beside, apart);
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

    /// <summary>Two, three or four rows with four partial sums per result.</summary>
    [MethodImpl(Kernel)]
    public static void FourSums<TProduct, TSums, TTile, TRows, TWords, TVector>(
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
            for (int column = 0; column < width; column += TWords.Lanes)
            {
                ref float begin = ref Unsafe.Add(ref start, (tile * Dense.TileWidth) + column);
                TVector begun = TProduct.Start<TWords, TVector>(ref begin, 0);
                for (int row = 0; ; row = row + (2 * height) <= rows ? row + height : rows - height)
                {
                    ref float x = ref Unsafe.Add(ref a, row * stride);
                    ref float m = ref Unsafe.Add(ref b, (tile * TProduct.MatrixTile) + column);
                    TVector p0 = begun, p1 = p0, p2 = p0, p3 = p0;
                    TVector q0 = TWords.Zero, q1 = q0, q2 = q0, q3 = q0;
                    TVector r0 = TWords.Zero, r1 = r0, r2 = r0, r3 = r0;
                    TVector t0 = TWords.Zero, t1 = t0, t2 = t0, t3 = t0;
                    int from = 0, until = typeof(TSums) == typeof(FourSumsInBlocks) ? Math.Min(1024, inBlocks) : inBlocks;
                    TVector p0Total = p0, p1Total = p1, p2Total = p2, p3Total = p3;
                    TVector q0Total = q0, q1Total = q1, q2Total = q2, q3Total = q3;
                    TVector r0Total = r0, r1Total = r1, r2Total = r2, r3Total = r3;
                    TVector t0Total = t0, t1Total = t1, t2Total = t2, t3Total = t3;
                    if (typeof(TSums) == typeof(FourSumsInBlocks))
                    {
                        p0 = p1 = p2 = p3 = TWords.Zero;
                        q0 = q1 = q2 = q3 = TWords.Zero;
                        r0 = r1 = r2 = r3 = TWords.Zero;
                        t0 = t1 = t2 = t3 = TWords.Zero;
                    }

                    while (true)
                    {
                        ref float stop = ref Unsafe.Add(ref x, (until - from) * step);
                        do
                        {
                            {
                                TVector v = TWords.Load(ref m, 0);
                                p0 = TWords.Fma(TWords.All(ref x, 0), v, p0);
                                p1 = TWords.Fma(TWords.All(ref x, stride), v, p1);
                                if (typeof(TRows) != typeof(Two))
                                {
                                    p2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, p2);
                                    if (typeof(TRows) != typeof(Three))
                                    {
                                        p3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, p3);
                                    }
                                }
                            }

                            {
                                TVector v = TWords.Load(ref m, line);
                                q0 = TWords.Fma(TWords.All(ref x, step), v, q0);
                                q1 = TWords.Fma(TWords.All(ref x, step + stride), v, q1);
                                if (typeof(TRows) != typeof(Two))
                                {
                                    q2 = TWords.Fma(TWords.All(ref x, step + (2 * stride)), v, q2);
                                    if (typeof(TRows) != typeof(Three))
                                    {
                                        q3 = TWords.Fma(TWords.All(ref x, step + (3 * stride)), v, q3);
                                    }
                                }
                            }

                            {
                                TVector v = TWords.Load(ref m, 2 * line);
                                r0 = TWords.Fma(TWords.All(ref x, 2 * step), v, r0);
                                r1 = TWords.Fma(TWords.All(ref x, (2 * step) + stride), v, r1);
                                if (typeof(TRows) != typeof(Two))
                                {
                                    r2 = TWords.Fma(TWords.All(ref x, (2 * step) + (2 * stride)), v, r2);
                                    if (typeof(TRows) != typeof(Three))
                                    {
                                        r3 = TWords.Fma(TWords.All(ref x, (2 * step) + (3 * stride)), v, r3);
                                    }
                                }
                            }

                            {
                                TVector v = TWords.Load(ref m, 3 * line);
                                t0 = TWords.Fma(TWords.All(ref x, 3 * step), v, t0);
                                t1 = TWords.Fma(TWords.All(ref x, (3 * step) + stride), v, t1);
                                if (typeof(TRows) != typeof(Two))
                                {
                                    t2 = TWords.Fma(TWords.All(ref x, (3 * step) + (2 * stride)), v, t2);
                                    if (typeof(TRows) != typeof(Three))
                                    {
                                        t3 = TWords.Fma(TWords.All(ref x, (3 * step) + (3 * stride)), v, t3);
                                    }
                                }
                            }

                            x = ref Unsafe.Add(ref x, 4 * step);
                            m = ref Unsafe.Add(ref m, 4 * line);
                        }
                        while (Unsafe.IsAddressLessThan(ref x, ref stop));
                        if (typeof(TSums) != typeof(FourSumsInBlocks) || from == inBlocks)
                        {
                            break;
                        }

                        from = until;
                        until = Math.Min(until + 1024, inBlocks);
                        p0Total = TWords.Add(p0Total, p0); p1Total = TWords.Add(p1Total, p1); p2Total = TWords.Add(p2Total, p2); p3Total = TWords.Add(p3Total, p3);
                        q0Total = TWords.Add(q0Total, q0); q1Total = TWords.Add(q1Total, q1); q2Total = TWords.Add(q2Total, q2); q3Total = TWords.Add(q3Total, q3);
                        r0Total = TWords.Add(r0Total, r0); r1Total = TWords.Add(r1Total, r1); r2Total = TWords.Add(r2Total, r2); r3Total = TWords.Add(r3Total, r3);
                        t0Total = TWords.Add(t0Total, t0); t1Total = TWords.Add(t1Total, t1); t2Total = TWords.Add(t2Total, t2); t3Total = TWords.Add(t3Total, t3);
                        if (from < inBlocks)
                        {
                            p0 = p1 = p2 = p3 = TWords.Zero;
                            q0 = q1 = q2 = q3 = TWords.Zero;
                            r0 = r1 = r2 = r3 = TWords.Zero;
                            t0 = t1 = t2 = t3 = TWords.Zero;
                            continue;
                        }

                        // Terms that fill no group of four are added to the totals.
                        p0 = p0Total; p1 = p1Total; p2 = p2Total; p3 = p3Total;
                        q0 = q0Total; q1 = q1Total; q2 = q2Total; q3 = q3Total;
                        r0 = r0Total; r1 = r1Total; r2 = r2Total; r3 = r3Total;
                        t0 = t0Total; t1 = t1Total; t2 = t2Total; t3 = t3Total;
                        until = inBlocks;
                        if (until == inBlocks)
                        {
                            break;
                        }
                    }

                    if (terms - inBlocks > 0)
                    {
                        TVector v = TWords.Load(ref m, 0);
                        p0 = TWords.Fma(TWords.All(ref x, 0), v, p0);
                        p1 = TWords.Fma(TWords.All(ref x, stride), v, p1);
                        if (typeof(TRows) != typeof(Two))
                        {
                            p2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, p2);
                            if (typeof(TRows) != typeof(Three))
                            {
                                p3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, p3);
                            }
                        }
                    }

                    if (terms - inBlocks > 1)
                    {
                        TVector v = TWords.Load(ref m, line);
                        q0 = TWords.Fma(TWords.All(ref x, step), v, q0);
                        q1 = TWords.Fma(TWords.All(ref x, step + stride), v, q1);
                        if (typeof(TRows) != typeof(Two))
                        {
                            q2 = TWords.Fma(TWords.All(ref x, step + (2 * stride)), v, q2);
                            if (typeof(TRows) != typeof(Three))
                            {
                                q3 = TWords.Fma(TWords.All(ref x, step + (3 * stride)), v, q3);
                            }
                        }
                    }

                    if (terms - inBlocks > 2)
                    {
                        TVector v = TWords.Load(ref m, 2 * line);
                        r0 = TWords.Fma(TWords.All(ref x, 2 * step), v, r0);
                        r1 = TWords.Fma(TWords.All(ref x, (2 * step) + stride), v, r1);
                        if (typeof(TRows) != typeof(Two))
                        {
                            r2 = TWords.Fma(TWords.All(ref x, (2 * step) + (2 * stride)), v, r2);
                            if (typeof(TRows) != typeof(Three))
                            {
                                r3 = TWords.Fma(TWords.All(ref x, (2 * step) + (3 * stride)), v, r3);
                            }
                        }
                    }

                    ref float y = ref Unsafe.Add(ref c, (row * below) + (tile * TProduct.ResultTile) + column);
                    ref float z = ref Unsafe.Add(ref side, (row * beside) + (tile * Dense.TileWidth) + column);
                    TProduct.Finish<TWords, TVector>(TWords.Add(TWords.Add(p0, q0), TWords.Add(r0, t0)), ref y, 0, ref z, 0, apart);
                    TProduct.Finish<TWords, TVector>(TWords.Add(TWords.Add(p1, q1), TWords.Add(r1, t1)), ref y, below, ref z, beside, apart);
                    if (typeof(TRows) != typeof(Two))
                    {
                        TProduct.Finish<TWords, TVector>(TWords.Add(TWords.Add(p2, q2), TWords.Add(r2, t2)), ref y, 2 * below, ref z, 2 * beside, apart);
                        if (typeof(TRows) != typeof(Three))
                        {
                            TProduct.Finish<TWords, TVector>(TWords.Add(TWords.Add(p3, q3), TWords.Add(r3, t3)), ref y, 3 * below, ref z, 3 * beside, apart);
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
