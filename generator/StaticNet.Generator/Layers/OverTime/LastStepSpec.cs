namespace StaticNet.Generator.Layers;

/// <summary>The last step.</summary>
internal sealed record LastStepSpec(string Name) : OverTimeSpec(Name);
