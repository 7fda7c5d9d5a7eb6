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

    /// <summary>After the last epoch, also when training is stopped or cancelled; not after an exception.</summary>
    public virtual void OnTrainingEnd(TrainingContext context)
    {
    }
}
