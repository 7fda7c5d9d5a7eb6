using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Dropout; the number of the layer is part of what its masks are drawn from.</summary>
internal sealed record DropoutStage(int Layer, string Name, string Identifier, int Size, float Probability, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static DropoutStage Plan(DropoutSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, layer.Probability, context.Source);

    public override bool IsTrainingOnly => true;
}
