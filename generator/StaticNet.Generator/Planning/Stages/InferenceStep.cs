namespace StaticNet.Generator.Planning.Stages;

/// <summary>One pass of inference: a stage, and what goes over its results before they are stored.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Folded">The stage behind it whose factor and summand go into a linear stage's sums; null for none.</param>
/// <param name="Activation">What is applied to the results, a linear stage's own function included; or Identity.</param>
/// <param name="Value">Number of the value it writes.</param>
internal sealed record InferenceStep(StagePlan Stage, StagePlan? Folded, ActivationPlan Activation, int Value);
