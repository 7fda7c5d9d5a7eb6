using System;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Kernels.Time;

/// <summary>
/// One step of one stream: z(j) += Σₖ h(k)·W(k, j). All columns of a pass are accumulators, as many as fit the registers, so that each weight is read
/// once and each state value is broadcast once per pass.
/// </summary>
internal static class StepSums
{
    private const int Widest = 16;

    /// <summary>Adds the terms of the state in the order of <see cref="TimeProduct"/>.</summary>
    /// <param name="z">[columns, whole vectors], the sums so far.</param>
    /// <param name="w">[terms, line].</param>
    /// <param name="h">[terms].</param>
    /// <param name="columns">Columns that count; the last vector may reach beyond them.</param>
    /// <param name="line">Floats from one row of weights to the next: whole vectors.</param>
    /// <param name="terms">The number of state values.</param>
    /// <param name="isSplit">Whether odd terms have sums of their own.</param>
    /// <param name="isAcross">Whether the sums so far were stored in vectors that begin elsewhere.</param>
    /// <remarks>The last five are constants where this is called: inlined, each shape has a loop of its own.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TWords, TVector>(ref float z, ref float w, ref float h, int columns, int line, int terms, bool isSplit, bool isAcross)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int lanes = TWords.Lanes;
        int vectors = (columns + lanes - 1) / lanes;
        int most = isSplit ? (lanes == 16 ? 8 : lanes == 8 ? 6 : 4) : (lanes == 16 ? Widest : lanes == 8 ? 12 : 8);
        int passes = (vectors + most - 1) / most;
        int perPass = (vectors + passes - 1) / passes;
        int whole = vectors / perPass, rest = vectors % perPass;
        for (int pass = 0; pass < whole; pass++)
        {
            int column = pass * perPass * lanes;
            Pass<TWords, TVector>(ref Unsafe.Add(ref z, column), ref Unsafe.Add(ref w, column), ref h, perPass, line, terms, isSplit, isAcross);
        }

        if (rest > 0)
        {
            int column = whole * perPass * lanes;
            Pass<TWords, TVector>(ref Unsafe.Add(ref z, column), ref Unsafe.Add(ref w, column), ref h, rest, line, terms, isSplit, isAcross);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start<TWords, TVector>(ref float z, int offset, bool isAcross)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => isAcross ? TWords.LoadHalves(ref z, offset) : TWords.Load(ref z, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass<TWords, TVector>(ref float z, ref float w, ref float h, int count, int line, int terms, bool isSplit, bool isAcross)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        if (isSplit)
        {
            SplitPass<TWords, TVector>(ref z, ref w, ref h, count, line, terms, isAcross);
        }
        else
        {
            WholePass<TWords, TVector>(ref z, ref w, ref h, count, line, terms, isAcross);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WholePass<TWords, TVector>(ref float z, ref float w, ref float h, int count, int line, int terms, bool isAcross)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int lanes = TWords.Lanes;
        TVector a0 = Start<TWords, TVector>(ref z, 0, isAcross);
        TVector a1 = count > 1 ? Start<TWords, TVector>(ref z, lanes, isAcross) : a0;
        TVector a2 = count > 2 ? Start<TWords, TVector>(ref z, 2 * lanes, isAcross) : a0;
        TVector a3 = count > 3 ? Start<TWords, TVector>(ref z, 3 * lanes, isAcross) : a0;
        TVector a4 = count > 4 ? Start<TWords, TVector>(ref z, 4 * lanes, isAcross) : a0;
        TVector a5 = count > 5 ? Start<TWords, TVector>(ref z, 5 * lanes, isAcross) : a0;
        TVector a6 = count > 6 ? Start<TWords, TVector>(ref z, 6 * lanes, isAcross) : a0;
        TVector a7 = count > 7 ? Start<TWords, TVector>(ref z, 7 * lanes, isAcross) : a0;
        TVector a8 = count > 8 ? Start<TWords, TVector>(ref z, 8 * lanes, isAcross) : a0;
        TVector a9 = count > 9 ? Start<TWords, TVector>(ref z, 9 * lanes, isAcross) : a0;
        TVector a10 = count > 10 ? Start<TWords, TVector>(ref z, 10 * lanes, isAcross) : a0;
        TVector a11 = count > 11 ? Start<TWords, TVector>(ref z, 11 * lanes, isAcross) : a0;
        TVector a12 = count > 12 ? Start<TWords, TVector>(ref z, 12 * lanes, isAcross) : a0;
        TVector a13 = count > 13 ? Start<TWords, TVector>(ref z, 13 * lanes, isAcross) : a0;
        TVector a14 = count > 14 ? Start<TWords, TVector>(ref z, 14 * lanes, isAcross) : a0;
        TVector a15 = count > 15 ? Start<TWords, TVector>(ref z, 15 * lanes, isAcross) : a0;
        ref float m = ref w;
        ref float x = ref h;
        ref float end = ref Unsafe.Add(ref h, terms);
        do
        {
            TVector v = TWords.All(ref x, 0);
            a0 = TWords.Fma(v, ref m, 0, a0);
            if (count > 1) { a1 = TWords.Fma(v, ref m, lanes, a1); }
            if (count > 2) { a2 = TWords.Fma(v, ref m, 2 * lanes, a2); }
            if (count > 3) { a3 = TWords.Fma(v, ref m, 3 * lanes, a3); }
            if (count > 4) { a4 = TWords.Fma(v, ref m, 4 * lanes, a4); }
            if (count > 5) { a5 = TWords.Fma(v, ref m, 5 * lanes, a5); }
            if (count > 6) { a6 = TWords.Fma(v, ref m, 6 * lanes, a6); }
            if (count > 7) { a7 = TWords.Fma(v, ref m, 7 * lanes, a7); }
            if (count > 8) { a8 = TWords.Fma(v, ref m, 8 * lanes, a8); }
            if (count > 9) { a9 = TWords.Fma(v, ref m, 9 * lanes, a9); }
            if (count > 10) { a10 = TWords.Fma(v, ref m, 10 * lanes, a10); }
            if (count > 11) { a11 = TWords.Fma(v, ref m, 11 * lanes, a11); }
            if (count > 12) { a12 = TWords.Fma(v, ref m, 12 * lanes, a12); }
            if (count > 13) { a13 = TWords.Fma(v, ref m, 13 * lanes, a13); }
            if (count > 14) { a14 = TWords.Fma(v, ref m, 14 * lanes, a14); }
            if (count > 15) { a15 = TWords.Fma(v, ref m, 15 * lanes, a15); }
            x = ref Unsafe.Add(ref x, 1);
            m = ref Unsafe.Add(ref m, line);
        }
        while (Unsafe.IsAddressLessThan(ref x, ref end));

        TWords.Store(a0, ref z, 0);
        if (count > 1) { TWords.Store(a1, ref z, lanes); }
        if (count > 2) { TWords.Store(a2, ref z, 2 * lanes); }
        if (count > 3) { TWords.Store(a3, ref z, 3 * lanes); }
        if (count > 4) { TWords.Store(a4, ref z, 4 * lanes); }
        if (count > 5) { TWords.Store(a5, ref z, 5 * lanes); }
        if (count > 6) { TWords.Store(a6, ref z, 6 * lanes); }
        if (count > 7) { TWords.Store(a7, ref z, 7 * lanes); }
        if (count > 8) { TWords.Store(a8, ref z, 8 * lanes); }
        if (count > 9) { TWords.Store(a9, ref z, 9 * lanes); }
        if (count > 10) { TWords.Store(a10, ref z, 10 * lanes); }
        if (count > 11) { TWords.Store(a11, ref z, 11 * lanes); }
        if (count > 12) { TWords.Store(a12, ref z, 12 * lanes); }
        if (count > 13) { TWords.Store(a13, ref z, 13 * lanes); }
        if (count > 14) { TWords.Store(a14, ref z, 14 * lanes); }
        if (count > 15) { TWords.Store(a15, ref z, 15 * lanes); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitPass<TWords, TVector>(ref float z, ref float w, ref float h, int count, int line, int terms, bool isAcross)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int lanes = TWords.Lanes;
        TVector a0 = Start<TWords, TVector>(ref z, 0, isAcross);
        TVector a1 = count > 1 ? Start<TWords, TVector>(ref z, lanes, isAcross) : a0;
        TVector a2 = count > 2 ? Start<TWords, TVector>(ref z, 2 * lanes, isAcross) : a0;
        TVector a3 = count > 3 ? Start<TWords, TVector>(ref z, 3 * lanes, isAcross) : a0;
        TVector a4 = count > 4 ? Start<TWords, TVector>(ref z, 4 * lanes, isAcross) : a0;
        TVector a5 = count > 5 ? Start<TWords, TVector>(ref z, 5 * lanes, isAcross) : a0;
        TVector a6 = count > 6 ? Start<TWords, TVector>(ref z, 6 * lanes, isAcross) : a0;
        TVector a7 = count > 7 ? Start<TWords, TVector>(ref z, 7 * lanes, isAcross) : a0;
        TVector b0 = TWords.Zero, b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0, b6 = b0, b7 = b0;
        ref float m = ref w;
        ref float x = ref h;
        ref float pairs = ref Unsafe.Add(ref h, terms / 2 * 2);
        while (Unsafe.IsAddressLessThan(ref x, ref pairs))
        {
            TVector v = TWords.All(ref x, 0), u = TWords.All(ref x, 1);
            a0 = TWords.Fma(v, ref m, 0, a0);
            b0 = TWords.Fma(u, ref m, line, b0);
            if (count > 1) { a1 = TWords.Fma(v, ref m, lanes, a1); b1 = TWords.Fma(u, ref m, line + lanes, b1); }
            if (count > 2) { a2 = TWords.Fma(v, ref m, 2 * lanes, a2); b2 = TWords.Fma(u, ref m, line + (2 * lanes), b2); }
            if (count > 3) { a3 = TWords.Fma(v, ref m, 3 * lanes, a3); b3 = TWords.Fma(u, ref m, line + (3 * lanes), b3); }
            if (count > 4) { a4 = TWords.Fma(v, ref m, 4 * lanes, a4); b4 = TWords.Fma(u, ref m, line + (4 * lanes), b4); }
            if (count > 5) { a5 = TWords.Fma(v, ref m, 5 * lanes, a5); b5 = TWords.Fma(u, ref m, line + (5 * lanes), b5); }
            if (count > 6) { a6 = TWords.Fma(v, ref m, 6 * lanes, a6); b6 = TWords.Fma(u, ref m, line + (6 * lanes), b6); }
            if (count > 7) { a7 = TWords.Fma(v, ref m, 7 * lanes, a7); b7 = TWords.Fma(u, ref m, line + (7 * lanes), b7); }
            x = ref Unsafe.Add(ref x, 2);
            m = ref Unsafe.Add(ref m, 2 * line);
        }

        if (terms % 2 != 0)
        {
            TVector v = TWords.All(ref x, 0);
            a0 = TWords.Fma(v, ref m, 0, a0);
            if (count > 1) { a1 = TWords.Fma(v, ref m, lanes, a1); }
            if (count > 2) { a2 = TWords.Fma(v, ref m, 2 * lanes, a2); }
            if (count > 3) { a3 = TWords.Fma(v, ref m, 3 * lanes, a3); }
            if (count > 4) { a4 = TWords.Fma(v, ref m, 4 * lanes, a4); }
            if (count > 5) { a5 = TWords.Fma(v, ref m, 5 * lanes, a5); }
            if (count > 6) { a6 = TWords.Fma(v, ref m, 6 * lanes, a6); }
            if (count > 7) { a7 = TWords.Fma(v, ref m, 7 * lanes, a7); }
        }

        TWords.Store(TWords.Add(a0, b0), ref z, 0);
        if (count > 1) { TWords.Store(TWords.Add(a1, b1), ref z, lanes); }
        if (count > 2) { TWords.Store(TWords.Add(a2, b2), ref z, 2 * lanes); }
        if (count > 3) { TWords.Store(TWords.Add(a3, b3), ref z, 3 * lanes); }
        if (count > 4) { TWords.Store(TWords.Add(a4, b4), ref z, 4 * lanes); }
        if (count > 5) { TWords.Store(TWords.Add(a5, b5), ref z, 5 * lanes); }
        if (count > 6) { TWords.Store(TWords.Add(a6, b6), ref z, 6 * lanes); }
        if (count > 7) { TWords.Store(TWords.Add(a7, b7), ref z, 7 * lanes); }
    }
}
