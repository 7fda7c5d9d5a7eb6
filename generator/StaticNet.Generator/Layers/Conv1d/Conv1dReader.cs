using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Conv1d(8, kernel: 3, dilation: 2, groups: 4, Bias = false)</c>.</summary>
internal sealed class Conv1dReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new Conv1dSpec(
        layer.Name,
        layer.Attribute.Argument(0, 0),
        layer.Attribute.Argument(1, 0),
        layer.Attribute.Argument(2, 1),
        layer.Attribute.Argument(3, 1),
        layer.Attribute.Property("Bias", true));

    public override LayerSpec Read(FileLayerContext layer) => new Conv1dSpec(
        layer.Name, layer.Layer.Outputs, (int)layer.Argument("kernel_size", 0f), (int)layer.Argument("dilation", 1f), (int)layer.Argument("groups", 1f), layer.HasTensor(".bias"));
}
