namespace StaticNet.Generator.Model;

/// <summary>While training: 0 with the given probability, otherwise x/(1 − probability). Otherwise x.</summary>
internal sealed record DropoutSpec(string Name, float Probability) : LayerSpec(Name);
