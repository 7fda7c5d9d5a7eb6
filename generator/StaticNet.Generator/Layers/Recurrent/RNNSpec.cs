using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>A plain recurrent layer: h′ = f(W·x + U·h + b), f being tanh or ReLU.</summary>
internal sealed record RNNSpec(string Name, int Hidden, int Count, bool HasBias, Activation Nonlinearity) : RecurrentSpec(Name, Hidden, Count, HasBias, Gates: 1, StatesPerUnit: 1)
{
    public override IReadOnlyList<(string Name, float Value)> Arguments => [.. base.Arguments, ("relu", Nonlinearity == Activation.ReLU ? 1f : 0f)];

    public override IReadOnlyList<LayerOption> Options =>
    [
        .. base.Options,
        new(0, (int)Nonlinearity, Nonlinearity is Activation.Tanh or Activation.ReLU, "The Nonlinearity of RNN", "it must be Activation.Tanh or Activation.ReLU") { Property = "Nonlinearity" },
    ];
}
