namespace StaticNet.Generator.Layers;

/// <summary>Gated recurrent units: gates r, z, n.</summary>
internal sealed record GRUSpec(string Name, int Hidden, int Count, bool HasBias) : RecurrentSpec(Name, Hidden, Count, HasBias, Gates: 3, StatesPerUnit: 1);
