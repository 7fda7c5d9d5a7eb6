using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary><c>Linear(32)</c>, <c>Linear(4, 32)</c> with the number of inputs written out, or <c>Linear</c> with sizes from a file.</summary>
internal sealed class LinearReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new LinearSpec(
        layer.Name,
        layer.Attribute.Argument(layer.Attribute.ArgumentCount - 1, 0),
        layer.Attribute.Property("Bias", true),
        layer.Attribute.Enum("Initializer", Initializer.Auto));

    public override LayerSpec Read(FileLayerContext layer) =>
        new LinearSpec(layer.Name, layer.Layer.Outputs, layer.HasTensor(".bias"), Initializer.Auto);
}
