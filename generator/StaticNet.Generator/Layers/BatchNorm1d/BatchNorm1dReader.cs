using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>BatchNorm1d</c>, <c>BatchNorm1d(1e-3f, 0.5f, Affine = false)</c>.</summary>
internal sealed class BatchNorm1dReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new BatchNorm1dSpec(
        layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Argument(1, 0f), layer.Attribute.Property("Affine", true));

    public override LayerSpec Read(FileLayerContext layer) => new BatchNorm1dSpec(
        layer.Name, layer.Argument("eps", 1e-5f), layer.Argument("momentum", 0.1f), layer.HasTensor(".weight") || layer.HasTensor(".bias"));
}
