using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Dropout(0.1f)</c>.</summary>
internal sealed class DropoutReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new DropoutSpec(layer.Name, layer.Attribute.Argument(0, 0f));

    public override LayerSpec Read(FileLayerContext layer) => new DropoutSpec(layer.Name, layer.Argument("p", 0.5f));
}
