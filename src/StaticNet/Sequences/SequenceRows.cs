using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Layers;
using StaticNet.Losses;

namespace StaticNet.Sequences;

/// <summary>From the user's order, [count, steps, …], to rows that are time-major; which of them count, and whether lengths fit.</summary>
internal static class SequenceRows<TKernels>
    where TKernels : struct, ISequenceKernels
{
    /// <summary>Rows of outputs of some sequences.</summary>
    public static int RowsOf(int steps, int sequences) => TKernels.IsManyToOne ? sequences : steps * sequences;

    /// <summary>The number of sequences.</summary>
    public static int Count(int inputs, int steps)
    {
        long each = (long)steps * TKernels.Inputs;
        int count = (int)(inputs / each);
        return inputs == count * each
            ? count
            : throw new ArgumentException($"{TKernels.Name} reads sequences of {steps} steps of {TKernels.Inputs} values, but the inputs have {inputs} values, which is no whole number of sequences ({each} values each).", nameof(inputs));
    }

    /// <summary>Checks a batch; returns the number of sequences.</summary>
    public static int Check(in SequenceBatch batch)
    {
        if (batch.Steps < 1)
        {
            throw new ArgumentException($"A batch of sequences has {batch.Steps} steps; at least 1 is needed.", nameof(batch));
        }

        int count = Count(batch.Inputs.Length, batch.Steps);
        if (count == 0)
        {
            throw new ArgumentException("The batch has no sequences; at least one is needed.", nameof(batch));
        }

        int rows = RowsOf(batch.Steps, count);
        string shape = TKernels.IsManyToOne ? "one per sequence" : "one per step";
        if (batch.HasLabels)
        {
            if (TKernels.LabelLoss == Loss.Auto)
            {
                ThrowHelper.LabelsNotSupported(TKernels.Name, TKernels.NumberLoss.ToString());
            }

            if (batch.Labels.Length != rows)
            {
                throw new ArgumentException($"{TKernels.Name} was given {count} sequences of {batch.Steps} steps, so there must be {rows} labels ({shape}), but there are {batch.Labels.Length}.", nameof(batch));
            }

            LabelCheck.Validate(batch.Labels, TKernels.Outputs == 1 && TKernels.LabelLoss is Loss.BinaryCrossEntropy or Loss.Perceptron ? 2 : TKernels.Outputs, TKernels.LabelLoss);
        }
        else if (batch.Targets.Length != (long)rows * TKernels.Outputs)
        {
            throw new ArgumentException($"{TKernels.Name} was given {count} sequences of {batch.Steps} steps, so the targets must have {(long)rows * TKernels.Outputs} values ({TKernels.Outputs} each, {shape}), but they have {batch.Targets.Length}.", nameof(batch));
        }

        CheckLengths(in batch, count);
        if (!batch.StepWeights.IsEmpty && batch.StepWeights.Length != rows)
        {
            throw new ArgumentException($"{TKernels.Name} was given {count} sequences of {batch.Steps} steps, so there must be {rows} StepWeights ({shape}), but there are {batch.StepWeights.Length}.", nameof(batch));
        }

        return count;
    }

    /// <summary>What the summed loss is divided by: the rows that count, the sum of their class weights, rows times outputs, or the targets that are there, as the loss defines its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Divisor(in SequenceBatch batch, int count, in LossOptions options)
    {
        bool mayIgnore = batch.HasLabels && TKernels.LabelLoss is not (Loss.BinaryCrossEntropy or Loss.Perceptron);
        bool mayMiss = !batch.HasLabels && PresentTargets.MayMiss(TKernels.NumberLoss, in options);
        double sum = 0;
        int steps = TKernels.IsManyToOne ? 1 : batch.Steps;
        for (int sequence = 0; sequence < count; sequence++)
        {
            for (int step = 0; step < steps; step++)
            {
                int label = mayIgnore ? batch.Labels[(sequence * steps) + step] : 0;
                if (label != Batch.IgnoreLabel && Counts(in batch, sequence, step))
                {
                    sum += mayMiss ? PresentTargets.Count(batch.Targets.Slice(((sequence * steps) + step) * TKernels.Outputs, TKernels.Outputs))
                        : mayIgnore && options.ClassWeights is { } weights ? weights[label] : 1;
                }
            }
        }

        bool perRow = mayMiss || batch.HasLabels || TKernels.NumberLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence;
        return perRow ? sum : sum * TKernels.Outputs;
    }

    /// <summary>The inputs as rows; zeros behind the values, and in rows behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadInputs(ReadOnlySpan<float> inputs, int steps, int first, int sequences, ref float s, int capacity)
    {
        int size = TKernels.Inputs, stride = TKernels.InputStride;
        for (int b = 0; b < sequences; b++)
        {
            ref float from = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), (nint)(first + b) * steps * size);
            for (int t = 0; t < steps; t++)
            {
                JoinRows.Columns(ref Unsafe.Add(ref from, (nint)t * size), size, size, ref Unsafe.Add(ref s, (((nint)t * sequences) + b) * stride), stride, 1);
            }
        }

        int rows = steps * sequences;
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref s, (nint)rows * stride), (capacity - rows) * stride).Clear();
    }

    /// <summary>The targets as rows; 0 where they do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GatherTargets(in SequenceBatch batch, int first, int sequences, Span<float> targets)
    {
        int steps = TKernels.IsManyToOne ? 1 : batch.Steps, size = TKernels.Outputs;
        for (int b = 0; b < sequences; b++)
        {
            for (int t = 0; t < steps; t++)
            {
                Span<float> to = targets.Slice(((t * sequences) + b) * size, size);
                if (Counts(in batch, first + b, t))
                {
                    batch.Targets.Slice((((first + b) * steps) + t) * size, size).CopyTo(to);
                }
                else
                {
                    to.Clear();
                }
            }
        }
    }

    /// <summary>The labels as rows.</summary>
    public static void GatherLabels(in SequenceBatch batch, int first, int sequences, Span<int> labels)
    {
        int steps = TKernels.IsManyToOne ? 1 : batch.Steps;
        for (int b = 0; b < sequences; b++)
        {
            for (int t = 0; t < steps; t++)
            {
                labels[(t * sequences) + b] = batch.Labels[((first + b) * steps) + t];
            }
        }
    }

    /// <summary>The weights as rows, 0 where they do not count; false where all are 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool GatherWeights(in SequenceBatch batch, int first, int sequences, Span<float> weights)
    {
        if (batch.StepWeights.IsEmpty && (batch.Lengths.IsEmpty || TKernels.IsManyToOne))
        {
            return false;
        }

        int steps = TKernels.IsManyToOne ? 1 : batch.Steps;
        for (int b = 0; b < sequences; b++)
        {
            for (int t = 0; t < steps; t++)
            {
                weights[(t * sequences) + b] = !Counts(in batch, first + b, t) ? 0
                    : batch.StepWeights.IsEmpty ? 1 : batch.StepWeights[((first + b) * steps) + t];
            }
        }

        return true;
    }

    private static bool Counts(in SequenceBatch batch, int sequence, int step) => TKernels.IsManyToOne
        ? batch.StepWeights.IsEmpty || batch.StepWeights[sequence] != 0
        : (batch.Lengths.IsEmpty || step < batch.Lengths[sequence])
            && (batch.StepWeights.IsEmpty || batch.StepWeights[(sequence * batch.Steps) + step] != 0);

    private static void CheckLengths(in SequenceBatch batch, int count)
    {
        if (batch.Lengths.IsEmpty)
        {
            return;
        }

        if (batch.Lengths.Length != count)
        {
            throw new ArgumentException($"The batch has {count} sequences, but {batch.Lengths.Length} Lengths; give one per sequence, or none.", nameof(batch));
        }

        int least = TKernels.IsManyToOne ? 1 : 0;
        for (int i = 0; i < count; i++)
        {
            if (batch.Lengths[i] < least || batch.Lengths[i] > batch.Steps)
            {
                throw new ArgumentException($"The length of sequence {i} is {batch.Lengths[i]}; it must be from {least} to {batch.Steps}, the number of steps.", nameof(batch));
            }
        }
    }
}
