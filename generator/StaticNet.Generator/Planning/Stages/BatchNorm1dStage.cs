using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>Batch normalisation; keeps mean, variance and 1/√(variance + ε) of each column.</summary>
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
    public override IReadOnlyList<ParameterPlan> Parameters => [.. Affine, RunningMean, RunningVariance];

    public override bool IsTrained => Affine.Count > 0;

    public override int KeptPerColumn => 3;

    public override bool NeedsWholeBatch => true;
}
