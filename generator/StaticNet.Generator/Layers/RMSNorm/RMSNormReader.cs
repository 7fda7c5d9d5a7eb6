using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>RMSNorm</c>, <c>RMSNorm(1e-6f, Affine = false)</c>.</summary>
internal sealed class RMSNormReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) =>
        new RMSNormSpec(layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Property("Affine", true));

    public override LayerSpec Read(FileLayerContext layer) =>
        new RMSNormSpec(layer.Name, layer.Argument("eps", RMSNormSpec.DefaultEpsilon), layer.HasTensor(".weight"));
}
