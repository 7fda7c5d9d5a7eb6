using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Concat</c> appends the network's input, <c>Concat("stem")</c> a named layer's output; <c>From</c> and <c>Count</c> choose columns.</summary>
internal sealed class ConcatReader : LayerReader
{
    public override LayerSpec? Read(LayerContext layer)
    {
        if (layer.Attribute.IsBroken)
        {
            return null;
        }

        int? source = layer.Attribute.ArgumentCount == 0 ? 0 : EarlierLayers.OutputOf(layer, layer.Attribute.Argument<string?>(0, null));
        return source is int value ? new ConcatSpec(layer.Name, value, layer.Attribute.Property("From", 0), layer.Attribute.Property("Count", 0)) : null;
    }

    public override LayerSpec? Read(FileLayerContext layer) => layer.Earlier < 0
        ? null
        : layer.Layer.Arguments.ContainsKey("first")
            ? new ConcatSpec(layer.Name, layer.Earlier, (int)layer.Argument("first", 0f), layer.Layer.Outputs - layer.Inputs)
            : new ConcatSpec(layer.Name, layer.Earlier);
}
