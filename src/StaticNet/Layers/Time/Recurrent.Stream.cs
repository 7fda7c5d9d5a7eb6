using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Kernels;
using StaticNet.Numerics.Kernels.Time;

namespace StaticNet.Layers;

/// <summary>
/// LSTM, GRU and RNN over steps of one stream and over rows of many sequences. The sum of a gate is (b_ih + b_hh), then the inputs, then the state,
/// both ascending; with up to 16 units the odd state terms have a sum of their own, added last. This order belongs to the layer, not to the path:
/// streams, training and all vector widths give the same bits.
/// </summary>
internal static partial class Recurrent<TShape, TCell>
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Steps whose inputs are summed together.</summary>
    private const int BlockSteps = 8;

    private static int Padded => RecurrentLayout<TShape, TCell>.Padded;

    private static int Columns => RecurrentLayout<TShape, TCell>.Columns;

    private static int ColumnStride => RecurrentLayout<TShape, TCell>.ColumnStride;

    private static int FirstHidden => RecurrentLayout<TShape, TCell>.FirstHidden;

    private static int SumStride => RecurrentLayout<TShape, TCell>.SumStride;

    private static int KeptStride => RecurrentLayout<TShape, TCell>.KeptStride;

    private static int KeptHidden => RecurrentLayout<TShape, TCell>.KeptHidden;

    /// <summary>Floats of a stream's state.</summary>
    public static int StateLength => TCell.StateBlocks * Padded;

    /// <summary>Floats of scratch memory for <see cref="Process"/>.</summary>
    public static int ScratchLength => (BlockSteps + 1) * SumStride;

    public static void Process(ref float x, ref float w, ref float y, ref float state, ref float scratch, int steps)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Process<Words512, Vector512<float>>(ref x, ref w, ref y, ref state, ref scratch, steps);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Process<Words256, Vector256<float>>(ref x, ref w, ref y, ref state, ref scratch, steps);
        }
        else
        {
            Process<Words128, Vector128<float>>(ref x, ref w, ref y, ref state, ref scratch, steps);
        }
    }

    /// <summary>The same in vectors of one width.</summary>
    [MethodImpl(Kernel)]
    internal static void Process<TWords, TVector>(ref float x, ref float w, ref float y, ref float state, ref float scratch, int steps)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float starts = ref scratch;
        ref float sums = ref Unsafe.Add(ref scratch, SumStride);
        ref float weights = ref Unsafe.Add(ref w, TShape.HiddenWeights);
        SumStarts(ref w, ref starts);
        for (int first = 0; first < steps; first += BlockSteps)
        {
            int count = Math.Min(BlockSteps, steps - first);
            TimeProduct.Run<StreamInputSums<TShape, TCell>, TWords, TVector>(
                ref Unsafe.Add(ref x, (nint)first * TShape.InputStride), ref Unsafe.Add(ref w, TShape.InputWeights), ref sums, ref starts, count, TShape.Inputs, Columns);
            for (int step = 0; step < count; step++)
            {
                ref float row = ref Unsafe.Add(ref sums, step * SumStride);
                CopyStarts(ref starts, ref row);
                StepSums.Add<TWords, TVector>(
                    ref Unsafe.Add(ref row, FirstHidden), ref weights, ref state, Columns, ColumnStride, TShape.Hidden, RecurrentLayout<TShape, TCell>.IsSplit);
                int u = 0;
                for (; u + TWords.Lanes <= Padded; u += TWords.Lanes)
                {
                    TCell.Step<TWords, TVector>(ref row, ref state, Padded, u);
                }

                if (TWords.Lanes == 16 && u < Padded)
                {
                    TCell.Step<Words256, Vector256<float>>(ref row, ref state, Padded, u);
                }

                CopyHidden(ref state, ref Unsafe.Add(ref y, (nint)(first + step) * TShape.OutputStride));
            }
        }
    }

    // What a row of sums begins with: b_ih + b_hh, or one of them where only inputs or only the state add to a sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumStarts(ref float w, ref float starts)
    {
        ref float ofInputs = ref Unsafe.Add(ref w, TShape.InputBias);
        ref float ofState = ref Unsafe.Add(ref w, TShape.HiddenBias);
        for (int j = 0; j < TCell.SumBlocks * Padded; j += 8)
        {
            Vector256<float> start = j < Columns ? Vector256.LoadUnsafe(ref ofInputs, (nuint)j) : Vector256.LoadUnsafe(ref ofState, (nuint)(j - FirstHidden));
            if (j >= FirstHidden && j < Columns)
            {
                start += Vector256.LoadUnsafe(ref ofState, (nuint)(j - FirstHidden));
            }

            start.StoreUnsafe(ref starts, (nuint)j);
        }
    }

    // The sums that inputs add nothing to.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyStarts(ref float starts, ref float row)
    {
        for (int j = Columns; j < TCell.SumBlocks * Padded; j += 8)
        {
            Vector256.LoadUnsafe(ref starts, (nuint)j).StoreUnsafe(ref row, (nuint)j);
        }
    }

    // A hidden state to a row of outputs, zeros after it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyHidden(ref float hidden, ref float y)
    {
        int j = 0;
        for (; j + 8 <= Math.Min(Padded, TShape.OutputStride); j += 8)
        {
            Vector256.LoadUnsafe(ref hidden, (nuint)j).StoreUnsafe(ref y, (nuint)j);
        }

        for (; j < TShape.OutputStride; j += 4)
        {
            (j < Padded ? Vector128.LoadUnsafe(ref hidden, (nuint)j) : Vector128<float>.Zero).StoreUnsafe(ref y, (nuint)j);
        }
    }
}
