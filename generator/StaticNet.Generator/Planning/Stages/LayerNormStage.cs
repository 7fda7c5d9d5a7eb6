using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>Layer normalisation; keeps mean and 1/√(variance + ε) of each row.</summary>
internal sealed record LayerNormStage(
    int Layer, string Name, string Identifier, int Size, float Epsilon, IReadOnlyList<ParameterPlan> Affine, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    /// <summary>Weight and bias, or nothing.</summary>
    public override IReadOnlyList<ParameterPlan> Parameters => Affine;

    public override bool IsTrained => Affine.Count > 0;

    public override int KeptPerRow => 2;
}
