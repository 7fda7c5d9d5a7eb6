using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Residual(3)</c> adds what stood before the last three layers, <c>Residual("stem")</c> a named layer's output.</summary>
internal sealed class ResidualReader : LayerReader
{
    public override LayerSpec? Read(LayerContext layer)
    {
        if (layer.Attribute.IsBroken)
        {
            return null;
        }

        int? source = layer.Attribute.HasText(0)
            ? EarlierLayers.OutputOf(layer, layer.Attribute.Argument<string?>(0, null))
            : EarlierLayers.Before(layer, layer.Attribute.Argument(0, 0));
        return source is int value ? new ResidualSpec(layer.Name, value, layer.Attribute.Property("From", 0), layer.Attribute.Property("Count", 0)) : null;
    }

    public override LayerSpec? Read(FileLayerContext layer) => layer.Earlier < 0
        ? null
        : layer.Layer.Arguments.ContainsKey("first")
            ? new ResidualSpec(layer.Name, layer.Earlier, (int)layer.Argument("first", 0f), layer.Layer.Outputs)
            : new ResidualSpec(layer.Name, layer.Earlier);
}
