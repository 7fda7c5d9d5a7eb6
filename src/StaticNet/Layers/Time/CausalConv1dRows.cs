using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>
/// The kernels of a causal convolution over time: y(t) = bias + Σⱼ W[j]·x(t − (kernel − 1 − j)·dilation), as PyTorch's Conv1d of inputs with
/// (kernel − 1)·dilation zeros in front. The sum of an output is bias and the oldest tap, channels ascending; every other tap has a sum of its own,
/// added in order. Streams, training and all vector widths give the same bits.
/// </summary>
/// <typeparam name="TShape">The layer's numbers.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CausalConv1dRows<TShape>
    where TShape : struct, ICausalConv1d
{
    private const MethodImplOptions Optimized = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Steps that <see cref="Process"/> takes at once.</summary>
    public const int MaxSteps = 64;

    // Rows of a stream's history are read eight at a time, so the first ones are repeated after the last.
    private const int BlockSteps = 8;

    /// <summary>Steps before the current one that an output depends on.</summary>
    public static int History => (TShape.Kernel - 1) * TShape.Dilation;

    /// <summary>Floats of a stream's state; all zero is silence before the first step.</summary>
    public static int StateLength => History == 0 ? 0 : (Ring + BlockSteps) * TShape.InputStride;

    /// <summary>Floats that training keeps per row.</summary>
    public static int KeptPerRow => TShape.InputStride;

    /// <summary>Floats of a sequence's state between two blocks of training.</summary>
    public static int TrainingStateLength => History * TShape.InputStride;

    /// <summary>Floats of the transposed weights.</summary>
    public static int TransposedLength => TShape.Kernel * TShape.Outputs * TShape.InputStride;

    private static int Ring => (int)BitOperations.RoundUpToPowerOf2((uint)(History + MaxSteps));

    /// <summary>Steps of one stream. Any split of the steps into calls gives the same bits.</summary>
    /// <param name="x">[steps, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[steps, output stride], overwritten.</param>
    /// <param name="state">[<see cref="StateLength"/>], overwritten.</param>
    /// <param name="position">Steps that the stream has seen before; may wrap around.</param>
    /// <param name="steps">0 to <see cref="MaxSteps"/>.</param>
    public static void Process(ref float x, ref float w, ref float y, ref float state, int position, int steps)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Process<Words512, Vector512<float>>(ref x, ref w, ref y, ref state, position, steps);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Process<Words256, Vector256<float>>(ref x, ref w, ref y, ref state, position, steps);
        }
        else
        {
            Process<Words128, Vector128<float>>(ref x, ref w, ref y, ref state, position, steps);
        }
    }

    /// <summary>The same in vectors of one width.</summary>
    [MethodImpl(Optimized)]
    internal static void Process<TWords, TVector>(ref float x, ref float w, ref float y, ref float state, int position, int steps)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        if (History == 0)
        {
            ConvTaps<TShape>.First<TWords, TVector>(ref x, ref w, ref y, steps);
            return;
        }

        Remember(ref x, ref state, position, steps);
        if (steps == 1 && TShape.Groups == 1)
        {
            ConvStep<TShape>.Run<TWords, TVector>(ref state, Ring, position - History, ref w, ref y);
            return;
        }

        for (int first = 0; first < steps; first += BlockSteps)
        {
            int count = Math.Min(BlockSteps, steps - first);
            ref float result = ref Unsafe.Add(ref y, first * TShape.OutputStride);
            int oldest = position + first - History;
            ConvTaps<TShape>.First<TWords, TVector>(ref Row(ref state, oldest), ref w, ref result, count);
            for (int tap = 1; tap < TShape.Kernel; tap++)
            {
                ConvTaps<TShape>.Next<TWords, TVector>(ref Row(ref state, oldest + (tap * TShape.Dilation)), ref w, tap, ref result, count);
            }
        }
    }

    /// <summary>Copies the last <see cref="History"/> steps out of a stream's state, oldest first.</summary>
    /// <param name="state">[<see cref="StateLength"/>].</param>
    /// <param name="position">Steps that the stream has seen.</param>
    /// <param name="history">[history, inputs], overwritten.</param>
    public static void ReadHistory(ref float state, int position, ref float history)
    {
        for (int step = 0; step < History; step++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Row(ref state, position - History + step), TShape.Inputs)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref history, step * TShape.Inputs), TShape.Inputs));
        }
    }

    /// <summary>The reverse of <see cref="ReadHistory"/>.</summary>
    /// <param name="history">[history, inputs], oldest step first.</param>
    /// <param name="state">[<see cref="StateLength"/>], overwritten.</param>
    /// <param name="position">Steps that the stream has seen.</param>
    public static void WriteHistory(ref float history, ref float state, int position)
    {
        MemoryMarshal.CreateSpan(ref state, StateLength).Clear();
        for (int step = 0; step < History; step++)
        {
            int index = (position - History + step) & (Ring - 1);
            ReadOnlySpan<float> row = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref history, step * TShape.Inputs), TShape.Inputs);
            row.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref state, index * TShape.InputStride), TShape.Inputs));
            if (index < BlockSteps)
            {
                row.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref state, (Ring + index) * TShape.InputStride), TShape.Inputs));
            }
        }
    }

    /// <summary>Steps of many sequences for training. Row t·sequences + b is step t of sequence b.</summary>
    /// <param name="x">[steps·sequences, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="kept">
    /// [(<see cref="History"/> + steps)·sequences, <see cref="KeptPerRow"/>]. The first rows are the inputs before the first step, the others are overwritten.
    /// </param>
    /// <param name="y">[steps·sequences, output stride], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
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
    [MethodImpl(Optimized)]
    internal static void ForwardRows<TWords, TVector>(ref float x, ref float w, ref float kept, ref float y, int steps, int sequences)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int rows = steps * sequences;
        CopyRows(ref x, ref Unsafe.Add(ref kept, (nint)History * sequences * TShape.InputStride), rows);
        for (int first = 0; first < rows; first += MaxSteps)
        {
            int count = Math.Min(MaxSteps, rows - first);
            ref float result = ref Unsafe.Add(ref y, (nint)first * TShape.OutputStride);
            ConvTaps<TShape>.First<TWords, TVector>(ref Unsafe.Add(ref kept, (nint)first * TShape.InputStride), ref w, ref result, count);
            for (int tap = 1; tap < TShape.Kernel; tap++)
            {
                nint row = first + ((nint)tap * TShape.Dilation * sequences);
                ConvTaps<TShape>.Next<TWords, TVector>(ref Unsafe.Add(ref kept, row * TShape.InputStride), ref w, tap, ref result, count);
            }
        }
    }

    /// <summary>Writes the transposed weights that <see cref="BackwardRows"/> reads: [tap][output][input of the group].</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="transposed">[<see cref="TransposedLength"/>], overwritten.</param>
    public static void Transpose(ref float w, ref float transposed)
    {
        int inputs = TShape.Inputs / TShape.Groups;
        for (int tap = 0; tap < TShape.Kernel; tap++)
        {
            ref float matrix = ref Unsafe.Add(ref w, TShape.Weights + (tap * inputs * TShape.OutputStride));
            for (int output = 0; output < TShape.Outputs; output++)
            {
                ref float line = ref Unsafe.Add(ref transposed, ((tap * TShape.Outputs) + output) * TShape.InputStride);
                for (int input = 0; input < TShape.InputStride; input++)
                {
                    Unsafe.Add(ref line, input) = input < inputs ? Unsafe.Add(ref matrix, (input * TShape.OutputStride) + output) : 0f;
                }
            }
        }
    }

    /// <summary>The gradients of one <see cref="ForwardRows"/>; nothing flows into the inputs before the first step.</summary>
    /// <param name="transposed">The transposed weights.</param>
    /// <param name="kept">What the forward pass kept.</param>
    /// <param name="dy">[steps·sequences, output stride], the gradient with respect to the results; padding is 0.</param>
    /// <param name="dx">[steps·sequences, input stride], overwritten if <paramref name="withInput"/>.</param>
    /// <param name="g">The gradients, in the layout of the parameters; this layer's are added, rows ascending.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="withInput">Whether the gradient with respect to the inputs is needed.</param>
    public static void BackwardRows(
        ref float transposed, ref float kept, ref float dy, ref float dx, ref float g, int steps, int sequences, bool withInput)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            BackwardRows<Words512, Vector512<float>>(ref transposed, ref kept, ref dy, ref dx, ref g, steps, sequences, withInput);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            BackwardRows<Words256, Vector256<float>>(ref transposed, ref kept, ref dy, ref dx, ref g, steps, sequences, withInput);
        }
        else
        {
            BackwardRows<Words128, Vector128<float>>(ref transposed, ref kept, ref dy, ref dx, ref g, steps, sequences, withInput);
        }
    }

    /// <summary>The same in vectors of one width.</summary>
    [MethodImpl(Optimized)]
    internal static void BackwardRows<TWords, TVector>(
        ref float transposed, ref float kept, ref float dy, ref float dx, ref float g, int steps, int sequences, bool withInput)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        int rows = steps * sequences;
        if (withInput)
        {
            // Row r of x adds to row r + shift of y.
            ConvTaps<TShape>.NewestInputGradient<TWords, TVector>(ref dy, ref transposed, ref dx, rows);
            for (int tap = TShape.Kernel - 2; tap >= 0; tap--)
            {
                int shift = (TShape.Kernel - 1 - tap) * TShape.Dilation * sequences;
                if (shift < rows)
                {
                    ConvTaps<TShape>.OlderInputGradient<TWords, TVector>(
                        ref Unsafe.Add(ref dy, (nint)shift * TShape.OutputStride), ref transposed, tap, ref dx, rows - shift);
                }
            }
        }

        for (int first = 0; first < rows; first += MaxSteps)
        {
            int count = Math.Min(MaxSteps, rows - first);
            ref float gradient = ref Unsafe.Add(ref dy, (nint)first * TShape.OutputStride);
            for (int tap = 0; tap < TShape.Kernel; tap++)
            {
                nint row = first + ((nint)tap * TShape.Dilation * sequences);
                ConvTaps<TShape>.WeightGradient<TWords, TVector>(ref Unsafe.Add(ref kept, row * TShape.InputStride), ref gradient, ref g, tap, count);
            }

            if (TShape.HasBias)
            {
                ConvTaps<TShape>.BiasGradient(ref gradient, ref g, count);
            }
        }
    }

    /// <summary>Puts the inputs before the first step into the memory of <see cref="ForwardRows"/>.</summary>
    /// <param name="kept">The memory of <see cref="ForwardRows"/>.</param>
    /// <param name="states">[<see cref="History"/>, input stride] per sequence, oldest step first.</param>
    /// <param name="stateStride">Floats from one state to the next.</param>
    /// <param name="sequences">1 or more.</param>
    public static void LoadStates(ref float kept, ref float states, int stateStride, int sequences)
    {
        for (int step = 0; step < History; step++)
        {
            for (int i = 0; i < sequences; i++)
            {
                nint row = ((nint)step * sequences) + i;
                CopyRows(ref Unsafe.Add(ref states, ((nint)i * stateStride) + (step * TShape.InputStride)), ref Unsafe.Add(ref kept, row * TShape.InputStride), 1);
            }
        }
    }

    /// <summary>Takes the last inputs out of the memory of <see cref="ForwardRows"/>.</summary>
    /// <param name="kept">The memory of <see cref="ForwardRows"/>.</param>
    /// <param name="states">[<see cref="History"/>, input stride] per sequence, overwritten.</param>
    /// <param name="stateStride">Floats from one state to the next.</param>
    /// <param name="steps">The steps of the forward pass.</param>
    /// <param name="sequences">1 or more.</param>
    public static void SaveStates(ref float kept, ref float states, int stateStride, int steps, int sequences)
    {
        for (int step = 0; step < History; step++)
        {
            for (int i = 0; i < sequences; i++)
            {
                nint row = ((nint)(steps + step) * sequences) + i;
                CopyRows(ref Unsafe.Add(ref kept, row * TShape.InputStride), ref Unsafe.Add(ref states, ((nint)i * stateStride) + (step * TShape.InputStride)), 1);
            }
        }
    }

    /// <summary>Silence before the first step.</summary>
    /// <param name="kept">The memory of <see cref="ForwardRows"/>.</param>
    /// <param name="sequences">1 or more.</param>
    public static void ClearStates(ref float kept, int sequences) => MemoryMarshal.CreateSpan(ref kept, History * sequences * TShape.InputStride).Clear();

    private static ref float Row(ref float state, int position) => ref Unsafe.Add(ref state, (position & (Ring - 1)) * TShape.InputStride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(ref float from, ref float to, int rows) =>
        MemoryMarshal.CreateReadOnlySpan(ref from, rows * TShape.InputStride).CopyTo(MemoryMarshal.CreateSpan(ref to, rows * TShape.InputStride));

    // Appends inputs to a stream's history, the rows at the start once more after its end.
    private static void Remember(ref float x, ref float state, int position, int steps)
    {
        int start = position & (Ring - 1);
        int whole = Math.Min(steps, Ring - start);
        CopyRows(ref x, ref Unsafe.Add(ref state, start * TShape.InputStride), whole);
        CopyRows(ref Unsafe.Add(ref x, whole * TShape.InputStride), ref state, steps - whole);
        if (start < BlockSteps || whole < steps)
        {
            CopyRows(ref state, ref Unsafe.Add(ref state, Ring * TShape.InputStride), BlockSteps);
        }
    }
}
