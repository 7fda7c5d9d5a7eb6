using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>
/// One step of a dense convolution: all taps of a vector of outputs in one pass, where <see cref="ConvTaps{TShape}"/> makes a pass of each tap. The
/// sums are the same: bias and the oldest tap, then each other tap summed on its own and added in order.
/// </summary>
internal static class ConvStep<TShape>
    where TShape : struct, ICausalConv1d
{
    /// <summary>Computes one row of outputs.</summary>
    /// <param name="ring">The inputs of earlier steps and of this one: row i modulo <paramref name="rows"/> is step i.</param>
    /// <param name="rows">A power of 2.</param>
    /// <param name="oldest">The step that the oldest tap reads.</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[output stride], overwritten.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<TWords, TVector>(ref float ring, int rows, int oldest, ref float w, ref float y)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int column = 0;
        for (; column + TWords.Lanes <= TShape.OutputStride; column += TWords.Lanes)
        {
            Taps<TWords, TVector>(ref ring, rows, oldest, ref w, ref y, column);
        }

        if (TWords.Lanes > 8 && column + 8 <= TShape.OutputStride)
        {
            Taps<Words256, Vector256<float>>(ref ring, rows, oldest, ref w, ref y, column);
            column += 8;
        }

        if (TWords.Lanes > 4 && column + 4 <= TShape.OutputStride)
        {
            Taps<Words128, Vector128<float>>(ref ring, rows, oldest, ref w, ref y, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Taps<TWords, TVector>(ref float ring, int rows, int oldest, ref float w, ref float y, int column)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float weights = ref Unsafe.Add(ref w, TShape.Weights + column);
        TVector sum = TWords.Load(ref Unsafe.Add(ref w, TShape.Bias), column);
        for (int tap = 0; tap < TShape.Kernel; tap++)
        {
            ref float x = ref Unsafe.Add(ref ring, ((oldest + (tap * TShape.Dilation)) & (rows - 1)) * TShape.InputStride);
            TVector tapSum = tap == 0 ? sum : TWords.Zero;
            for (int input = 0; input < TShape.Inputs; input++)
            {
                tapSum = TWords.Fma(TWords.All(ref x, input), ref weights, 0, tapSum);
                weights = ref Unsafe.Add(ref weights, TShape.OutputStride);
            }

            sum = tap == 0 ? tapSum : TWords.Add(sum, tapSum);
        }

        TWords.Store(sum, ref y, column);
    }
}
