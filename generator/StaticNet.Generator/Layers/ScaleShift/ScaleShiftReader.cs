using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>ScaleShift(0.5f, -1)</c>, <c>ScaleShift(0.01f, Mean = 101325)</c>. A file's constants are tensors.</summary>
internal sealed class ScaleShiftReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new ScaleShiftSpec(
        layer.Name, layer.Attribute.Argument(0, 1f), layer.Attribute.Argument(1, 0f), layer.Attribute.Has("Mean") ? layer.Attribute.Property("Mean", 0f) : null);

    public override LayerSpec Read(FileLayerContext layer) => new ScaleShiftSpec(layer.Name, 1f, 0f, layer.HasTensor(".mean") ? 0f : null);
}
