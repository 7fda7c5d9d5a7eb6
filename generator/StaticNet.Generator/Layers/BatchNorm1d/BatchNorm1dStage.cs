using System.Collections.Generic;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Batch normalization.</summary>
internal sealed record BatchNorm1dStage(
    int Layer,
    string Name,
    string Identifier,
    int Size,
    float Epsilon,
    float Momentum,
    IReadOnlyList<ParameterPlan> Affine,
    ParameterPlan RunningMean,
    ParameterPlan RunningVariance,
    int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static BatchNorm1dStage Plan(BatchNorm1dSpec layer, StageContext context) => new(
        context.Layer,
        context.Name,
        context.Identifier(),
        context.Inputs,
        layer.Epsilon,
        layer.Momentum,
        context.Affine(layer.IsAffine),
        context.Running(".running_mean", context.Inputs, 0f),
        context.Running(".running_var", context.Inputs, 1f),
        context.Source);

    public override IReadOnlyList<ParameterPlan> Parameters => [.. Affine, RunningMean, RunningVariance];

    public override bool IsTrained => Affine.Count > 0;

    /// <summary>Mean, variance and 1/√(variance + ε) of a batch; factor and summand outside training.</summary>
    public override int KeptPerColumn => 5;

    // Its kernel works on eight columns; what has an exponential is faster in a pass on sixteen.
    public override bool Applies(ActivationPlan activation) => activation.IsPiecewise;

    public override FoldedPlan Folded => new(
        RunningMean, RunningVariance, new(Affine.Count > 0 ? Affine[0] : null, Affine.Count > 0 ? Affine[1] : null, RunningMean, RunningVariance, Epsilon));

    public override bool HasRunningStatistics => true;

    public override bool NeedsWholeBatch => true;
}
