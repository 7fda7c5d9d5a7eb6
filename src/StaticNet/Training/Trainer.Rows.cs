using System;

namespace StaticNet;

/// <content>Steps on chosen rows of a larger matrix: replay buffers, folds.</content>
public sealed partial class Trainer<TNetwork, TOptimizer>
{
    private RowBuffer? _rowBuffer;

    /// <summary>One step on chosen rows, with class labels. The first such step allocates room for <see cref="MaxBatchSize"/> rows, later ones nothing.</summary>
    /// <param name="inputs">[count, InputSize], row-major: all rows, for example a replay buffer.</param>
    /// <param name="labels">[count], from 0 to classes − 1.</param>
    /// <param name="rows">The rows of this step, 1 to <see cref="MaxBatchSize"/> of them, from 0 to count − 1; the same row may occur more than once.</param>
    /// <param name="sampleWeights">One for each of <paramref name="rows"/>, or empty: multiplies that row's loss.</param>
    /// <returns>The mean loss before the update; NaN or infinite where <see cref="NonFinite"/> let that pass.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, an index or a label is out of range, or there are no rows or more than <see cref="MaxBatchSize"/>.</exception>
    /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or running statistics are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<int> rows, ReadOnlySpan<float> sampleWeights = default)
    {
        if (!_labelsAllowed)
        {
            BatchChecks.LabelsAllowed(_description);
        }

        BatchChecks.Labels(_description, inputs.Length, labels.Length, 0);
        return StepOnRows(new Batch(inputs, labels), labels.Length, rows, sampleWeights);
    }

    /// <summary>One step on chosen rows, with numbers as targets. The first such step allocates room for <see cref="MaxBatchSize"/> rows, later ones nothing.</summary>
    /// <param name="inputs">[count, InputSize], row-major: all rows, for example a replay buffer.</param>
    /// <param name="targets">[count, OutputSize], row-major.</param>
    /// <param name="rows">The rows of this step, 1 to <see cref="MaxBatchSize"/> of them, from 0 to count − 1; the same row may occur more than once.</param>
    /// <param name="sampleWeights">One for each of <paramref name="rows"/>, or empty: multiplies that row's loss.</param>
    /// <returns>The mean loss before the update; NaN or infinite where <see cref="NonFinite"/> let that pass.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, an index is out of range, or there are no rows or more than <see cref="MaxBatchSize"/>.</exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or running statistics are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows, ReadOnlySpan<float> sampleWeights = default)
    {
        BatchChecks.Targets(_description, inputs.Length, targets.Length, 0);
        return StepOnRows(new Batch(inputs, targets), inputs.Length / _description.InputSize, rows, sampleWeights);
    }

    private float StepOnRows(in Batch data, int count, ReadOnlySpan<int> rows, ReadOnlySpan<float> sampleWeights)
    {
        CheckCount(rows.Length);
        RowBuffer.Check(rows, count);
        if (!sampleWeights.IsEmpty && sampleWeights.Length != rows.Length)
        {
            throw new ArgumentException($"The step has {rows.Length} rows, but {sampleWeights.Length} sample weights; give one for each of rows, or none.", nameof(sampleWeights));
        }

        _rowBuffer ??= new RowBuffer(_description, MaxBatchSize);
        Batch batch = _rowBuffer.Take(data, rows, out RowGather gather);
        return Step(batch with { SampleWeights = sampleWeights, IsTraining = true, DropoutSeed = DropoutSeed }, gather);
    }
}
