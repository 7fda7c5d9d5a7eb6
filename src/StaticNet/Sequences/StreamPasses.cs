using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Layers;
using StaticNet.Numerics;

namespace StaticNet.Sequences;

/// <summary>The passes of a network with memory over streams: checks, blocks of steps, voices.</summary>
/// <typeparam name="TKernels">The network's numbers and layers.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamPasses<TKernels>
    where TKernels : struct, IStreamKernels
{
    private const int BlockSteps = 64;

    /// <summary>A state at zero.</summary>
    public static NetworkState<TNetwork> CreateState<TNetwork>() => new(StateLayout<TKernels>.Instance);

    /// <summary>One step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TNetwork>(ref float w, NetworkState<TNetwork> state, ReadOnlySpan<float> input, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (input.Length != TKernels.Inputs || output.Length != TKernels.Outputs)
        {
            ThrowHelper.StepLengths(TKernels.Name, input.Length, TKernels.Inputs, output.Length, TKernels.Outputs);
        }

        Run(ref w, state, ref MemoryMarshal.GetReference(input), TKernels.Inputs, ref MemoryMarshal.GetReference(output), TKernels.Outputs, 1);
    }

    /// <summary>Any number of steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Process<TNetwork>(ref float w, NetworkState<TNetwork> state, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(state);
        int steps = inputs.Length / TKernels.Inputs;
        CheckRows(inputs.Length, steps, outputs.Length);
        Run(ref w, state, ref MemoryMarshal.GetReference(inputs), TKernels.Inputs, ref MemoryMarshal.GetReference(outputs), TKernels.Outputs, steps);
    }

    /// <summary>Several streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ProcessVoices<TNetwork>(
        ref float w, ReadOnlySpan<NetworkState<TNetwork>> states, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int voices = states.Length;
        int rows = inputs.Length / TKernels.Inputs;
        CheckRows(inputs.Length, rows, outputs.Length);
        if (voices == 0 ? rows != 0 : rows % voices != 0)
        {
            throw new ArgumentException($"{TKernels.Name} was given {rows} rows of inputs for {voices} states; they must be steps times voices, [steps, voices, {TKernels.Inputs}].", nameof(inputs));
        }

        for (int voice = 0; voice < voices; voice++)
        {
            ArgumentNullException.ThrowIfNull(states[voice], nameof(states));
            for (int other = 0; other < voice; other++)
            {
                if (ReferenceEquals(states[voice], states[other]))
                {
                    throw new ArgumentException($"Voices {other} and {voice} have the same state; each voice needs one of its own.", nameof(states));
                }
            }
        }

        for (int voice = 0; voice < voices; voice++)
        {
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), voice * TKernels.Inputs);
            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), voice * TKernels.Outputs);
            Run(ref w, states[voice], ref x, voices * TKernels.Inputs, ref y, voices * TKernels.Outputs, rows / voices);
        }
    }

    /// <summary>Whole sequences, each from a new state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardSequences(ref float w, int steps, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int count = CheckSequences(steps, inputs.Length, outputs.Length);
        int outputSteps = TKernels.IsManyToOne ? 1 : steps;
        ref float state = ref Workspace.Take(TKernels.StateLength + TKernels.StreamLength);
        ref float s = ref Unsafe.Add(ref state, TKernels.StateLength);
        for (int sequence = 0; sequence < count; sequence++)
        {
            MemoryMarshal.CreateSpan(ref state, TKernels.StateLength).Clear();
            TKernels.BeginState(ref state);
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), (nint)sequence * steps * TKernels.Inputs);
            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), (nint)sequence * outputSteps * TKernels.Outputs);
            for (int start = 0; start < steps; start += BlockSteps)
            {
                int block = Math.Min(BlockSteps, steps - start);
                Block(ref w, ref state, ref s, start, ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), TKernels.Inputs, block);
                if (!TKernels.IsManyToOne)
                {
                    Store(ref s, 0, block, ref Unsafe.Add(ref y, (nint)start * TKernels.Outputs), TKernels.Outputs);
                }
                else if (start + block == steps)
                {
                    Store(ref s, block - 1, 1, ref y, TKernels.Outputs);
                }
            }
        }
    }

    /// <summary>Feeds one input several times.</summary>
    public static void Prime<TNetwork>(ref float w, NetworkState<TNetwork> state, ReadOnlySpan<float> input, int steps)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (input.Length != TKernels.Inputs)
        {
            ThrowHelper.StepLengths(TKernels.Name, input.Length, TKernels.Inputs, TKernels.Outputs, TKernels.Outputs);
        }

        if (steps == 0 && TKernels.ReceptiveField == 0)
        {
            throw new ArgumentException($"The receptive field of {TKernels.Name} has no bound, because it has a layer that remembers all steps; say how many steps are to be fed, for example steps: 4800.", nameof(steps));
        }

        for (int rest = steps == 0 ? TKernels.ReceptiveField : steps; rest > 0; rest -= BlockSteps)
        {
            // The same row again and again.
            int block = Math.Min(BlockSteps, rest);
            Block(ref w, ref state.Reference, ref state.Scratch, state.Position, ref MemoryMarshal.GetReference(input), 0, block);
            state.Position = unchecked(state.Position + block);
        }
    }

    /// <summary>The class of a sequence.</summary>
    public static int PredictClass(ref float w, int steps, ReadOnlySpan<float> sequence, NetworkDescription description)
    {
        Span<float> outputs = TKernels.Outputs <= 1024
            ? stackalloc float[TKernels.Outputs]
            : MemoryMarshal.CreateSpan(ref OutputScratch.Take(TKernels.Outputs), TKernels.Outputs);
        ForwardSequences(ref w, steps, sequence, outputs);
        return ClassRule.Of(outputs, ClassRule.Threshold(description));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TNetwork>(
        ref float w, NetworkState<TNetwork> state, ref float x, int inputStride, ref float y, int outputStride, int steps)
    {
        ref float s = ref state.Scratch;
        for (int start = 0; start < steps; start += BlockSteps)
        {
            int block = Math.Min(BlockSteps, steps - start);
            Block(ref w, ref state.Reference, ref s, state.Position, ref Unsafe.Add(ref x, (nint)start * inputStride), inputStride, block);
            Store(ref s, 0, block, ref Unsafe.Add(ref y, (nint)start * outputStride), outputStride);
            state.Position = unchecked(state.Position + block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(ref float w, ref float state, ref float s, int position, ref float x, int inputStride, int steps)
    {
        JoinRows.Columns(ref x, inputStride, TKernels.Inputs, ref Unsafe.Add(ref s, TKernels.StreamInput), TKernels.InputStride, steps);
        TKernels.Block(ref w, ref state, ref s, position, steps);
    }

    /// <summary>The outputs of some steps of a block, to where the user wants them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store(ref float s, int first, int steps, ref float y, int outputStride)
    {
        ref float z = ref Unsafe.Add(ref s, TKernels.StreamOutput + (first * TKernels.OutputStride));
        if (TKernels.RowActivation == Activation.Softmax)
        {
            SoftmaxRows.Softmax(ref z, steps, TKernels.Outputs, TKernels.OutputStride, ref y, outputStride);
        }
        else if (TKernels.RowActivation == Activation.LogSoftmax)
        {
            SoftmaxRows.LogSoftmax(ref z, steps, TKernels.Outputs, TKernels.OutputStride, ref y, outputStride);
        }
        else
        {
            for (int step = 0; step < steps; step++)
            {
                JoinRows.Copy(ref Unsafe.Add(ref z, step * TKernels.OutputStride), ref Unsafe.Add(ref y, (nint)step * outputStride), TKernels.Outputs);
            }
        }
    }

    private static void CheckRows(int inputs, int rows, int outputs)
    {
        if (inputs != rows * TKernels.Inputs || outputs != (long)rows * TKernels.Outputs)
        {
            ThrowHelper.BatchLengths(TKernels.Name, inputs, TKernels.Inputs, outputs, TKernels.Outputs, "outputs");
        }
    }

    private static int CheckSequences(int steps, int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        long each = (long)steps * TKernels.Inputs;
        int count = (int)(inputs / each);
        if (inputs != count * each)
        {
            throw new ArgumentException($"{TKernels.Name} reads sequences of {steps} steps of {TKernels.Inputs} values, but the inputs have {inputs} values, which is no whole number of sequences ({each} values each).", nameof(inputs));
        }

        long expected = (long)count * (TKernels.IsManyToOne ? 1 : steps) * TKernels.Outputs;
        if (outputs != expected)
        {
            string what = TKernels.IsManyToOne ? $"{TKernels.Outputs} values each" : $"{steps} steps of {TKernels.Outputs} values each";
            throw new ArgumentException($"{TKernels.Name} was given {count} sequences, so the outputs must have {expected} values ({what}), but they have {outputs}.", nameof(outputs));
        }

        return count;
    }
}
