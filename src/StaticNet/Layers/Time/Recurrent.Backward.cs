using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;
using StaticNet.Numerics.Kernels;
using StaticNet.Numerics.Kernels.Time;

namespace StaticNet.Layers;

internal static partial class Recurrent<TShape, TCell>
{
    /// <summary>Steps whose kept rows are read for the gradients of the weights while they are in the cache.</summary>
    private const int ChunkSteps = 16;

    /// <summary>Floats of the transposed weights.</summary>
    public static int TransposedLength => Columns * (Padded + TShape.InputStride);

    /// <summary>Floats of scratch memory per sequence for <see cref="BackwardRows"/>.</summary>
    public static int BackwardScratchPerSequence => 2 * Padded;

    /// <summary>Writes W_hhᵀ, then W_ihᵀ, with zeros as padding.</summary>
    public static void Transpose(ref float w, ref float transposed)
    {
        Transpose(ref Unsafe.Add(ref w, TShape.HiddenWeights), TShape.Hidden, Padded, ref transposed);
        Transpose(ref Unsafe.Add(ref w, TShape.InputWeights), TShape.Inputs, TShape.InputStride, ref Unsafe.Add(ref transposed, Columns * Padded));
    }

    private static void Transpose(ref float matrix, int rows, int stride, ref float transposed)
    {
        for (int column = 0; column < Columns; column++)
        {
            ref float line = ref Unsafe.Add(ref transposed, (nint)column * stride);
            for (int row = 0; row < stride; row++)
            {
                Unsafe.Add(ref line, row) = row < rows ? Unsafe.Add(ref matrix, ((nint)row * ColumnStride) + column) : 0f;
            }
        }
    }

    public static void BackwardRows(
        ref float x, ref float transposed, ref float kept, ref float dy, ref float dx, ref float g, ref float scratch, int steps, int sequences, bool withInput)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            BackwardRows<Words512, Vector512<float>>(ref x, ref transposed, ref kept, ref dy, ref dx, ref g, ref scratch, steps, sequences, withInput);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            BackwardRows<Words256, Vector256<float>>(ref x, ref transposed, ref kept, ref dy, ref dx, ref g, ref scratch, steps, sequences, withInput);
        }
        else
        {
            BackwardRows<Words128, Vector128<float>>(ref x, ref transposed, ref kept, ref dy, ref dx, ref g, ref scratch, steps, sequences, withInput);
        }
    }

    /// <summary>The same in vectors of one width.</summary>
    [MethodImpl(Kernel)]
    internal static void BackwardRows<TWords, TVector>(
        ref float x, ref float transposed, ref float kept, ref float dy, ref float dx, ref float g, ref float scratch, int steps, int sequences, bool withInput)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float dh = ref scratch;
        ref float dc = ref Unsafe.Add(ref scratch, (nint)sequences * Padded);
        MemoryMarshal.CreateSpan(ref scratch, 2 * sequences * Padded).Clear();
        int end = steps;
        for (int step = steps - 1; step >= 0; step--)
        {
            ref float row = ref Unsafe.Add(ref kept, (nint)(step + 1) * sequences * KeptStride);
            ref float previous = ref Unsafe.Add(ref kept, (nint)step * sequences * KeptStride);
            for (int i = 0; i < sequences; i++)
            {
                ref float rowGradient = ref Unsafe.Add(ref dh, (nint)i * Padded);
                AddGradient(ref Unsafe.Add(ref dy, (((nint)step * sequences) + i) * TShape.OutputStride), ref rowGradient);
                GateGradients<TWords, TVector>(
                    ref Unsafe.Add(ref row, (nint)i * KeptStride),
                    ref Unsafe.Add(ref previous, (nint)i * KeptStride),
                    ref rowGradient,
                    ref Unsafe.Add(ref dc, (nint)i * Padded));
            }

            // Nothing goes into the state before the first step.
            if (step > 0)
            {
                TimeProduct.Run<HiddenGradient<TShape, TCell>, TWords, TVector>(
                    ref Unsafe.Add(ref row, FirstHidden), ref transposed, ref dh, ref Unsafe.NullRef<float>(), sequences, Columns, Padded);
            }

            if (step % ChunkSteps == 0)
            {
                int first = step * sequences, rows = (end - step) * sequences;
                ChunkGradients<TWords, TVector>(ref Unsafe.Add(ref x, (nint)first * TShape.InputStride), ref row, ref previous, ref g, rows);
                if (withInput)
                {
                    TimeProduct.Run<StepInputGradient<TShape, TCell>, TWords, TVector>(
                        ref row,
                        ref Unsafe.Add(ref transposed, Columns * Padded),
                        ref Unsafe.Add(ref dx, (nint)first * TShape.InputStride),
                        ref Unsafe.NullRef<float>(),
                        rows,
                        Columns,
                        TShape.InputStride);
                }

                end = step;
            }
        }
    }

    [MethodImpl(Kernel)]
    private static void GateGradients<TWords, TVector>(ref float row, ref float previous, ref float dh, ref float dc)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int u = 0;
        for (; u + TWords.Lanes <= Padded; u += TWords.Lanes)
        {
            TCell.Back<TWords, TVector>(ref row, ref previous, ref dh, ref dc, Padded, u);
        }

        if (TWords.Lanes == 16 && u < Padded)
        {
            TCell.Back<Words256, Vector256<float>>(ref row, ref previous, ref dh, ref dc, Padded, u);
        }
    }

    // The gradients of weights and biases from some rows, added in order.
    [MethodImpl(Kernel)]
    private static void ChunkGradients<TWords, TVector>(ref float x, ref float row, ref float previous, ref float g, int rows)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TimeProduct.Run<InputWeightGradient<TShape, TCell>, TWords, TVector>(
            ref x, ref row, ref Unsafe.Add(ref g, TShape.InputWeights), ref Unsafe.NullRef<float>(), TShape.Inputs, rows, Columns);
        TimeProduct.Run<HiddenWeightGradient<TShape, TCell>, TWords, TVector>(
            ref Unsafe.Add(ref previous, KeptHidden),
            ref Unsafe.Add(ref row, FirstHidden),
            ref Unsafe.Add(ref g, TShape.HiddenWeights),
            ref Unsafe.NullRef<float>(),
            TShape.Hidden,
            rows,
            Columns);
        if (TShape.HasBias)
        {
            AddRows(ref row, ref Unsafe.Add(ref g, TShape.InputBias), rows);
            AddRows(ref Unsafe.Add(ref row, FirstHidden), ref Unsafe.Add(ref g, TShape.HiddenBias), rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(ref float rows, ref float sums, int count)
    {
        for (int j = 0; j < Columns; j += 8)
        {
            Vector256<float> sum = Vector256.LoadUnsafe(ref sums, (nuint)j);
            ref float at = ref Unsafe.Add(ref rows, j);
            for (int row = 0; row < count; row++)
            {
                sum += Vector256.LoadUnsafe(ref at);
                at = ref Unsafe.Add(ref at, KeptStride);
            }

            sum.StoreUnsafe(ref sums, (nuint)j);
        }
    }

    // What the outputs add to the gradient of the hidden state; nothing after the last unit is read.
    [MethodImpl(Kernel)]
    private static void AddGradient(ref float dy, ref float dh)
    {
        for (int u = 0; u < TShape.Hidden; u += 8)
        {
            (Vector256.LoadUnsafe(ref dh, (nuint)u) + RowVector.Load(ref Unsafe.Add(ref dy, u), TShape.Hidden - u)).StoreUnsafe(ref dh, (nuint)u);
        }
    }
}
