using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// Rows of a layer of two to four outputs. Two inputs share a vector, four lanes each, one per output; accumulator a takes pairs a, a + A, a + 2A …
/// The accumulators are joined pairwise, then lower and upper half.
/// </summary>
internal static class FewOutputsKernel
{
    public static void Run<TProduct, TSums>(ref float x, ref float b, ref float start, ref float side, int apart, ref float y, int rows)
        where TProduct : struct, IProduct
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Run<TProduct, TSums, EightWords, Vector256<float>>(ref x, ref b, ref start, ref side, apart, ref y, rows);
        }
        else
        {
            Run<TProduct, TSums, HalvesWords, HalvesWords.Halves>(ref x, ref b, ref start, ref side, apart, ref y, rows);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<TProduct, TSums, TWords, TVector>(
        ref float inputs, ref float weights, ref float start, ref float side, int apart, ref float outputs, int rows)
        where TProduct : struct, IProduct
        where TWords : struct, IEightWords<TVector>
        where TVector : struct
    {
        const int Eight = 8;
        int accumulators = typeof(TSums) == typeof(FourSums) ? 2 : typeof(TSums) == typeof(EightSums) ? 4 : 8;
        int terms = TProduct.Terms(0), perRound = 2 * accumulators;
        int rounds = terms < perRound ? 0 : (terms / perRound) - 1, rest = terms < perRound ? 0 : terms % perRound;
        for (int row = 0; row < rows; row++)
        {
            ref float x = ref Unsafe.Add(ref inputs, row * TProduct.InputStride);
            ref float b = ref weights;

            // The bias region is eight floats, the start of the first sums; the others begin with a product.
            TVector p0, p1, p2, p3, p4, p5, p6, p7;
            if (typeof(TSums) == typeof(FourSums))
            {
                p0 = TWords.Fma(terms > 1 ? TWords.Pair(ref x, 0) : TWords.Single(ref x, 0), ref b, 0, TWords.Load(ref start, 0));
                p1 = p2 = p3 = p4 = p5 = p6 = p7 = p0;
                if (terms > 2)
                {
                    p1 = TWords.Multiply(terms > 3 ? TWords.Pair(ref x, 2) : TWords.Single(ref x, 2), ref b, Eight);
                }
            }
            else
            {
                TVector v = TWords.Load(ref x, 0);
                p0 = TWords.Fma(TWords.PairOf(v, ref x, 0, 0), ref b, 0, TWords.Load(ref start, 0));
                p1 = TWords.Multiply(TWords.PairOf(v, ref x, 0, 2), ref b, Eight);
                p2 = TWords.Multiply(TWords.PairOf(v, ref x, 0, 4), ref b, 2 * Eight);
                p3 = TWords.Multiply(TWords.PairOf(v, ref x, 0, 6), ref b, 3 * Eight);
                p4 = p5 = p6 = p7 = p0;
                if (typeof(TSums) != typeof(EightSums))
                {
                    TVector u = TWords.Load(ref x, Eight);
                    p4 = TWords.Multiply(TWords.PairOf(u, ref x, Eight, 0), ref b, 4 * Eight);
                    p5 = TWords.Multiply(TWords.PairOf(u, ref x, Eight, 2), ref b, 5 * Eight);
                    p6 = TWords.Multiply(TWords.PairOf(u, ref x, Eight, 4), ref b, 6 * Eight);
                    p7 = TWords.Multiply(TWords.PairOf(u, ref x, Eight, 6), ref b, 7 * Eight);
                }
            }

            x = ref Unsafe.Add(ref x, perRound);
            b = ref Unsafe.Add(ref b, Eight * accumulators);
            ref float end = ref Unsafe.Add(ref x, rounds * perRound);
            while (Unsafe.IsAddressLessThan(ref x, ref end))
            {
                if (typeof(TSums) == typeof(FourSums))
                {
                    p0 = TWords.Fma(TWords.Pair(ref x, 0), ref b, 0, p0);
                    p1 = TWords.Fma(TWords.Pair(ref x, 2), ref b, Eight, p1);
                }
                else
                {
                    TVector v = TWords.Load(ref x, 0);
                    p0 = TWords.Fma(TWords.PairOf(v, ref x, 0, 0), ref b, 0, p0);
                    p1 = TWords.Fma(TWords.PairOf(v, ref x, 0, 2), ref b, Eight, p1);
                    p2 = TWords.Fma(TWords.PairOf(v, ref x, 0, 4), ref b, 2 * Eight, p2);
                    p3 = TWords.Fma(TWords.PairOf(v, ref x, 0, 6), ref b, 3 * Eight, p3);
                    if (typeof(TSums) != typeof(EightSums))
                    {
                        TVector u = TWords.Load(ref x, Eight);
                        p4 = TWords.Fma(TWords.PairOf(u, ref x, Eight, 0), ref b, 4 * Eight, p4);
                        p5 = TWords.Fma(TWords.PairOf(u, ref x, Eight, 2), ref b, 5 * Eight, p5);
                        p6 = TWords.Fma(TWords.PairOf(u, ref x, Eight, 4), ref b, 6 * Eight, p6);
                        p7 = TWords.Fma(TWords.PairOf(u, ref x, Eight, 6), ref b, 7 * Eight, p7);
                    }
                }

                x = ref Unsafe.Add(ref x, perRound);
                b = ref Unsafe.Add(ref b, Eight * accumulators);
            }

            Rest<TWords, TVector>(ref x, ref b, rest, 0, ref p0);
            Rest<TWords, TVector>(ref x, ref b, rest, 1, ref p1);
            if (typeof(TSums) != typeof(FourSums))
            {
                Rest<TWords, TVector>(ref x, ref b, rest, 2, ref p2);
                Rest<TWords, TVector>(ref x, ref b, rest, 3, ref p3);
                if (typeof(TSums) != typeof(EightSums))
                {
                    Rest<TWords, TVector>(ref x, ref b, rest, 4, ref p4);
                    Rest<TWords, TVector>(ref x, ref b, rest, 5, ref p5);
                    Rest<TWords, TVector>(ref x, ref b, rest, 6, ref p6);
                    Rest<TWords, TVector>(ref x, ref b, rest, 7, ref p7);
                }
            }

            TVector sum = typeof(TSums) != typeof(FourSums) || terms > 2 ? TWords.Add(p0, p1) : p0;
            if (typeof(TSums) != typeof(FourSums))
            {
                sum = TWords.Add(sum, TWords.Add(p2, p3));
                if (typeof(TSums) != typeof(EightSums))
                {
                    sum = TWords.Add(sum, TWords.Add(TWords.Add(p4, p5), TWords.Add(p6, p7)));
                }
            }

            TProduct.Finish<Words128, Vector128<float>>(TWords.Join(sum), ref Unsafe.Add(ref outputs, row * TProduct.ResultStride(4)), 0, ref side, 0, apart);
        }
    }

    // Pair number `pair` of the inputs behind the last whole round, if there is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest<TWords, TVector>(ref float x, ref float b, int rest, int pair, ref TVector sum)
        where TWords : struct, IEightWords<TVector>
        where TVector : struct
    {
        if (rest > 2 * pair)
        {
            sum = TWords.Fma(rest > (2 * pair) + 1 ? TWords.Pair(ref x, 2 * pair) : TWords.Single(ref x, 2 * pair), ref b, 8 * pair, sum);
        }
    }
}
