using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The value before it, then an earlier one of <paramref name="AppendedSize"/> values per row, which <paramref name="From"/> names.</summary>
internal sealed record ConcatStage(int Layer, string Name, string Identifier, int Size, int AppendedSize, int Source, int Appended, string From)
    : StagePlan(Layer, Name, Identifier, Size, Size + AppendedSize, [Source, Appended])
{
    public static ConcatStage Plan(ConcatSpec layer, StageContext context)
    {
        int appended = context.Values[layer.Source];
        return new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Sizes[appended], context.Source, appended, context.ValueNames[layer.Source]);
    }
}
