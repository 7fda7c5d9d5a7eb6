namespace StaticNet;

/// <summary>Parameters that lie together in <see cref="ParameterBuffer.Values"/> and are updated in one way. What is frozen is in none.</summary>
/// <param name="Start">The first value.</param>
/// <param name="Length">How many values, padding included.</param>
/// <param name="LearningRateFactor">Multiplies <see cref="OptimizerState.LearningRate"/>.</param>
/// <param name="WeightDecay">In the place of the optimizer's own, or null.</param>
public readonly record struct ParameterSegment(int Start, int Length, double LearningRateFactor, double? WeightDecay);
