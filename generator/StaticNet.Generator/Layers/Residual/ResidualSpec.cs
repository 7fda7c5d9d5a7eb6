using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x plus an earlier value of the same size.</summary>
/// <param name="Name">The layer's index or name.</param>
/// <param name="Source">Number of the value that is added: 0 is the network's input, i + 1 the output of layer i.</param>
internal sealed record ResidualSpec(string Name, int Source) : LayerSpec(Name)
{
    public override int? EarlierValue => Source;

    public override bool JoinsEqualSizes => true;
}
