using System;
using System.ComponentModel;
using StaticNet.Layers;

namespace StaticNet;

/// <summary>
/// Rows to train or evaluate on: inputs [count, InputSize] with either numbers [count, OutputSize] or one class label per row
/// as targets. A view, not a copy.
/// </summary>
public readonly ref struct Batch
{
    /// <summary>Rows with numbers as targets.</summary>
    [RealTime]
    public Batch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>Rows with class labels as targets.</summary>
    [RealTime]
    public Batch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        Inputs = inputs;
        Labels = labels;
        HasLabels = true;
    }

    /// <summary>
    /// The label of a row that does not count under cross-entropy and negative log-likelihood, as PyTorch's <c>ignore_index</c>: its loss and gradient are 0,
    /// and the mean is over the other rows. A batch of such rows alone has the loss 0 and gradients of 0 (in PyTorch NaN); a trainer takes its step,
    /// so that weight decay and momentum go on as in any other.
    /// </summary>
    public const int IgnoreLabel = -100;

    /// <summary>[count, InputSize], row-major.</summary>
    public ReadOnlySpan<float> Inputs { get; }

    /// <summary>[count, OutputSize], row-major; empty with labels.</summary>
    public ReadOnlySpan<float> Targets { get; }

    /// <summary>[count]; empty with numbers.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>True where <see cref="Labels"/> are the targets.</summary>
    public bool HasLabels { get; }

    /// <summary>[count], or empty: each row's loss and gradient is multiplied by its weight; the mean is still over the number of rows.</summary>
    public ReadOnlySpan<float> SampleWeights { get; init; }

    /// <summary>True while training: dropout drops, batch normalization uses and updates batch statistics.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Selects the dropout masks of this step; equal seeds give equal masks.</summary>
    public ulong DropoutSeed { get; init; }

    /// <summary>Where these rows are one block of a larger batch: the factor of the whole batch's mean; null otherwise. <see cref="GradientBlocks"/> sets it.</summary>
    public BatchPart? Part { get; init; }

    /// <summary>Rows [start, start + rows) of this batch, with the dropout masks that they have there.</summary>
    internal Batch Slice(int start, int rows, int inputSize, int outputSize)
    {
        ReadOnlySpan<float> inputs = Inputs.Slice(start * inputSize, rows * inputSize);
        ReadOnlySpan<float> weights = SampleWeights.IsEmpty ? default : SampleWeights.Slice(start, rows);
        ulong seed = DropoutRows.SeedAt(DropoutSeed, start);
        return HasLabels
            ? new Batch(inputs, Labels.Slice(start, rows)) { SampleWeights = weights, IsTraining = IsTraining, DropoutSeed = seed, Part = Part }
            : new Batch(inputs, Targets.Slice(start * outputSize, rows * outputSize)) { SampleWeights = weights, IsTraining = IsTraining, DropoutSeed = seed, Part = Part };
    }

    /// <summary>The return value of <c>ComputeGradients</c>: the loss, kept in double where these rows are a block of a batch. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public float Finish(double loss)
    {
        if (Part != null)
        {
            Part.Loss = loss;
        }

        return (float)loss;
    }
}
