using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The mean over the steps.</summary>
internal sealed record MeanOverTimeStage(int Layer, string Name, string Identifier, int Size, int Source) : OverTimeStage(Layer, Name, Identifier, Size, Source)
{
    public override TimePlan Time => Running;

    public static MeanOverTimeStage Plan(MeanOverTimeSpec layer, StageContext context) => new(context.Layer, layer.Name, context.Identifier(), context.Inputs, context.Source);
}
