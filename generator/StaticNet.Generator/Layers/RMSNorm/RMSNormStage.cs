using System.Collections.Generic;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Root-mean-square normalization; keeps 1/√(mean square + ε) of each row.</summary>
internal sealed record RMSNormStage(
    int Layer, string Name, string Identifier, int Size, float Epsilon, ParameterPlan? Weight, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static RMSNormStage Plan(RMSNormSpec layer, StageContext context) => new(
        context.Layer, context.Name, context.Identifier(), context.Inputs, layer.Epsilon,
        layer.IsAffine ? context.Trainable(".weight", context.Inputs, 1f) : null, context.Source);

    public override IReadOnlyList<ParameterPlan> Parameters => Weight is null ? [] : [Weight];

    public override bool IsTrained => Weight is not null;

    // Its kernel works on eight columns; what has an exponential is faster in a pass on sixteen.
    public override bool Applies(ActivationPlan activation) => activation.IsPiecewise;

    public override int KeptPerRow => 1;
}
