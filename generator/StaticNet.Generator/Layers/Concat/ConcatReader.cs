using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Concat</c> appends the network's input, <c>Concat("stem")</c> a named layer's output.</summary>
internal sealed class ConcatReader : LayerReader
{
    public override LayerSpec? Read(LayerContext layer)
    {
        if (layer.Attribute.IsBroken)
        {
            return null;
        }

        int? source = layer.Attribute.ArgumentCount == 0 ? 0 : EarlierLayers.OutputOf(layer, layer.Attribute.Argument<string?>(0, null));
        return source is int value ? new ConcatSpec(layer.Name, value) : null;
    }

    public override LayerSpec? Read(FileLayerContext layer) => layer.Earlier < 0 ? null : new ConcatSpec(layer.Name, layer.Earlier);
}
