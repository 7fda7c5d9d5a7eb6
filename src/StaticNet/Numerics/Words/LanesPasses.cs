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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float ComputeLoss(ref float w, in Batch batch, in LossOptions options)
    {
        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        if (count == 0)
        {
            return 0f;
        }

        float scale = batch.Part?.Scale ?? NetworkLoss<TKernels, TOutput>.Scale(in batch, count, in options);
        ref float x = ref MemoryMarshal.GetReference(batch.Inputs);
        ref float s = ref Workspace.Take(TKernels.ScratchLength);
        double loss = 0;
        for (int start = 0; start < count; start += Lanes.Count)
        {
            int rows = Math.Min(Lanes.Count, count - start);
            ForwardBlock(ref Unsafe.Add(ref x, start * TKernels.Inputs), rows, ref w, ref s);
            loss += Loss(ref s, rows, in batch, start, in options, scale, ref Unsafe.NullRef<float>());
        }

        return (float)loss;
    }

    /// <summary>Whether a batch is one labelled sample whose gradients are wanted alone.</summary>
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
        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        if (count == 0)
        {
            if (!accumulate)
            {
                MemoryMarshal.CreateSpan(ref g, TKernels.Length).Clear();
            }

            return 0f;
        }

        float scale = batch.Part?.Scale ?? NetworkLoss<TKernels, TOutput>.Scale(in batch, count, in options);
        if (count <= Lanes.GradientRows)
        {
            return batch.Finish(Block(ref w, in batch, count, ref g, accumulate, in options, scale));
        }

        double loss = 0;
        for (int start = 0; start < count; start += Lanes.GradientRows)
        {
            int rows = Math.Min(Lanes.GradientRows, count - start);
            loss += Block(ref w, batch.Slice(start, rows, TKernels.Inputs, TKernels.Outputs), rows, ref g, accumulate || start > 0, in options, scale);
        }

        return batch.Finish(loss);
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
        ref float s = ref Workspace.Take(TKernels.ScratchLength);
        var given = new GivenGradient<TKernels, TOutput>(outputGradient);
        Added(ref MemoryMarshal.GetReference(input), ref w, ref s, ref gradients.Reference, in given);
        if (!inputGradient.IsEmpty)
        {
            InputGradient.Compute(
                ref Unsafe.Add(ref w, TKernels.FirstWeights), TKernels.Inputs, TKernels.FirstOutputs, TKernels.FirstTileWidth,
                ref Unsafe.Add(ref s, TKernels.Gradient), inputGradient);
        }
    }

    /// <summary>The summed loss of up to <see cref="Lanes.GradientRows"/> rows and its gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Block(ref float w, in Batch batch, int count, ref float g, bool accumulate, in LossOptions options, float scale)
    {
        ref float x = ref MemoryMarshal.GetReference(batch.Inputs);
        ref float s = ref Workspace.Take(TKernels.ScratchLength);
        if (count == 1)
        {
            var one = new BatchLoss<TKernels, TOutput>(batch, in options, scale);
            return accumulate ? Added(ref x, ref w, ref s, ref g, in one) : Sample(ref x, ref w, ref s, ref g, in one);
        }

        ref float rowGradient = ref Unsafe.Add(ref s, TKernels.RowGradient);
        ref float sums = ref Unsafe.Add(ref s, TKernels.Sums);
        MemoryMarshal.CreateSpan(ref sums, TKernels.Length * Lanes.Count).Clear();
        double loss = 0;
        for (int start = 0; start < count; start += Lanes.Count)
        {
            int rows = Math.Min(Lanes.Count, count - start);
            ForwardBlock(ref Unsafe.Add(ref x, start * TKernels.Inputs), rows, ref w, ref s);
            loss += Loss(ref s, rows, in batch, start, in options, scale, ref rowGradient);
            if (rows < Lanes.Count)
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref rowGradient, rows * TKernels.OutputStride), (Lanes.Count - rows) * TKernels.OutputStride).Clear();
            }

            Lanes.FromRows(ref rowGradient, TKernels.OutputStride, ref Unsafe.Add(ref s, TKernels.Gradient));
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

        Lanes.Reduce(ref sums, TKernels.Length, ref g, accumulate);
        return loss;
    }

    /// <summary>One sample into a gradient of the pass's own, which is added to the caller's.</summary>
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

    private static double Loss(ref float s, int rows, in Batch batch, int start, in LossOptions options, float scale, ref float gradient) =>
        NetworkLoss<TKernels, TOutput>.Rows(
            ref Unsafe.Add(ref s, TKernels.Rows), ref Unsafe.Add(ref s, TKernels.RowOutputs), rows, in batch, start, in options, scale, ref gradient);
}
