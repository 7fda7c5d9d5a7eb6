using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Kernels;
using StaticNet.Numerics.Kernels.Time;

namespace StaticNet.Layers;

internal static partial class Recurrent<TShape, TCell>
{
    public static void ForwardRows(ref float x, ref float w, ref float kept, ref float y, int steps, int sequences)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ForwardRows<Words512, Vector512<float>>(ref x, ref w, ref kept, ref y, steps, sequences);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ForwardRows<Words256, Vector256<float>>(ref x, ref w, ref kept, ref y, steps, sequences);
        }
        else
        {
            ForwardRows<Words128, Vector128<float>>(ref x, ref w, ref kept, ref y, steps, sequences);
        }
    }

    /// <summary>The same in vectors of one width.</summary>
    [MethodImpl(Kernel)]
    internal static void ForwardRows<TWords, TVector>(ref float x, ref float w, ref float kept, ref float y, int steps, int sequences)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        // The rows before the first step hold states only: the first one has room for the starts of the sums.
        ref float starts = ref kept;
        SumStarts(ref w, ref starts);
        ref float row = ref Unsafe.Add(ref kept, (nint)sequences * KeptStride);
        for (int step = 0; step < steps; step++)
        {
            ref float previous = ref Unsafe.Subtract(ref row, (nint)sequences * KeptStride);
            TimeProduct.Run<InputSums<TShape, TCell>, TWords, TVector>(
                ref x, ref Unsafe.Add(ref w, TShape.InputWeights), ref row, ref starts, sequences, TShape.Inputs, Columns);
            CopyStarts(ref starts, ref row, sequences, KeptStride);

            TimeProduct.Run<HiddenSums<TShape, TCell>, TWords, TVector>(
                ref Unsafe.Add(ref previous, KeptHidden),
                ref Unsafe.Add(ref w, TShape.HiddenWeights),
                ref Unsafe.Add(ref row, FirstHidden),
                ref Unsafe.NullRef<float>(),
                sequences,
                TShape.Hidden,
                Columns);
            for (int i = 0; i < sequences; i++)
            {
                Keep<TWords, TVector>(ref row, ref previous);
                if (TWords.Lanes == 16 && Padded % 16 != 0)
                {
                    KeepLast(ref row, ref previous);
                }

                CopyHidden(ref Unsafe.Add(ref row, KeptHidden), ref y);
                row = ref Unsafe.Add(ref row, KeptStride);
                previous = ref Unsafe.Add(ref previous, KeptStride);
                y = ref Unsafe.Add(ref y, TShape.OutputStride);
            }

            x = ref Unsafe.Add(ref x, (nint)sequences * TShape.InputStride);
        }
    }

    // The kept values of all units that fill vectors, then of the last eight units.
    [MethodImpl(Kernel)]
    private static void Keep<TWords, TVector>(ref float row, ref float previous)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        for (int u = 0; u + TWords.Lanes <= Padded; u += TWords.Lanes)
        {
            TCell.Keep<TWords, TVector>(ref row, ref previous, Padded, u);
        }
    }

    [MethodImpl(Kernel)]
    private static void KeepLast(ref float row, ref float previous) => TCell.Keep<Words256, Vector256<float>>(ref row, ref previous, Padded, Padded - 8);

    /// <summary>Puts states before the first step.</summary>
    public static void LoadStates(ref float kept, ref float states, int stateStride, int sequences)
    {
        for (int i = 0; i < sequences; i++)
        {
            ref float row = ref Unsafe.Add(ref kept, (nint)i * KeptStride);
            ref float state = ref Unsafe.Add(ref states, (nint)i * stateStride);
            Copy(ref state, ref Unsafe.Add(ref row, KeptHidden));
            if (TCell.CellBlock > 0)
            {
                Copy(ref Unsafe.Add(ref state, Padded), ref Unsafe.Add(ref row, TCell.CellBlock * Padded));
            }
        }
    }

    /// <summary>Takes the states after the last step.</summary>
    public static void SaveStates(ref float kept, ref float states, int stateStride, int steps, int sequences)
    {
        for (int i = 0; i < sequences; i++)
        {
            ref float row = ref Unsafe.Add(ref kept, (((nint)steps * sequences) + i) * KeptStride);
            ref float state = ref Unsafe.Add(ref states, (nint)i * stateStride);
            Copy(ref Unsafe.Add(ref row, KeptHidden), ref state);
            if (TCell.CellBlock > 0)
            {
                Copy(ref Unsafe.Add(ref row, TCell.CellBlock * Padded), ref Unsafe.Add(ref state, Padded));
            }
        }
    }

    /// <summary>Puts the zero state before the first step.</summary>
    public static void ClearStates(ref float kept, int sequences) => MemoryMarshal.CreateSpan(ref kept, sequences * KeptStride).Clear();

    private static void Copy(ref float from, ref float to) =>
        MemoryMarshal.CreateReadOnlySpan(ref from, Padded).CopyTo(MemoryMarshal.CreateSpan(ref to, Padded));
}
