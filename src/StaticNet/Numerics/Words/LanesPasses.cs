using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;
using StaticNet.Losses;

namespace StaticNet.Numerics.Words;

/// <summary>Loss and gradients of a small network: one sample without loops, more with sixteen samples in lanes.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LanesPasses<TKernels, TOutput>
    where TKernels : struct, ILanesKernels
    where TOutput : struct, IActivation
{
    /// <summary>The mean loss of a batch.</summary>
    public static float ComputeLoss(ref float w, in Batch batch, in LossOptions options)
    {
        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        return count == 0 ? 0f : (float)Losses(ref w, in batch, count, new DeclaredLoss<TKernels, TOutput>(in options));
    }

    /// <summary>Whether a batch is one labeled sample whose gradients are wanted alone.</summary>
    /// <exception cref="ArgumentException">It is, and the label is out of range.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOneLabel(in Batch batch, bool accumulate)
    {
        if (!batch.HasLabels || batch.Labels.Length != 1 || batch.Inputs.Length != TKernels.Inputs || !batch.SampleWeights.IsEmpty || batch.Part != null || accumulate)
        {
            return false;
        }

        LabelCheck.Validate(batch.Labels, TKernels.Outputs, TKernels.LabelLoss);
        return batch.Labels[0] != Batch.IgnoreLabel;
    }

    /// <summary>One sample forward and backward, in the vectors of this processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sample<TLoss>(ref float x, ref float w, ref float s, ref float g, in TLoss loss)
        where TLoss : struct, ISampleLoss, allows ref struct => Vector256.IsHardwareAccelerated
        ? TKernels.Sample<Words256, Vector256<float>, TLoss>(ref x, ref w, ref s, ref g, in loss)
        : TKernels.Sample<Halves8, TwoVectors, TLoss>(ref x, ref w, ref s, ref g, in loss);

    /// <summary>The mean loss of a batch and its gradient.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="batch">Rows with targets or labels.</param>
    /// <param name="g">The gradient: overwritten, or added to.</param>
    /// <param name="accumulate">Whether it is added to.</param>
    /// <param name="options">What the network's losses take.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float ComputeGradients(ref float w, in Batch batch, ref float g, bool accumulate, in LossOptions options)
    {
        if (batch.Part?.OutputLoss is { } outputLoss)
        {
            return batch.Finish(Gradients(
                ref w, in batch, batch.Inputs.Length / TKernels.Inputs, ref g, accumulate, new OutputRows<TKernels, TOutput>(outputLoss), outputLoss.InputGradients));
        }

        if (IsOneSquaredError(in batch, accumulate, in options))
        {
            return (float)Sample(
                ref MemoryMarshal.GetReference(batch.Inputs), ref w, ref Workspace.Take(TKernels.ScratchLength), ref g,
                new SquaredErrorLoss<TKernels>(ref MemoryMarshal.GetReference(batch.Targets)));
        }

        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        if (count == 0)
        {
            if (!accumulate)
            {
                MemoryMarshal.CreateSpan(ref g, TKernels.Length).Clear();
            }

            return 0f;
        }

        return batch.Finish(Gradients(ref w, in batch, count, ref g, accumulate, new DeclaredLoss<TKernels, TOutput>(in options), default));
    }

    /// <summary>The vector-Jacobian product of one sample.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="input">[inputs].</param>
    /// <param name="outputGradient">[outputs].</param>
    /// <param name="gradients">Added to.</param>
    /// <param name="inputGradient">[inputs], overwritten, or empty.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the gradients are of another network.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ref float w, ParameterLayout layout, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient)
    {
        GradientLengths.CheckSample<TKernels>(layout, input.Length, outputGradient.Length, gradients, inputGradient.Length);
        var batch = new Batch(input, outputGradient);
        ref float s = ref Workspace.Take(TKernels.ScratchLength);
        One(ref w, ref s, in batch, 0, ref gradients.Reference, accumulate: true, default(OutputRows<TKernels, TOutput>), 1f, inputGradient);
    }

    /// <summary>Whether a batch is one sample with up to four targets, under the squared error of plain outputs, whose gradients are wanted alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOneSquaredError(in Batch batch, bool accumulate, in LossOptions options) =>
        TKernels.NumberLoss == Loss.MeanSquaredError && TKernels.Outputs <= 4 && TKernels.Heads is null
        && TKernels.RowActivation == Activation.Identity && typeof(TOutput) == typeof(IdentityOperator)
        && !accumulate && !batch.HasLabels && batch.Targets.Length == TKernels.Outputs && batch.Inputs.Length == TKernels.Inputs
        && batch.SampleWeights.IsEmpty && batch.Part is null && options.OutputWeights is null && options.MissingTargets == MissingTargets.Throw;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Losses<TLoss>(ref float w, in Batch batch, int count, in TLoss loss)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        float scale = loss.Scale(in batch, count);
        ref float x = ref MemoryMarshal.GetReference(batch.Inputs);
        ref float s = ref Workspace.Take(TKernels.ScratchLength);
        double sum = 0;
        for (int start = 0; start < count; start += Lanes.Count)
        {
            int rows = Math.Min(Lanes.Count, count - start);
            ForwardBlock(ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), rows, ref w, ref s);
            sum += loss.Rows(ref Unsafe.Add(ref s, TKernels.Rows), ref Unsafe.Add(ref s, TKernels.RowOutputs), rows, in batch, start, scale, ref Unsafe.NullRef<float>());
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Gradients<TLoss>(ref float w, in Batch batch, int count, ref float g, bool accumulate, in TLoss loss, Span<float> inputGradients)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        float scale = loss.Scale(in batch, count);
        double sum = 0;
        for (int start = 0; start < count; start += Lanes.GradientRows)
        {
            sum += Block(ref w, in batch, start, Math.Min(Lanes.GradientRows, count - start), ref g, accumulate || start > 0, in loss, scale, inputGradients);
        }

        return sum;
    }

    /// <summary>The summed loss of up to <see cref="Lanes.GradientRows"/> rows and its gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Block<TLoss>(
        ref float w, in Batch batch, int first, int count, ref float g, bool accumulate, in TLoss loss, float scale, Span<float> inputGradients)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        ref float s = ref Workspace.Take(TKernels.ScratchLength);
        if (count == 1)
        {
            return One(ref w, ref s, in batch, first, ref g, accumulate, in loss, scale, inputGradients);
        }

        ref float x = ref MemoryMarshal.GetReference(batch.Inputs);
        ref float rowGradient = ref Unsafe.Add(ref s, TKernels.RowGradient);
        ref float sums = ref Unsafe.Add(ref s, TKernels.Sums);
        MemoryMarshal.CreateSpan(ref sums, TKernels.Length * Lanes.Count).Clear();
        double sum = 0;
        for (int start = first; start < first + count; start += Lanes.Count)
        {
            int rows = Math.Min(Lanes.Count, first + count - start);
            ForwardBlock(ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), rows, ref w, ref s);
            sum += loss.Rows(ref Unsafe.Add(ref s, TKernels.Rows), ref Unsafe.Add(ref s, TKernels.RowOutputs), rows, in batch, start, scale, ref rowGradient);
            if (rows < Lanes.Count)
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rowGradient, rows * TKernels.OutputStride), (Lanes.Count - rows) * TKernels.OutputStride).Clear();
            }

            Lanes.FromRows(ref rowGradient, TKernels.OutputStride, ref Unsafe.Add(ref s, TKernels.Gradient));
            BackwardBlock(ref w, ref s);
            if (!inputGradients.IsEmpty)
            {
                LanesInputGradient<TKernels>.Compute(ref w, ref s, inputGradients.Slice(start * TKernels.Inputs, rows * TKernels.Inputs));
            }
        }

        Lanes.Reduce(ref sums, TKernels.Length, ref g, accumulate);
        return sum;
    }

    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double One<TLoss>(
        ref float w, ref float s, in Batch batch, int row, ref float g, bool accumulate, in TLoss loss, float scale, Span<float> inputGradients)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(batch.Inputs), (nint)row * TKernels.Inputs);
        var one = new RowSample<TKernels, TLoss>(in batch, row, in loss, scale);
        double value = accumulate ? Added(ref x, ref w, ref s, ref g, in one) : Sample(ref x, ref w, ref s, ref g, in one);
        if (!inputGradients.IsEmpty)
        {
            InputGradient.Compute(
                ref Unsafe.Add(ref w, TKernels.FirstWeights), TKernels.Inputs, TKernels.FirstOutputs, TKernels.FirstTileWidth,
                ref Unsafe.Add(ref s, TKernels.Gradient), inputGradients.Slice(row * TKernels.Inputs, TKernels.Inputs));
        }

        return value;
    }

    /// <summary>One sample into a gradient of the pass's own, which is added to the caller's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Added<TLoss>(ref float x, ref float w, ref float s, ref float g, in TLoss loss)
        where TLoss : struct, ISampleLoss, allows ref struct
    {
        ref float own = ref Unsafe.Add(ref s, TKernels.Own);
        MemoryMarshal.CreateSpan(ref own, TKernels.Length).Clear();
        double value = Sample(ref x, ref w, ref s, ref own, in loss);
        Accumulation.Add(ref own, ref g, TKernels.Length);
        return value;
    }

    /// <summary>Up to sixteen rows through all layers; the last layer's values become rows again for the loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardBlock(ref float x, int rows, ref float w, ref float s)
    {
        ref float block = ref x;
        if (rows < Lanes.Count)
        {
            block = ref Unsafe.Add(ref s, TKernels.PaddedInputs);
            Span<float> padded = MemoryMarshal.CreateSpan(ref block, Lanes.Count * TKernels.Inputs);
            MemoryMarshal.CreateReadOnlySpan(ref x, rows * TKernels.Inputs).CopyTo(padded);
            padded.Slice(rows * TKernels.Inputs).Clear();
        }

        Lanes.FromRows(ref block, TKernels.Inputs, ref s);
        if (Vector512.IsHardwareAccelerated)
        {
            TKernels.ForwardLanes<Words512, Vector512<float>, ForTraining>(ref w, ref s);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            TKernels.ForwardLanes<Words256, Vector256<float>, ForTraining>(ref w, ref s);
        }
        else
        {
            TKernels.ForwardLanes<Words128, Vector128<float>, ForTraining>(ref w, ref s);
        }

        Lanes.ToPaddedRows(ref Unsafe.Add(ref s, TKernels.LastLanes), TKernels.OutputStride, ref Unsafe.Add(ref s, TKernels.Rows));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardBlock(ref float w, ref float s)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            TKernels.BackwardLanes<Words512, Vector512<float>>(ref w, ref s);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            TKernels.BackwardLanes<Words256, Vector256<float>>(ref w, ref s);
        }
        else
        {
            TKernels.BackwardLanes<Words128, Vector128<float>>(ref w, ref s);
        }
    }
}
