using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>LayerNorm</c>, <c>LayerNorm(1e-3f, Affine = false)</c>.</summary>
internal sealed class LayerNormReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) =>
        new LayerNormSpec(layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Property("Affine", true));

    public override LayerSpec Read(FileLayerContext layer) =>
        new LayerNormSpec(layer.Name, layer.Argument("eps", 1e-5f), layer.HasTensor(".weight") || layer.HasTensor(".bias"));
}
