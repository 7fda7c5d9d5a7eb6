using System.Collections.Generic;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>One feature scale per column.</summary>
/// <param name="Layer">Which declared layer it comes from.</param>
/// <param name="Name">The layer's name.</param>
/// <param name="Identifier">The name as part of a C# identifier.</param>
/// <param name="Size">Values per row.</param>
/// <param name="Center">The mean, or the minimum.</param>
/// <param name="Spread">The deviation, or the maximum.</param>
/// <param name="Range">The bounds that minimum and maximum become; null for mean and deviation.</param>
/// <param name="IsInverse">Whether it scales back.</param>
/// <param name="Source">Number of the value it reads.</param>
internal sealed record ScalingStage(
    int Layer, string Name, string Identifier, int Size, ParameterPlan Center, ParameterPlan Spread, (float Low, float High)? Range, bool IsInverse, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public static ScalingStage Plan(ScalingSpec layer, StageContext context) => new(
        context.Layer,
        context.Name,
        context.Identifier(),
        context.Inputs,
        Buffer(context, layer.Buffers[0]),
        Buffer(context, layer.Buffers[1]),
        layer is MinMaxSpec bounds ? (bounds.Low, bounds.High) : null,
        layer.IsInverse,
        context.Source);

    // Not folded into a linear layer: multiplied out, (x − mean)/std would lose the digits of values far from 0, and a frozen network
    // would give other bits than the one it was made from.
    public override IReadOnlyList<ParameterPlan> Parameters => [Center, Spread];

    private static ParameterPlan Buffer(StageContext context, (string Suffix, float Initial) buffer) => context.Buffer(buffer.Suffix, context.Inputs, buffer.Initial);
}
