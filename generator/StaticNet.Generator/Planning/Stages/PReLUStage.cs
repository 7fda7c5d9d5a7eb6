using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>ReLU with one trained slope for negative values.</summary>
internal sealed record PReLUStage(int Layer, string Name, string Identifier, int Size, ParameterPlan Slope, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public override IReadOnlyList<ParameterPlan> Parameters => [Slope];

    public override bool IsTrained => true;
}
