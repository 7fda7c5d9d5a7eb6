namespace StaticNet.Generator.Planning.Stages;

/// <summary>The value before it plus an earlier one.</summary>
internal sealed record ResidualStage(int Layer, string Name, string Identifier, int Size, int Source, int Added)
    : StagePlan(Layer, Name, Identifier, Size, Size, [Source, Added]);
