namespace StaticNet;

/// <summary>What a trainer does with a step whose loss, gradients or running statistics are NaN or infinite.</summary>
public enum NonFinite
{
    /// <summary>
    /// Throws a <see cref="TrainingDivergedException"/> before the update: parameters, running statistics and optimizer state are as they
    /// were before the step.
    /// </summary>
    Throw,
    /// <summary>
    /// Leaves the step out and counts it in <see cref="Trainer{TNetwork, TOptimizer}.SkippedSteps"/>: parameters, running statistics and
    /// optimizer state are as they were before the step. An update that overflows is taken back, too.
    /// </summary>
    Skip,
    /// <summary>Updates all the same, as PyTorch does: the parameters become NaN. Saves the checks.</summary>
    Propagate,
}
