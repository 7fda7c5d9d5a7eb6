using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>Steps become one row.</summary>
internal abstract record OverTimeStage(int Layer, string Name, string Identifier, int Size, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    /// <summary>Sum or maximum of a stream, and behind it the number of steps.</summary>
    protected TimePlan Running => new(Size + 1, InputStride + 16, StreamScratch: 0, TrainingStateLength: 0) { EndsTime = true };
}
