using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>Turns the steps of a sequence into one row.</summary>
internal abstract record OverTimeSpec(string Name) : LayerSpec(Name)
{
    public override bool EndsTime => true;
}
