using System.Collections.Generic;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>ReLU with a trained slope for negative values, or one per feature.</summary>
internal sealed record PReLUStage(int Layer, string Name, string Identifier, int Size, ParameterPlan Slope, bool IsPerFeature, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static PReLUStage Plan(PReLUSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Trainable(".weight", layer.IsPerFeature ? context.Inputs : 1, layer.InitialSlope),
            layer.IsPerFeature, context.Source);

    public override IReadOnlyList<ParameterPlan> Parameters => [Slope];

    public override bool IsTrained => true;
}
