namespace StaticNet;

/// <summary>What a target of NaN means.</summary>
public enum MissingTargets
{
    /// <summary>
    /// Not a number, so that the loss is NaN: <c>Fit</c>, and <c>Trainer.Step</c> under <see cref="NonFinite.Throw"/>, refuse the batch and name the row and column;
    /// <c>Evaluate</c>, <c>ComputeLoss</c> and <c>ComputeGradients</c> give NaN.
    /// </summary>
    Throw,
    /// <summary>A target that is not known: it counts for neither loss nor gradient, and the mean is over the targets that are there.</summary>
    Ignore,
}
