using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>PReLU</c>, <c>PReLU(0.1f, PerFeature = true)</c>. A file's slopes are a weight, whose size tells how many there are.</summary>
internal sealed class PReLUReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new PReLUSpec(layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Property("PerFeature", false));

    public override LayerSpec Read(FileLayerContext layer) => new PReLUSpec(layer.Name, 0.25f, IsPerFeature: false);
}
