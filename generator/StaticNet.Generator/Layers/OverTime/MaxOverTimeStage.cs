using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The maximum over the steps; keeps which step it was.</summary>
internal sealed record MaxOverTimeStage(int Layer, string Name, string Identifier, int Size, int Source) : OverTimeStage(Layer, Name, Identifier, Size, Source)
{
    public override TimePlan Time => Running;

    // One row per sequence would do.
    public override int KeptPerRow => InputStride;

    public static MaxOverTimeStage Plan(MaxOverTimeSpec layer, StageContext context) => new(context.Layer, layer.Name, context.Identifier(), context.Inputs, context.Source);
}
