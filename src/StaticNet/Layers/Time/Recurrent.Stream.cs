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

    private static int Padded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.Padded;
    }

    private static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.Columns;
    }

    private static int ColumnStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.ColumnStride;
    }

    private static int FirstHidden
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.FirstHidden;
    }

    private static int SumStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.SumStride;
    }

    private static int KeptStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.KeptStride;
    }

    private static int KeptHidden
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RecurrentLayout<TShape, TCell>.KeptHidden;
    }

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
            ref float input = ref Unsafe.Add(ref x, (nint)first * TShape.InputStride);
            if (count == 1)
            {
                OneInputSum<TWords, TVector>(ref input, ref Unsafe.Add(ref w, TShape.InputWeights), ref sums, ref starts);
            }
            else
            {
                TimeProduct.Run<StreamInputSums<TShape, TCell>, TWords, TVector>(ref input, ref Unsafe.Add(ref w, TShape.InputWeights), ref sums, ref starts, count, TShape.Inputs, Columns);
            }

            CopyStarts(ref starts, ref sums, count, SumStride);
            for (int step = 0; step < count; step++)
            {
                ref float row = ref Unsafe.Add(ref sums, step * SumStride);
                AddState<TWords, TVector>(ref Unsafe.Add(ref row, FirstHidden), ref weights, ref state);
                Steps<TWords, TVector>(ref row, ref state);
                if (TWords.Lanes == 16 && Padded % 16 != 0)
                {
                    LastSteps(ref row, ref state);
                }

                CopyHidden(ref state, ref Unsafe.Add(ref y, (nint)(first + step) * TShape.OutputStride));
            }
        }
    }

    // What follows is in methods of its own: inlined into one, it exceeds what the just-in-time compiler inlines, which then calls properties
    // for constants in the inner loops (measured: twice the time of a step, three times where it is alone).
    [MethodImpl(Kernel)]
    private static void AddState<TWords, TVector>(ref float z, ref float weights, ref float state)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct =>
        StepSums.Add<TWords, TVector>(
            ref z, ref weights, ref state, Columns, ColumnStride, TShape.Hidden, RecurrentLayout<TShape, TCell>.IsSplit, FirstHidden % TWords.Lanes != 0);

    // The new state of all units that fill vectors.
    [MethodImpl(Kernel)]
    private static void Steps<TWords, TVector>(ref float row, ref float state)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        for (int u = 0; u + TWords.Lanes <= Padded; u += TWords.Lanes)
        {
            TCell.Step<TWords, TVector>(ref row, ref state, Padded, u);
        }
    }

    // The new state of the last eight units.
    [MethodImpl(Kernel)]
    private static void LastSteps(ref float row, ref float state) => TCell.Step<Words256, Vector256<float>>(ref row, ref state, Padded, Padded - 8);

    // The sums of the inputs of one step, as TimeProduct computes them.
    [MethodImpl(Kernel)]
    private static void OneInputSum<TWords, TVector>(ref float x, ref float w, ref float row, ref float starts)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int j = 0;
        for (; j + TWords.Lanes <= Columns; j += TWords.Lanes)
        {
            OneInputSum<TWords, TVector>(ref x, ref w, ref row, ref starts, j);
        }

        if (TWords.Lanes == 16 && Columns % 16 != 0)
        {
            OneInputSum<Words256, Vector256<float>>(ref x, ref w, ref row, ref starts, j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneInputSum<TWords, TVector>(ref float x, ref float w, ref float row, ref float starts, int j)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector sum = TWords.LoadHalves(ref starts, j);
        ref float line = ref Unsafe.Add(ref w, j);
        for (int k = 0; k < TShape.Inputs; k++)
        {
            sum = TWords.Fma(TWords.All(ref x, k), ref line, 0, sum);
            line = ref Unsafe.Add(ref line, ColumnStride);
        }

        TWords.Store(sum, ref row, j);
    }

    // What a row of sums begins with: b_ih + b_hh, or one of them where only inputs or only the state add to a sum.
    [MethodImpl(Kernel)]
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

    // The sums that inputs add nothing to, in some rows.
    [MethodImpl(Kernel)]
    private static void CopyStarts(ref float starts, ref float row, int rows, int stride)
    {
        for (int j = Columns; j < TCell.SumBlocks * Padded; j += 8)
        {
            Vector256<float> start = Vector256.LoadUnsafe(ref starts, (nuint)j);
            ref float at = ref Unsafe.Add(ref row, j);
            for (int i = 0; i < rows; i++)
            {
                start.StoreUnsafe(ref at);
                at = ref Unsafe.Add(ref at, stride);
            }
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
