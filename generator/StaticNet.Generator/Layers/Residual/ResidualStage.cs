using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The value before it plus an earlier one, which <paramref name="From"/> names.</summary>
internal sealed record ResidualStage(int Layer, string Name, string Identifier, int Size, int Source, int Added, string From)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source, Added])
{
    public static ResidualStage Plan(ResidualSpec layer, StageContext context) =>
        new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Source, context.Values[layer.Source], context.ValueNames[layer.Source]);
}
