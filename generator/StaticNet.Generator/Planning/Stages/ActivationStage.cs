using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>An activation on its own: in front, behind another one, or one whose derivative needs the value before it.</summary>
internal sealed record ActivationStage(int Layer, string Name, string Identifier, int Size, ActivationPlan Activation, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static ActivationStage Plan(ActivationSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, ActivationPlan.Of(layer), context.Source);
}
