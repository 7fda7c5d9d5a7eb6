using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Activations;
using StaticNet.Layers;
using StaticNet.Losses;

namespace StaticNet.Numerics.Words;

/// <summary>Loss and gradients of a network that computes matrices: checks, scale, blocks of rows, sums of their gradients.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowPasses<TKernels, TOutput>
    where TKernels : struct, IRowKernels
    where TOutput : struct, IActivation
{
    /// <summary>Kernels work on blocks of this many rows at least; rows of zeros fill them.</summary>
    private const int MinimumRows = 8;

    /// <summary>The mean loss of a batch.</summary>
    public static float ComputeLoss(ref float w, in Batch batch, in LossOptions options)
    {
        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        return count == 0 ? 0f : (float)Loss(ref w, in batch, count, new DeclaredLoss<TKernels, TOutput>(in options));
    }

    /// <summary>The mean loss of a batch and its gradient.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="batch">Rows with targets or labels.</param>
    /// <param name="gradients">Overwritten, or added to.</param>
    /// <param name="accumulate">Whether they are added to.</param>
    /// <param name="options">What the network's losses take.</param>
    public static float ComputeGradients(
        ref float w, ParameterLayout layout, in Batch batch, ParameterBuffer gradients, bool accumulate, in LossOptions options)
    {
        GradientLengths.Check(TKernels.Name, layout, gradients);
        if (batch.Part?.OutputLoss is { } loss)
        {
            return batch.Finish(Gradients(
                ref w, in batch, batch.Inputs.Length / TKernels.Inputs, ref gradients.Reference, accumulate, new OutputRows<TKernels, TOutput>(loss), loss.InputGradients));
        }

        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        if (count == 0)
        {
            if (!accumulate)
            {
                gradients.Clear();
            }

            return 0f;
        }

        return batch.Finish(Gradients(
            ref w, in batch, count, ref gradients.Reference, accumulate, new DeclaredLoss<TKernels, TOutput>(in options), default));
    }

    /// <summary>The vector-Jacobian product of one row.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="input">[inputs].</param>
    /// <param name="outputGradient">[outputs].</param>
    /// <param name="gradients">Added to.</param>
    /// <param name="inputGradient">[inputs], overwritten, or empty.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the gradients are of another network.</exception>
    public static void Backward(
        ref float w, ParameterLayout layout, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient)
    {
        GradientLengths.CheckSample<TKernels>(layout, input.Length, outputGradient.Length, gradients, inputGradient.Length);
        var batch = new Batch(input, outputGradient);
        Gradients(ref w, in batch, 1, ref gradients.Reference, accumulate: true, default(OutputRows<TKernels, TOutput>), inputGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Loss<TLoss>(ref float w, in Batch batch, int count, in TLoss loss)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        int capacity = CapacityFor(in batch, count);
        float scale = loss.Scale(in batch, count);
        ref float x = ref MemoryMarshal.GetReference(batch.Inputs);
        ref float f = ref Scratch(capacity);
        ref float s = ref Unsafe.Add(ref f, TKernels.FixedLength);
        double sum = 0;
        for (int start = 0; start < count; start += capacity)
        {
            int rows = Math.Min(capacity, count - start);
            int blockRows = Math.Max(rows, MinimumRows);
            ref float block = ref Block(ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), rows, blockRows, ref f, ref s);
            TKernels.ForwardRows(ref block, ref w, ref f, ref s, capacity, rows, blockRows, batch.IsTraining, batch.DropoutSeed, start);
            sum += loss.Rows(
                ref Matrix(ref s, capacity, TKernels.LastColumn), ref Matrix(ref s, capacity, TKernels.OutputColumn), rows, in batch, start, scale,
                ref Unsafe.NullRef<float>());
        }

        return sum;
    }

    // Not inlined: a caller that holds all of it has no budget left for inlining the kernels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Gradients<TLoss>(
        ref float w, in Batch batch, int count, ref float g, bool accumulate, in TLoss loss, Span<float> inputGradients)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        int capacity = CapacityFor(in batch, count);
        float scale = loss.Scale(in batch, count);
        bool withInput = !inputGradients.IsEmpty;
        ref float x = ref MemoryMarshal.GetReference(batch.Inputs);
        ref float f = ref Scratch(capacity);
        ref float s = ref Unsafe.Add(ref f, TKernels.FixedLength);
        ref float own = ref Unsafe.Add(ref f, TKernels.Own);
        ref float dz = ref Matrix(ref s, capacity, TKernels.GradientColumn);
        TKernels.Transpose(ref w, ref f, withInput);
        double sum = 0;
        for (int start = 0; start < count; start += capacity)
        {
            int rows = Math.Min(capacity, count - start);
            int blockRows = Math.Max(rows, MinimumRows);
            ref float block = ref Block(ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), rows, blockRows, ref f, ref s);
            TKernels.ForwardRows(ref block, ref w, ref f, ref s, capacity, rows, blockRows, batch.IsTraining, batch.DropoutSeed, start);
            sum += loss.Rows(
                ref Matrix(ref s, capacity, TKernels.LastColumn), ref Matrix(ref s, capacity, TKernels.OutputColumn), rows, in batch, start, scale, ref dz);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dz, (nint)rows * TKernels.OutputStride), (blockRows - rows) * TKernels.OutputStride).Clear();
            bool overwrites = start == 0 && !accumulate;
            if (!overwrites)
            {
                MemoryMarshal.CreateSpan(ref own, TKernels.Length).Clear();
            }

            ref float target = ref overwrites ? ref g : ref own;
            TKernels.BackwardRows(
                ref block, ref w, ref f, ref s, ref target, capacity, rows, blockRows, batch.IsTraining, batch.DropoutSeed, start, withInput);
            if (!overwrites)
            {
                Accumulation.Add(ref own, ref g, TKernels.Length);
            }

            if (withInput)
            {
                TKernels.InputGradients(
                    ref w, ref s, capacity, rows, ref MemoryMarshal.GetReference(inputGradients.Slice(start * TKernels.Inputs, rows * TKernels.Inputs)));
            }
        }

        if (batch.IsTraining)
        {
            TKernels.UpdateRunning(ref w, ref f, count);
        }

        return sum;
    }

    /// <summary>The height of the matrices. Statistics of a batch need all of it at once.</summary>
    private static int CapacityFor(in Batch batch, int count)
    {
        if (TKernels.WholeBatchLayer is null || !batch.IsTraining)
        {
            return TKernels.Capacity;
        }

        if (count == 1)
        {
            ThrowHelper.BatchOfOne(TKernels.Name, TKernels.WholeBatchLayer);
        }

        return Math.Max(TKernels.Capacity, (count + 7) & ~7);
    }

    private static ref float Scratch(int capacity) => ref Workspace.Take(checked(TKernels.FixedLength + (capacity * TKernels.Columns)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Matrix(ref float s, int capacity, int column) => ref Unsafe.Add(ref s, (nint)capacity * column);

    /// <summary>The block's inputs: where they lie, or copied where kernels want another stride or more rows.</summary>
    private static ref float Block(ref float x, int rows, int blockRows, ref float f, ref float s)
    {
        if (TKernels.PaddedInputs >= 0 && rows == blockRows)
        {
            return ref x;
        }

        ref float block = ref TKernels.PaddedInputs >= 0 ? ref Unsafe.Add(ref f, TKernels.PaddedInputs) : ref s;
        JoinRows.Load(ref x, rows, TKernels.Inputs, ref block, TKernels.InputStride, blockRows);
        return ref block;
    }
}
