using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// Rows of a layer of one output. Inputs are in lanes, eight to a vector; accumulator a takes vectors a, a + A, a + 2A … The accumulators are
/// joined pairwise, then halves: i + (i + 4), i + (i + 2), 0 + 1.
/// </summary>
internal static class OneOutputKernel
{
    private const int Eight = 8;

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
        int accumulators = typeof(TSums) == typeof(EightSums) ? 1 : typeof(TSums) == typeof(SixteenSums) ? 2 : 4;
        int terms = TProduct.Terms(0), perRound = Eight * accumulators;
        int rounds = terms < perRound ? 0 : (terms / perRound) - 1, rest = terms < perRound ? 0 : terms % perRound;
        for (int row = 0; row < rows; row++)
        {
            ref float x = ref Unsafe.Add(ref inputs, row * TProduct.InputStride);
            ref float b = ref weights;

            // The bias region is eight floats, the start of the first sums; the others begin with a product.
            TVector p0 = TWords.Fma(terms >= Eight ? TWords.Load(ref x, 0) : TWords.LoadFirst(ref x, 0, terms), ref b, 0, TWords.Load(ref start, 0));
            TVector p1 = p0, p2 = p0, p3 = p0;
            if (typeof(TSums) != typeof(EightSums))
            {
                p1 = TWords.Multiply(TWords.Load(ref x, Eight), ref b, Eight);
                if (typeof(TSums) != typeof(SixteenSums))
                {
                    p2 = TWords.Multiply(TWords.Load(ref x, 2 * Eight), ref b, 2 * Eight);
                    p3 = TWords.Multiply(TWords.Load(ref x, 3 * Eight), ref b, 3 * Eight);
                }
            }

            x = ref Unsafe.Add(ref x, perRound);
            b = ref Unsafe.Add(ref b, perRound);
            ref float end = ref Unsafe.Add(ref x, rounds * perRound);
            while (Unsafe.IsAddressLessThan(ref x, ref end))
            {
                p0 = TWords.Fma(TWords.Load(ref x, 0), ref b, 0, p0);
                if (typeof(TSums) != typeof(EightSums))
                {
                    p1 = TWords.Fma(TWords.Load(ref x, Eight), ref b, Eight, p1);
                    if (typeof(TSums) != typeof(SixteenSums))
                    {
                        p2 = TWords.Fma(TWords.Load(ref x, 2 * Eight), ref b, 2 * Eight, p2);
                        p3 = TWords.Fma(TWords.Load(ref x, 3 * Eight), ref b, 3 * Eight, p3);
                    }
                }

                x = ref Unsafe.Add(ref x, perRound);
                b = ref Unsafe.Add(ref b, perRound);
            }

            Rest<TWords, TVector>(ref x, ref b, rest, 0, ref p0);
            TVector sum = p0;
            if (typeof(TSums) != typeof(EightSums))
            {
                Rest<TWords, TVector>(ref x, ref b, rest, 1, ref p1);
                sum = TWords.Add(p0, p1);
                if (typeof(TSums) != typeof(SixteenSums))
                {
                    Rest<TWords, TVector>(ref x, ref b, rest, 2, ref p2);
                    Rest<TWords, TVector>(ref x, ref b, rest, 3, ref p3);
                    sum = TWords.Add(sum, TWords.Add(p2, p3));
                }
            }

            Vector128<float> quarter = TWords.Join(sum);
            Vector128<float> half = quarter + Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1));
            Vector128<float> all = half + Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2));
            TProduct.Finish<Words128, Vector128<float>>(all, ref Unsafe.Add(ref outputs, row * TProduct.ResultStride(1)), 0, ref side, 0, apart);
        }
    }

    // Vector number `vector` of the inputs behind the last whole round, if there is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest<TWords, TVector>(ref float x, ref float b, int rest, int vector, ref TVector sum)
        where TWords : struct, IEightWords<TVector>
        where TVector : struct
    {
        int left = rest - (Eight * vector);
        if (left >= Eight)
        {
            sum = TWords.Fma(TWords.Load(ref x, Eight * vector), ref b, Eight * vector, sum);
        }
        else if (left > 0)
        {
            sum = TWords.Fma(TWords.LoadFirst(ref x, Eight * vector, left), ref b, Eight * vector, sum);
        }
    }
}
