using System.Collections.Generic;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Storage of numbers that no layer reads; inference leaves it out.</summary>
internal sealed record FreeParameterStage(int Layer, string Name, string Identifier, int Size, ParameterPlan Values, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static FreeParameterStage Plan(FreeParameterSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Trainable("", layer.Count, layer.Initial), context.Source);

    public override IReadOnlyList<ParameterPlan> Parameters => [Values];

    public override bool IsTrained => true;

    public override bool IsTrainingOnly => true;
}
