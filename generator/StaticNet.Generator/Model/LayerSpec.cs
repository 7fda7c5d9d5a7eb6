namespace StaticNet.Generator.Model;

/// <summary>One declared layer: what it is, never how it is computed. Subclasses are one per layer kind.</summary>
/// <param name="Name">Prefix of the layer's parameters in a state dict.</param>
internal abstract record LayerSpec(string Name);

/// <summary>y = W·x + b.</summary>
internal sealed record LinearSpec(string Name, int Outputs, bool HasBias, Initializer Initializer) : LayerSpec(Name);

/// <summary>An activation function on every value (or, for the softmax forms, on the row).</summary>
/// <param name="Name">The layer's index or name in a sequence; activations have no parameters.</param>
/// <param name="Function">Which one.</param>
/// <param name="Parameter">Slope, alpha, beta, lambda or minimum, where the function has one; otherwise PyTorch's default.</param>
/// <param name="SecondParameter">Softplus' threshold or HardTanh's maximum.</param>
internal sealed record ActivationSpec(string Name, Activation Function, float Parameter, float SecondParameter) : LayerSpec(Name);
