using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>The last step; in a stream each step is the last one so far, so that nothing is left to do.</summary>
internal sealed record LastStepStage(int Layer, string Name, string Identifier, int Size, int Source) : OverTimeStage(Layer, Name, Identifier, Size, Source)
{
    public override bool IsTrainingOnly => true;

    public override TimePlan Time => new(0, 0, 0, 0) { EndsTime = true };

    public static LastStepStage Plan(LastStepSpec layer, StageContext context) => new(context.Layer, layer.Name, context.Identifier(), context.Inputs, context.Source);
}
