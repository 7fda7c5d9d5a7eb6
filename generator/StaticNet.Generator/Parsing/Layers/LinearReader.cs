using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary><c>Linear(32)</c>, or <c>Linear(4, 32)</c> with the number of inputs written out.</summary>
internal static class LinearReader
{
    public static LayerSpec Read(LayerContext layer) => new LinearSpec(
        layer.Name,
        layer.Attribute.Argument(layer.Attribute.ArgumentCount - 1, 0),
        layer.Attribute.Property("Bias", true),
        layer.Attribute.Enum("Initializer", Initializer.Auto));
}
