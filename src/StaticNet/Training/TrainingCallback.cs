using System.IO;

namespace StaticNet;

/// <summary>Takes part in <c>Fit</c>. Override what you need; the ready ones are <see cref="EarlyStopping"/>, <see cref="Checkpoint"/>,
/// <see cref="LearningRateLog"/> and <see cref="GradientNorms"/>.</summary>
public abstract class TrainingCallback
{
    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainingBegin(TrainingContext context)
    {
    }

    /// <summary>Before the first batch of an epoch.</summary>
    public virtual void OnEpochBegin(TrainingContext context)
    {
    }

    /// <summary>After the backward pass of a batch; clipping and update follow.</summary>
    public virtual void OnGradients(TrainingContext context)
    {
    }

    /// <summary>After the update of a batch.</summary>
    public virtual void OnBatchEnd(TrainingContext context)
    {
    }

    /// <summary>After an epoch and its validation.</summary>
    public virtual void OnEpochEnd(TrainingContext context, EpochReport report)
    {
    }

    /// <summary>After the last epoch, also when training is stopped, canceled or diverges, or a callback throws.</summary>
    public virtual void OnTrainingEnd(TrainingContext context)
    {
    }

    /// <summary>Writes what the callback knows into a checkpoint, so that a resumed training continues it.</summary>
    /// <param name="writer">Whatever is written is what <see cref="LoadState"/> reads.</param>
    public virtual void SaveState(BinaryWriter writer)
    {
    }

    /// <summary>
    /// Reads what <see cref="SaveState"/> wrote; called after <see cref="OnTrainingBegin"/> where <see cref="FitOptions.ResumeFrom"/> names a
    /// checkpoint of a training that had a callback of this type in this place among those of its type.
    /// </summary>
    /// <param name="context">The training that continues; <see cref="TrainingContext.Epoch"/> is the last completed epoch.</param>
    /// <param name="reader">Ends where the callback's state ends.</param>
    public virtual void LoadState(TrainingContext context, BinaryReader reader)
    {
    }

    /// <summary>After all callbacks have seen the end of an epoch.</summary>
    internal virtual void OnEpochSeen(TrainingContext context)
    {
    }
}
