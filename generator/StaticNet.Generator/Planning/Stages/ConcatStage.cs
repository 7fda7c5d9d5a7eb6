namespace StaticNet.Generator.Planning.Stages;

/// <summary>The value before it, then an earlier one of <paramref name="AppendedSize"/> values per row.</summary>
internal sealed record ConcatStage(int Layer, string Name, string Identifier, int Size, int AppendedSize, int Source, int Appended)
    : StagePlan(Layer, Name, Identifier, Size, Size + AppendedSize, [Source, Appended]);
