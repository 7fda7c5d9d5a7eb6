using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>Reads one kind of layer, from wherever networks are declared.</summary>
internal abstract class LayerReader
{
    /// <summary>From an attribute; null where the layer cannot be made, which has been said then.</summary>
    public abstract LayerSpec? Read(LayerContext layer);

    /// <summary>From a layer of a model file; null where files do not have the kind.</summary>
    public virtual LayerSpec? Read(FileLayerContext layer) => null;
}
