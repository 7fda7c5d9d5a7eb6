using System.Collections.Generic;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>A fixed factor and summand per column.</summary>
internal sealed record ScaleShiftStage(
    int Layer, string Name, string Identifier, int Size, ParameterPlan? Mean, ParameterPlan Scale, ParameterPlan Shift, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static ScaleShiftStage Plan(ScaleShiftSpec layer, StageContext context) => new(
        context.Layer,
        context.Name,
        context.Identifier(),
        context.Inputs,
        layer.Mean is float mean ? context.Buffer(".mean", context.Inputs, mean) : null,
        context.Buffer(".scale", context.Inputs, layer.Scale),
        context.Buffer(".shift", context.Inputs, layer.Shift),
        context.Source);

    public override IReadOnlyList<ParameterPlan> Parameters => Mean is null ? [Scale, Shift] : [Mean, Scale, Shift];

    // Its kernel works on eight columns; what has an exponential is faster in a pass on sixteen.
    public override bool Applies(ActivationPlan activation) => activation.IsPiecewise;

    // Folded, a mean would have to be multiplied out, and that loses the digits it is there for.
    public override FoldedPlan? Folded => Mean is null ? new(Scale, Shift, Statistics: null) : null;
}
