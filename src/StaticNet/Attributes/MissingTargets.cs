namespace StaticNet;

/// <summary>What a target of NaN means.</summary>
public enum MissingTargets
{
    /// <summary>An error: the loss is NaN, so <c>Fit</c> and <c>Trainer.Step</c> refuse the batch and name the row and column.</summary>
    Throw,
    /// <summary>A target that is not known: it counts for neither loss nor gradient, and the mean is over the targets that are there.</summary>
    Ignore,
}
