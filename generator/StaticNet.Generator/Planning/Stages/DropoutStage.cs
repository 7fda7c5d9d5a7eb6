namespace StaticNet.Generator.Planning.Stages;

/// <summary>Dropout; the number of the layer is part of what its masks are drawn from.</summary>
internal sealed record DropoutStage(int Layer, string Name, string Identifier, int Size, float Probability, int Source)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source])
{
    public override bool IsTrainingOnly => true;
}
