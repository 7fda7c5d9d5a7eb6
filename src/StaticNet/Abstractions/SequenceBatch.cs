using System;
using StaticNet.Sequences;

namespace StaticNet;

/// <summary>
/// Sequences to train or evaluate on, all with the same number of steps: inputs [count, steps, InputSize] with numbers or class labels as
/// targets. A view, not a copy.
/// </summary>
public readonly ref struct SequenceBatch
{
    /// <summary>Sequences with numbers as targets.</summary>
    /// <param name="inputs">[count, steps, InputSize].</param>
    /// <param name="targets">[count, steps, OutputSize]; many to one [count, OutputSize].</param>
    /// <param name="steps">Steps of each sequence, 1 or more.</param>
    public SequenceBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int steps)
    {
        Inputs = inputs;
        Targets = targets;
        Steps = steps;
    }

    /// <summary>Sequences with class labels as targets.</summary>
    /// <param name="inputs">[count, steps, InputSize].</param>
    /// <param name="labels">[count] for a network that is many to one, otherwise [count, steps].</param>
    /// <param name="steps">Steps of each sequence, 1 or more.</param>
    public SequenceBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int steps)
    {
        Inputs = inputs;
        Labels = labels;
        Steps = steps;
        HasLabels = true;
    }

    /// <summary>[count, steps, InputSize].</summary>
    public ReadOnlySpan<float> Inputs { get; }

    /// <summary>[count, steps, OutputSize], many to one [count, OutputSize]; empty with labels.</summary>
    public ReadOnlySpan<float> Targets { get; }

    /// <summary>[count, steps], many to one [count]; empty with numbers.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Steps of each sequence.</summary>
    public int Steps { get; }

    /// <summary>True where <see cref="Labels"/> are the targets.</summary>
    public bool HasLabels { get; }

    /// <summary>
    /// [count], or empty: how many steps of each sequence there are; the rest is padding that counts for neither loss nor gradient. Many to one
    /// reads the steps up to there, 1 or more. The state that is carried on is that behind the padding.
    /// </summary>
    public ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>
    /// [count, steps], many to one [count], or empty: each step's loss and gradient is multiplied by its weight. Steps of weight 0 do not count:
    /// the mean is over the number of others.
    /// </summary>
    public ReadOnlySpan<float> StepWeights { get; init; }

    /// <summary>True where the sequences go on where those of the trainer's last step ended; no gradient passes into that (PyTorch's <c>detach</c>).</summary>
    public bool Carry { get; init; }

    /// <summary>True while training: dropout drops, batch normalization uses and updates batch statistics. A trainer sets it.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Selects the dropout masks of this step; equal seeds give equal masks. A trainer sets it.</summary>
    public ulong DropoutSeed { get; init; }

    /// <summary>Where the sequences are computed in groups, on several threads: which of them is meant; null otherwise.</summary>
    internal SequencePart? Part { get; init; }
}
