using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>The gradient of the weights of a layer with one output: dw[k] = Σᵣ dz[r]·x[r][k], rows added in order. The inputs are the columns.</summary>
internal static class OneOutputWeightGradient
{
    /// <summary>All weights; what lies behind them stays.</summary>
    /// <param name="x">[rows, input stride]; nothing behind a row's inputs is read.</param>
    /// <param name="dz">[rows, output stride].</param>
    /// <param name="dw">[inputs], overwritten.</param>
    /// <param name="rows">1 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLayer>(ref float x, ref float dz, ref float dw, int rows)
        where TLayer : struct, IDense
    {
        int inputs = TLayer.Inputs, column = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; column + (8 * Words256.Lanes) <= inputs; column += 8 * Words256.Lanes)
            {
                Columns<TLayer, Eight, Words256, Vector256<float>>(ref Unsafe.Add(ref x, column), ref dz, ref Unsafe.Add(ref dw, column), rows);
            }

            for (; column + (2 * Words256.Lanes) <= inputs; column += 2 * Words256.Lanes)
            {
                Columns<TLayer, Two, Words256, Vector256<float>>(ref Unsafe.Add(ref x, column), ref dz, ref Unsafe.Add(ref dw, column), rows);
            }
        }

        for (; column + (2 * Words128.Lanes) <= inputs; column += 2 * Words128.Lanes)
        {
            Columns<TLayer, Two, Words128, Vector128<float>>(ref Unsafe.Add(ref x, column), ref dz, ref Unsafe.Add(ref dw, column), rows);
        }

        for (; column < inputs; column++)
        {
            Column<TLayer>(ref Unsafe.Add(ref x, column), ref dz, ref Unsafe.Add(ref dw, column), rows);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TLayer, TVectors, TWords, TVector>(ref float x, ref float dz, ref float dw, int rows)
        where TLayer : struct, IDense
        where TVectors : struct, ICount
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int lanes = TWords.Lanes, stride = TLayer.InputStride, below = TLayer.OutputStride;
        TVector s0 = TWords.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int row = 0; row < rows; row++)
        {
            TVector c = TWords.All(ref dz, 0);
            s0 = TWords.Fma(c, ref x, 0, s0);
            s1 = TWords.Fma(c, ref x, lanes, s1);
            if (typeof(TVectors) == typeof(Eight))
            {
                s2 = TWords.Fma(c, ref x, 2 * lanes, s2);
                s3 = TWords.Fma(c, ref x, 3 * lanes, s3);
                s4 = TWords.Fma(c, ref x, 4 * lanes, s4);
                s5 = TWords.Fma(c, ref x, 5 * lanes, s5);
                s6 = TWords.Fma(c, ref x, 6 * lanes, s6);
                s7 = TWords.Fma(c, ref x, 7 * lanes, s7);
            }

            x = ref Unsafe.Add(ref x, stride);
            dz = ref Unsafe.Add(ref dz, below);
        }

        TWords.Store(s0, ref dw, 0);
        TWords.Store(s1, ref dw, lanes);
        if (typeof(TVectors) == typeof(Eight))
        {
            TWords.Store(s2, ref dw, 2 * lanes);
            TWords.Store(s3, ref dw, 3 * lanes);
            TWords.Store(s4, ref dw, 4 * lanes);
            TWords.Store(s5, ref dw, 5 * lanes);
            TWords.Store(s6, ref dw, 6 * lanes);
            TWords.Store(s7, ref dw, 7 * lanes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Column<TLayer>(ref float x, ref float dz, ref float dw, int rows)
        where TLayer : struct, IDense
    {
        Vector128<float> sum = Vector128<float>.Zero;
        for (int row = 0; row < rows; row++)
        {
            sum = Words128.Fma(Vector128.CreateScalar(dz), Vector128.CreateScalar(x), sum);
            x = ref Unsafe.Add(ref x, TLayer.InputStride);
            dz = ref Unsafe.Add(ref dz, TLayer.OutputStride);
        }

        dw = sum.ToScalar();
    }
}
