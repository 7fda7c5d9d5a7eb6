namespace StaticNet.Generator.Layers;

/// <summary>Long short-term memory: gates i, f, g, o.</summary>
internal sealed record LSTMSpec(string Name, int Hidden, int Count, bool HasBias) : RecurrentSpec(Name, Hidden, Count, HasBias, Gates: 4, StatesPerUnit: 2);
