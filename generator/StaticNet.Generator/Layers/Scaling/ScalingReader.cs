using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Standardize</c>: scales back where a linear layer precedes it.</summary>
internal sealed class StandardizeReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new StandardizeSpec(layer.Name, ScalesBack(layer));

    public override LayerSpec Read(FileLayerContext layer) => new StandardizeSpec(layer.Name, layer.Argument("inverse", 0f) != 0f);

    public static bool ScalesBack(LayerContext layer) => layer.Earlier.Any(static earlier => earlier.Layer is LinearSpec);
}

/// <summary><c>MinMax</c>, <c>MinMax(-1, 1)</c>.</summary>
internal sealed class MinMaxReader : LayerReader
{
    public override LayerSpec Read(LayerContext layer) =>
        new MinMaxSpec(layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Argument(1, 1f), StandardizeReader.ScalesBack(layer));

    public override LayerSpec Read(FileLayerContext layer) =>
        new MinMaxSpec(layer.Name, layer.Argument("low", 0f), layer.Argument("high", 1f), layer.Argument("inverse", 0f) != 0f);
}
