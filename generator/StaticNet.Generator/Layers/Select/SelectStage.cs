using StaticNet.Generator.Collections;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Columns of a value: a run, or a list. <paramref name="From"/> names the value where it is not the one before.</summary>
internal sealed record SelectStage(
    int Layer, string Name, string Identifier, int Size, int Start, int Count, EquatableArray<int> Indices, int Source, string? From)
    : StagePlan(Layer, Name, Identifier, Size, Count, [Source])
{
    public override bool CopiesItsSource => Indices.Count == 0 && Start == 0 && Count == Size;

    public static SelectStage Plan(SelectSpec layer, StageContext context)
    {
        int source = layer.Source is int earlier ? context.Values[earlier] : context.Source;
        return new(
            context.Layer, context.Name, context.Identifier(), context.Sizes[source], layer.Start, layer.Count, layer.Indices, source,
            layer.Source is int named ? context.ValueNames[named] : null);
    }
}
