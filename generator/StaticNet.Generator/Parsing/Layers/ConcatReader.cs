using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary><c>Concat</c> appends the network's input, <c>Concat("stem")</c> a named layer's output.</summary>
internal static class ConcatReader
{
    public static LayerSpec? Read(LayerContext layer)
    {
        if (layer.Attribute.IsBroken)
        {
            return null;
        }

        int? source = layer.Attribute.ArgumentCount == 0 ? 0 : EarlierLayers.OutputOf(layer, layer.Attribute.Argument<string?>(0, null));
        return source is int value ? new ConcatSpec(layer.Name, value) : null;
    }
}
