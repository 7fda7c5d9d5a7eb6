using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>One activation function: <c>ReLU</c>, <c>Softplus(beta: 2)</c>.</summary>
internal sealed class ActivationReader(Activation function) : LayerReader
{
    private readonly ActivationFacts _facts = ActivationFacts.Of(function);

    public override LayerSpec Read(LayerContext layer) => new ActivationSpec(
        layer.Name, function, layer.Attribute.Argument(0, _facts.Default(0)), layer.Attribute.Argument(1, _facts.Default(1)));

    public override LayerSpec Read(FileLayerContext layer) => new ActivationSpec(layer.Name, function, Constant(layer, 0), Constant(layer, 1));

    private float Constant(FileLayerContext layer, int index) =>
        index < _facts.Constants.Length ? layer.Argument(_facts.Constants[index].Name, _facts.Default(index)) : 0f;
}
