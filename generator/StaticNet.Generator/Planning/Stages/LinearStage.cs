using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>A linear layer, with the activation behind it where that needs only its own result for the derivative.</summary>
internal sealed record LinearStage(int Layer, LinearPlan Linear, int Source)
    : StagePlan(Layer, Linear.Name, Linear.Identifier, Linear.Inputs, Linear.Outputs, [Source])
{
    public static LinearStage Plan(LinearSpec layer, StageContext context) => new(context.Layer, context.Linear(layer), context.Source);

    public override bool IsTrained => true;

    public override bool Applies(ActivationPlan activation) => true;
}
