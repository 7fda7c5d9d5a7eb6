using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The value before it, then <paramref name="AppendedSize"/> columns per row of an earlier one, which <paramref name="From"/> names, from <paramref name="FirstColumn"/> on.</summary>
/// <param name="EarlierSize">All columns of the earlier value.</param>
internal sealed record ConcatStage(int Layer, string Name, string Identifier, int Size, int AppendedSize, int Source, int Appended, string From, int EarlierSize, int FirstColumn)
    : StagePlan(Layer, Name, Identifier, Size, Size + AppendedSize, [Source, Appended])
{
    /// <summary>Whether all columns are appended.</summary>
    public bool IsWhole => AppendedSize == EarlierSize;

    public static ConcatStage Plan(ConcatSpec layer, StageContext context)
    {
        int appended = context.Values[layer.Source], size = context.Sizes[appended];
        return new(context.Layer, context.Name, context.Identifier(), context.Inputs, layer.Appended(size), context.Source, appended, context.ValueNames[layer.Source], size, layer.From);
    }
}
