using System;

namespace StaticNet;

/// <content>Steps with a loss of the user's own.</content>
public sealed partial class Trainer<TNetwork, TOptimizer>
{
    private OwnLoss? _ownLoss;

    /// <summary>One step with a loss of your own: forward, the loss, backward, clipping, update. The first step on a thread allocates, later ones nothing.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <param name="targets">[count, …]: as many numbers per row as the loss reads.</param>
    /// <param name="loss">For example <c>new Pinball(0.1f)</c>.</param>
    /// <returns>The mean loss before the update.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or there are no rows or more than <see cref="MaxBatchSize"/>.</exception>
    /// <exception cref="TrainingDivergedException">Loss or gradients are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    public float Step<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss)
        where TLoss : ILossFunction
    {
        if (loss is null)
        {
            throw new ArgumentNullException(nameof(loss));
        }

        CheckCount(inputs.Length / _description.InputSize);
        if (_ownLoss is OwnLoss<TNetwork, TLoss> own)
        {
            own.Function = loss;
        }
        else
        {
            _ownLoss = new OwnLoss<TNetwork, TLoss>(Network, loss);
        }

        return Step(_ownLoss.Of(_description, new Batch(inputs, targets) { IsTraining = true, DropoutSeed = DropoutSeed }));
    }

    /// <inheritdoc cref="Step{TLoss}(ReadOnlySpan{float}, ReadOnlySpan{float}, TLoss)"/>
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, LossFunction loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Step(inputs, targets, new DelegateLoss(loss));
    }
}
