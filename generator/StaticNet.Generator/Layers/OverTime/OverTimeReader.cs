using System;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>LastStep</c>, <c>MeanOverTime</c>, <c>MaxOverTime</c>.</summary>
internal sealed class OverTimeReader(Func<string, OverTimeSpec> make) : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => make(layer.Name);

    public override LayerSpec Read(FileLayerContext layer) => make(layer.Name);
}
