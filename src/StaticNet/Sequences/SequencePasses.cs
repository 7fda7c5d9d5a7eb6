using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Activations;
using StaticNet.Layers;
using StaticNet.Losses;
using StaticNet.Numerics;
using StaticNet.Numerics.Words;

namespace StaticNet.Sequences;

/// <summary>
/// Loss and gradients of a network with memory. Sequences go through the network eight at a time, so that what is kept for the way back stays in
/// the cache; the gradients of the groups are added in order.
/// </summary>
/// <typeparam name="TKernels">The network's numbers and layers.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SequencePasses<TKernels, TOutput>
    where TKernels : struct, ISequenceKernels
    where TOutput : struct, IActivation
{
    private const int MinimumRows = 8;

    /// <summary>Loss and gradients of a batch of sequences.</summary>
    /// <param name="w">The network's parameters.</param>
    /// <param name="layout">Their layout.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="gradients">Receives the gradient.</param>
    /// <param name="accumulate">True to add.</param>
    /// <param name="states">[count, TrainingStateLength], or empty where states are not kept.</param>
    /// <param name="options">What the losses take.</param>
    /// <returns>The mean loss.</returns>
    public static float ComputeGradients(
        ref float w, ParameterLayout layout, in SequenceBatch batch, ParameterBuffer gradients, bool accumulate, Span<float> states, in LossOptions options)
    {
        if (gradients is null || gradients.Layout != layout)
        {
            ThrowHelper.ForeignGradients(TKernels.Name, gradients);
        }

        return Compute(ref w, in batch, gradients, accumulate, states, in options);
    }

    /// <summary>The loss of a batch of sequences; with a buffer also its gradients.</summary>
    /// <param name="w">The network's parameters.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="gradients">Receives the gradient; null for the loss alone.</param>
    /// <param name="accumulate">True to add.</param>
    /// <param name="states">[count, TrainingStateLength], or empty where states are not kept.</param>
    /// <param name="options">What the losses take.</param>
    /// <returns>The mean loss.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Compute(
        ref float w, in SequenceBatch batch, ParameterBuffer? gradients, bool accumulate, Span<float> states, in LossOptions options)
    {
        SequencePart? share = batch.Part;
        int count = share is { Totals: not null } ? SequenceRows<TKernels>.Count(batch.Inputs.Length, batch.Steps) : SequenceRows<TKernels>.Check(in batch);
        if (batch.Carry && states.IsEmpty)
        {
            throw new InvalidOperationException("Carry goes on with the state of a trainer's last step; call trainer.Step with this batch. The network itself keeps no state.");
        }

        SequenceTotals totals = share?.Totals ?? Totals(in batch, count, in options);
        if (share is { Group: < 0 })
        {
            share.Totals = totals;
            return 0;
        }

        if (gradients is not null && !accumulate)
        {
            gradients.Clear();
        }

        bool wholeBatch = TKernels.NeedsWholeBatch && batch.IsTraining;
        int group = wholeBatch ? count : Math.Min(SequencePart.GroupSize, count);
        if (wholeBatch && SequenceRows<TKernels>.RowsOf(batch.Steps, count) == 1)
        {
            ThrowHelper.BatchOfOne(TKernels.Name, "BatchNorm1d");
        }

        int stateLength = TKernels.TrainingStateLength;
        var memory = new SequenceMemory<TKernels>(batch.Steps, group);
        ref float f = ref Workspace.Take(memory.Length);
        ref float s = ref Unsafe.Add(ref f, TKernels.FixedLength);
        if (gradients is not null)
        {
            TKernels.Transpose(ref w, ref f, withInput: false);
        }

        double loss = 0;
        int begin = share is null ? 0 : share.Group * group, end = share is null ? count : Math.Min(begin + group, count);
        for (int first = begin; first < end; first += group)
        {
            int sequences = Math.Min(group, count - first);
            var part = new SequenceMemory<TKernels>(batch.Steps, sequences);
            ReadOnlySpan<int> lengths = batch.Lengths.IsEmpty ? default : batch.Lengths.Slice(first, sequences);
            int start = first * batch.Steps;
            SequenceRows<TKernels>.LoadInputs(batch.Inputs, batch.Steps, first, sequences, ref s, part.Capacity);
            if (batch.Carry)
            {
                TKernels.LoadStates(ref s, part.Capacity, ref states[first * stateLength], stateLength, sequences);
            }
            else
            {
                TKernels.ClearStates(ref s, part.Capacity, sequences);
            }

            TKernels.Train(ref w, ref f, ref s, part.Capacity, batch.Steps, sequences, batch.IsTraining, batch.DropoutSeed, start, lengths);
            if (!states.IsEmpty && stateLength > 0)
            {
                TKernels.SaveStates(ref s, part.Capacity, ref states[first * stateLength], stateLength, batch.Steps, sequences);
            }

            ref float dz = ref part.At(ref s, TKernels.GradientColumn);
            ref float gradient = ref gradients is null ? ref Unsafe.NullRef<float>() : ref dz;
            loss += LossOf(in batch, in options, in totals, ref f, ref s, part, first, ref gradient);
            if (gradients is not null)
            {
                int rows = SequenceRows<TKernels>.RowsOf(batch.Steps, sequences);
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dz, (nint)rows * TKernels.OutputStride), (Math.Max(rows, MinimumRows) - rows) * TKernels.OutputStride).Clear();
                ref float own = ref Unsafe.Add(ref f, TKernels.OwnGradients);
                MemoryMarshal.CreateSpan(ref own, TKernels.BufferLength).Clear();
                TKernels.Backward(ref w, ref f, ref s, ref own, part.Capacity, batch.Steps, sequences, batch.IsTraining, batch.DropoutSeed, start, lengths, withInput: false);
                Accumulation.Add(ref own, ref gradients.Reference, TKernels.BufferLength);
            }

            if (gradients is not null && batch.IsTraining)
            {
                TKernels.UpdateRunning(ref w, ref f, ref s, part.Capacity, SequenceRows<TKernels>.RowsOf(batch.Steps, sequences));
            }
        }

        if (share is not null)
        {
            share.Loss = loss;
        }

        return (float)loss;
    }

    /// <summary>Moves states on by some steps.</summary>
    /// <param name="w">The network's parameters.</param>
    /// <param name="inputs">[count, steps, inputs].</param>
    /// <param name="steps">Steps of each sequence.</param>
    /// <param name="states">[count, TrainingStateLength], in and out.</param>
    /// <param name="carry">False to begin with new states.</param>
    public static void Advance(ref float w, ReadOnlySpan<float> inputs, int steps, Span<float> states, bool carry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        int count = SequenceRows<TKernels>.Count(inputs.Length, steps);
        int stateLength = TKernels.TrainingStateLength;
        if (count == 0 || stateLength == 0)
        {
            return;
        }

        var memory = new SequenceMemory<TKernels>(steps, Math.Min(SequencePart.GroupSize, count));
        ref float f = ref Workspace.Take(memory.Length);
        ref float s = ref Unsafe.Add(ref f, TKernels.FixedLength);
        for (int first = 0; first < count; first += SequencePart.GroupSize)
        {
            int sequences = Math.Min(SequencePart.GroupSize, count - first);
            var part = new SequenceMemory<TKernels>(steps, sequences);
            SequenceRows<TKernels>.LoadInputs(inputs, steps, first, sequences, ref s, part.Capacity);
            if (carry)
            {
                TKernels.LoadStates(ref s, part.Capacity, ref states[first * stateLength], stateLength, sequences);
            }
            else
            {
                TKernels.ClearStates(ref s, part.Capacity, sequences);
            }

            TKernels.Train(ref w, ref f, ref s, part.Capacity, steps, sequences, isTraining: false, 0, 0, default);
            TKernels.SaveStates(ref s, part.Capacity, ref states[first * stateLength], stateLength, steps, sequences);
        }
    }

    private static SequenceTotals Totals(in SequenceBatch batch, int count, in LossOptions options) => new(
        SequenceRows<TKernels>.Divisor(in batch, count, in options),
        TKernels.NumberLoss == Loss.ErrorToSignal && !batch.HasLabels ? SignalEnergies.Of(in batch, count, TKernels.Outputs, options.PreEmphasis) : default);

    /// <summary>The loss of a group; unless <paramref name="gradient"/> is a null reference, also its gradient before the output activation.</summary>
    private static double LossOf(
        in SequenceBatch batch, in LossOptions options, in SequenceTotals totals, ref float f, ref float s, SequenceMemory<TKernels> part, int first, ref float gradient)
    {
        int sequences = part.Sequences;
        int rows = SequenceRows<TKernels>.RowsOf(batch.Steps, sequences);
        ref float z = ref part.At(ref s, TKernels.LastColumn);
        ref float y = ref part.At(ref s, TKernels.SpareColumn);
        Span<float> weights = part.Weights(ref f);
        bool hasWeights = SequenceRows<TKernels>.GatherWeights(in batch, first, sequences, weights);
        if (batch.HasLabels)
        {
            Span<int> labels = part.Labels(ref f);
            SequenceRows<TKernels>.GatherLabels(in batch, first, sequences, labels);
            var rowsOfLabels = new Batch(default, (ReadOnlySpan<int>)labels[..rows]) { SampleWeights = hasWeights ? weights[..rows] : default };
            return totals.Divisor == 0 ? Nothing(rows, ref gradient)
                : NetworkLoss<TKernels, TOutput>.Rows(ref z, ref y, rows, in rowsOfLabels, 0, in options, (float)(1 / totals.Divisor), ref gradient);
        }

        Span<float> targets = part.Targets(ref f);
        SequenceRows<TKernels>.GatherTargets(in batch, first, sequences, targets);
        if (totals.Divisor == 0)
        {
            return Nothing(rows, ref gradient);
        }

        if (TKernels.NumberLoss == Loss.ErrorToSignal)
        {
            ref float outputs = ref NetworkLoss<TKernels, TOutput>.Outputs(ref z, ref y, rows);
            double loss = ErrorToSignalLoss.Rows(
                ref outputs, TKernels.IsManyToOne ? 1 : batch.Steps, sequences, TKernels.Outputs, TKernels.OutputStride, targets, hasWeights ? weights[..rows] : default, in options, totals.Energies, ref gradient);
            if (!Unsafe.IsNullRef(ref gradient))
            {
                NetworkLoss<TKernels, TOutput>.OutputGradient(ref z, ref y, rows, ref gradient);
            }

            return loss;
        }

        var rowsOfTargets = new Batch(default, (ReadOnlySpan<float>)targets[..(rows * TKernels.Outputs)]) { SampleWeights = hasWeights ? weights[..rows] : default };
        return NetworkLoss<TKernels, TOutput>.Rows(ref z, ref y, rows, in rowsOfTargets, 0, in options, (float)(1 / totals.Divisor), ref gradient);
    }

    // No step counts.
    private static double Nothing(int rows, ref float gradient)
    {
        if (!Unsafe.IsNullRef(ref gradient))
        {
            MemoryMarshal.CreateSpan(ref gradient, rows * TKernels.OutputStride).Clear();
        }

        return 0;
    }
}
