using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels.Time;

/// <summary>
/// C(i, j) = start(i, j) + Σₖ A(i, k)·B(k, j) with k ascending, for any number of rows: the products of layers over time, forward and backward.
/// Blocks of eight rows (four where vectors have less than 512 bits) by two vectors of columns lie in registers. A sum does not depend on the
/// block it is computed in.
/// </summary>
internal static class TimeProduct
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Computes <paramref name="rows"/> × <paramref name="columns"/> sums.</summary>
    /// <param name="a">A(0, 0).</param>
    /// <param name="b">B(0, 0), row-major.</param>
    /// <param name="c">C(0, 0), row-major.</param>
    /// <param name="start">[columns], the start of every row's sums; read for <see cref="SumStart.Vector"/> only.</param>
    /// <param name="rows">0 or more.</param>
    /// <param name="terms">1 or more.</param>
    /// <param name="columns">A multiple of 4.</param>
    [MethodImpl(Kernel)]
    public static void Run<TProduct, TWords, TVector>(ref float a, ref float b, ref float c, ref float start, int rows, int terms, int columns)
        where TProduct : struct, ITimeProduct
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int row = 0;
        if (TWords.Lanes == 16 && !TProduct.IsSplit)
        {
            for (; row + 8 <= rows; row += 8)
            {
                Strip<TProduct, Eight, TWords, TVector>(
                    ref Unsafe.Add(ref a, row * TProduct.InputStride), ref b, ref Unsafe.Add(ref c, row * TProduct.ResultStride), ref start, terms, columns);
            }
        }

        for (; row + 4 <= rows; row += 4)
        {
            Strip<TProduct, Four, TWords, TVector>(
                ref Unsafe.Add(ref a, row * TProduct.InputStride), ref b, ref Unsafe.Add(ref c, row * TProduct.ResultStride), ref start, terms, columns);
        }

        if (row + 2 <= rows)
        {
            Strip<TProduct, Two, TWords, TVector>(
                ref Unsafe.Add(ref a, row * TProduct.InputStride), ref b, ref Unsafe.Add(ref c, row * TProduct.ResultStride), ref start, terms, columns);
            row += 2;
        }

        if (row < rows)
        {
            Strip<TProduct, One, TWords, TVector>(
                ref Unsafe.Add(ref a, row * TProduct.InputStride), ref b, ref Unsafe.Add(ref c, row * TProduct.ResultStride), ref start, terms, columns);
        }
    }

    // All columns of one block of rows; the last ones in narrower vectors, so that nothing beyond them is written.
    [MethodImpl(Kernel)]
    private static void Strip<TProduct, TRows, TWords, TVector>(ref float a, ref float b, ref float c, ref float start, int terms, int columns)
        where TProduct : struct, ITimeProduct
        where TRows : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int column = 0;
        for (; column + (2 * TWords.Lanes) <= columns; column += 2 * TWords.Lanes)
        {
            Block<TProduct, TRows, Two, TWords, TVector>(ref a, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref c, column), ref Unsafe.Add(ref start, column), terms);
        }

        if (column + TWords.Lanes <= columns)
        {
            Block<TProduct, TRows, One, TWords, TVector>(ref a, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref c, column), ref Unsafe.Add(ref start, column), terms);
            column += TWords.Lanes;
        }

        if (TWords.Lanes > 8 && column + 8 <= columns)
        {
            Block<TProduct, TRows, One, Words256, Vector256<float>>(ref a, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref c, column), ref Unsafe.Add(ref start, column), terms);
            column += 8;
        }

        if (TWords.Lanes > 4 && column + 4 <= columns)
        {
            Block<TProduct, TRows, One, Words128, Vector128<float>>(ref a, ref Unsafe.Add(ref b, column), ref Unsafe.Add(ref c, column), ref Unsafe.Add(ref start, column), terms);
        }
    }

    // Rows 0…7 are the registers p0…p7, q0…q7 their second vectors; r0… and s0… hold the odd terms of split sums.
    [MethodImpl(Kernel)]
    private static void Block<TProduct, TRows, TVectors, TWords, TVector>(ref float a, ref float b, ref float c, ref float start, int terms)
        where TProduct : struct, ITimeProduct
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int stride = TProduct.InputStride, step = TProduct.InputStep, line = TProduct.MatrixStride, below = TProduct.ResultStride, lanes = TWords.Lanes;
        TVector p0 = TWords.Zero, p1 = p0, p2 = p0, p3 = p0, p4 = p0, p5 = p0, p6 = p0, p7 = p0;
        TVector q0 = p0, q1 = p0, q2 = p0, q3 = p0, q4 = p0, q5 = p0, q6 = p0, q7 = p0;
        if (TProduct.Start == SumStart.Vector)
        {
            p0 = p1 = p2 = p3 = p4 = p5 = p6 = p7 = TWords.Load(ref start, 0);
            if (TVectors.Value > 1)
            {
                q0 = q1 = q2 = q3 = q4 = q5 = q6 = q7 = TWords.Load(ref start, lanes);
            }
        }
        else if (TProduct.Start == SumStart.Result)
        {
            p0 = TWords.Load(ref c, 0);
            if (TRows.Value > 1)
            {
                p1 = TWords.Load(ref c, below);
                if (TRows.Value > 2)
                {
                    p2 = TWords.Load(ref c, 2 * below);
                    p3 = TWords.Load(ref c, 3 * below);
                    if (TRows.Value > 4)
                    {
                        p4 = TWords.Load(ref c, 4 * below);
                        p5 = TWords.Load(ref c, 5 * below);
                        p6 = TWords.Load(ref c, 6 * below);
                        p7 = TWords.Load(ref c, 7 * below);
                    }
                }
            }
            if (TVectors.Value > 1)
            {
                q0 = TWords.Load(ref c, lanes);
                if (TRows.Value > 1)
                {
                    q1 = TWords.Load(ref c, below + lanes);
                    if (TRows.Value > 2)
                    {
                        q2 = TWords.Load(ref c, 2 * below + lanes);
                        q3 = TWords.Load(ref c, 3 * below + lanes);
                        if (TRows.Value > 4)
                        {
                            q4 = TWords.Load(ref c, 4 * below + lanes);
                            q5 = TWords.Load(ref c, 5 * below + lanes);
                            q6 = TWords.Load(ref c, 6 * below + lanes);
                            q7 = TWords.Load(ref c, 7 * below + lanes);
                        }
                    }
                }
            }
        }

        ref float x = ref a;
        ref float m = ref b;
        if (TProduct.IsSplit)
        {
            TVector r0 = TWords.Zero, r1 = r0, r2 = r0, r3 = r0, s0 = r0, s1 = r0, s2 = r0, s3 = r0;
            ref float pairs = ref Unsafe.Add(ref x, terms / 2 * 2 * step);
            while (Unsafe.IsAddressLessThan(ref x, ref pairs))
            {
                TVector v = TWords.Load(ref m, 0), u = TWords.Load(ref m, line);
                p0 = TWords.Fma(TWords.All(ref x, 0), v, p0);
                r0 = TWords.Fma(TWords.All(ref x, step), u, r0);
                if (TRows.Value > 1)
                {
                    p1 = TWords.Fma(TWords.All(ref x, stride), v, p1);
                    r1 = TWords.Fma(TWords.All(ref x, stride + step), u, r1);
                    if (TRows.Value > 2)
                    {
                        p2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, p2);
                        r2 = TWords.Fma(TWords.All(ref x, 2 * stride + step), u, r2);
                        p3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, p3);
                        r3 = TWords.Fma(TWords.All(ref x, 3 * stride + step), u, r3);
                    }
                }
                if (TVectors.Value > 1)
                {
                    v = TWords.Load(ref m, lanes);
                    u = TWords.Load(ref m, line + lanes);
                    q0 = TWords.Fma(TWords.All(ref x, 0), v, q0);
                    s0 = TWords.Fma(TWords.All(ref x, step), u, s0);
                    if (TRows.Value > 1)
                    {
                        q1 = TWords.Fma(TWords.All(ref x, stride), v, q1);
                        s1 = TWords.Fma(TWords.All(ref x, stride + step), u, s1);
                        if (TRows.Value > 2)
                        {
                            q2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, q2);
                            s2 = TWords.Fma(TWords.All(ref x, 2 * stride + step), u, s2);
                            q3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, q3);
                            s3 = TWords.Fma(TWords.All(ref x, 3 * stride + step), u, s3);
                        }
                    }
                }

                x = ref Unsafe.Add(ref x, 2 * step);
                m = ref Unsafe.Add(ref m, 2 * line);
            }

            if (terms % 2 != 0)
            {
                TVector v = TWords.Load(ref m, 0);
                p0 = TWords.Fma(TWords.All(ref x, 0), v, p0);
                if (TRows.Value > 1)
                {
                    p1 = TWords.Fma(TWords.All(ref x, stride), v, p1);
                    if (TRows.Value > 2)
                    {
                        p2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, p2);
                        p3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, p3);
                    }
                }
                if (TVectors.Value > 1)
                {
                    v = TWords.Load(ref m, lanes);
                    q0 = TWords.Fma(TWords.All(ref x, 0), v, q0);
                    if (TRows.Value > 1)
                    {
                        q1 = TWords.Fma(TWords.All(ref x, stride), v, q1);
                        if (TRows.Value > 2)
                        {
                            q2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, q2);
                            q3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, q3);
                        }
                    }
                }
            }

            p0 = TWords.Add(p0, r0); p1 = TWords.Add(p1, r1); p2 = TWords.Add(p2, r2); p3 = TWords.Add(p3, r3);
            q0 = TWords.Add(q0, s0); q1 = TWords.Add(q1, s1); q2 = TWords.Add(q2, s2); q3 = TWords.Add(q3, s3);
        }
        else
        {
            ref float end = ref Unsafe.Add(ref x, terms * step);
            do
            {
                TVector v = TWords.Load(ref m, 0);
                if (TVectors.Value > 1)
                {
                    TVector u = TWords.Load(ref m, lanes);
                    TVector all = TWords.All(ref x, 0);
                    p0 = TWords.Fma(all, v, p0);
                    q0 = TWords.Fma(all, u, q0);
                    if (TRows.Value > 1)
                    {
                        all = TWords.All(ref x, stride);
                        p1 = TWords.Fma(all, v, p1);
                        q1 = TWords.Fma(all, u, q1);
                        if (TRows.Value > 2)
                        {
                            all = TWords.All(ref x, 2 * stride);
                            p2 = TWords.Fma(all, v, p2);
                            q2 = TWords.Fma(all, u, q2);
                            all = TWords.All(ref x, 3 * stride);
                            p3 = TWords.Fma(all, v, p3);
                            q3 = TWords.Fma(all, u, q3);
                            if (TRows.Value > 4)
                            {
                                all = TWords.All(ref x, 4 * stride);
                                p4 = TWords.Fma(all, v, p4);
                                q4 = TWords.Fma(all, u, q4);
                                all = TWords.All(ref x, 5 * stride);
                                p5 = TWords.Fma(all, v, p5);
                                q5 = TWords.Fma(all, u, q5);
                                all = TWords.All(ref x, 6 * stride);
                                p6 = TWords.Fma(all, v, p6);
                                q6 = TWords.Fma(all, u, q6);
                                all = TWords.All(ref x, 7 * stride);
                                p7 = TWords.Fma(all, v, p7);
                                q7 = TWords.Fma(all, u, q7);
                            }
                        }
                    }
                }
                else
                {
                    p0 = TWords.Fma(TWords.All(ref x, 0), v, p0);
                    if (TRows.Value > 1)
                    {
                        p1 = TWords.Fma(TWords.All(ref x, stride), v, p1);
                        if (TRows.Value > 2)
                        {
                            p2 = TWords.Fma(TWords.All(ref x, 2 * stride), v, p2);
                            p3 = TWords.Fma(TWords.All(ref x, 3 * stride), v, p3);
                            if (TRows.Value > 4)
                            {
                                p4 = TWords.Fma(TWords.All(ref x, 4 * stride), v, p4);
                                p5 = TWords.Fma(TWords.All(ref x, 5 * stride), v, p5);
                                p6 = TWords.Fma(TWords.All(ref x, 6 * stride), v, p6);
                                p7 = TWords.Fma(TWords.All(ref x, 7 * stride), v, p7);
                            }
                        }
                    }
                }

                x = ref Unsafe.Add(ref x, step);
                m = ref Unsafe.Add(ref m, line);
            }
            while (Unsafe.IsAddressLessThan(ref x, ref end));
        }

        if (TProduct.Start == SumStart.ZeroAdded)
        {
            p0 = TWords.Add(TWords.Load(ref c, 0), p0);
            if (TRows.Value > 1)
            {
                p1 = TWords.Add(TWords.Load(ref c, below), p1);
                if (TRows.Value > 2)
                {
                    p2 = TWords.Add(TWords.Load(ref c, 2 * below), p2);
                    p3 = TWords.Add(TWords.Load(ref c, 3 * below), p3);
                    if (TRows.Value > 4)
                    {
                        p4 = TWords.Add(TWords.Load(ref c, 4 * below), p4);
                        p5 = TWords.Add(TWords.Load(ref c, 5 * below), p5);
                        p6 = TWords.Add(TWords.Load(ref c, 6 * below), p6);
                        p7 = TWords.Add(TWords.Load(ref c, 7 * below), p7);
                    }
                }
            }
            if (TVectors.Value > 1)
            {
                q0 = TWords.Add(TWords.Load(ref c, lanes), q0);
                if (TRows.Value > 1)
                {
                    q1 = TWords.Add(TWords.Load(ref c, below + lanes), q1);
                    if (TRows.Value > 2)
                    {
                        q2 = TWords.Add(TWords.Load(ref c, 2 * below + lanes), q2);
                        q3 = TWords.Add(TWords.Load(ref c, 3 * below + lanes), q3);
                        if (TRows.Value > 4)
                        {
                            q4 = TWords.Add(TWords.Load(ref c, 4 * below + lanes), q4);
                            q5 = TWords.Add(TWords.Load(ref c, 5 * below + lanes), q5);
                            q6 = TWords.Add(TWords.Load(ref c, 6 * below + lanes), q6);
                            q7 = TWords.Add(TWords.Load(ref c, 7 * below + lanes), q7);
                        }
                    }
                }
            }
        }

        TWords.Store(p0, ref c, 0);
        if (TRows.Value > 1)
        {
            TWords.Store(p1, ref c, below);
            if (TRows.Value > 2)
            {
                TWords.Store(p2, ref c, 2 * below);
                TWords.Store(p3, ref c, 3 * below);
                if (TRows.Value > 4)
                {
                    TWords.Store(p4, ref c, 4 * below);
                    TWords.Store(p5, ref c, 5 * below);
                    TWords.Store(p6, ref c, 6 * below);
                    TWords.Store(p7, ref c, 7 * below);
                }
            }
        }
        if (TVectors.Value > 1)
        {
            TWords.Store(q0, ref c, lanes);
            if (TRows.Value > 1)
            {
                TWords.Store(q1, ref c, below + lanes);
                if (TRows.Value > 2)
                {
                    TWords.Store(q2, ref c, 2 * below + lanes);
                    TWords.Store(q3, ref c, 3 * below + lanes);
                    if (TRows.Value > 4)
                    {
                        TWords.Store(q4, ref c, 4 * below + lanes);
                        TWords.Store(q5, ref c, 5 * below + lanes);
                        TWords.Store(q6, ref c, 6 * below + lanes);
                        TWords.Store(q7, ref c, 7 * below + lanes);
                    }
                }
            }
        }
    }
}
