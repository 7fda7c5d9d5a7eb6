using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The value before it plus an earlier one, which <paramref name="From"/> names, or the columns of it from <paramref name="FirstColumn"/> on.</summary>
internal sealed record ResidualStage(int Layer, string Name, string Identifier, int Size, int Source, int Added, string From, int AddedSize, int FirstColumn)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source, Added])
{
    /// <summary>Whether all columns are added.</summary>
    public bool IsWhole => AddedSize == Size;

    public static ResidualStage Plan(ResidualSpec layer, StageContext context)
    {
        int added = context.Values[layer.Source];
        return new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Source, added, context.ValueNames[layer.Source], context.Sizes[added], layer.From);
    }
}
