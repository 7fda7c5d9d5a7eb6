using System.Collections.Generic;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>ReLU with one trained slope for negative values.</summary>
internal sealed record PReLUStage(int Layer, string Name, string Identifier, int Size, ParameterPlan Slope, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static PReLUStage Plan(PReLUSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Trainable(".weight", 1, layer.InitialSlope), context.Source);

    public override IReadOnlyList<ParameterPlan> Parameters => [Slope];

    public override bool IsTrained => true;
}
