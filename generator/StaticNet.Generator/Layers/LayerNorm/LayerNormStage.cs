using System.Collections.Generic;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Layer normalization; keeps mean and 1/√(variance + ε) of each row.</summary>
internal sealed record LayerNormStage(
    int Layer, string Name, string Identifier, int Size, float Epsilon, IReadOnlyList<ParameterPlan> Affine, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static LayerNormStage Plan(LayerNormSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, layer.Epsilon, context.Affine(layer.IsAffine), context.Source);

    /// <summary>Weight and bias, or nothing.</summary>
    public override IReadOnlyList<ParameterPlan> Parameters => Affine;

    public override bool IsTrained => Affine.Count > 0;

    // Its kernel works on eight columns; what has an exponential is faster in a pass on sixteen.
    public override bool Applies(ActivationPlan activation) => activation.IsPiecewise;

    public override int KeptPerRow => 2;
}
