using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x followed by an earlier value.</summary>
/// <param name="Name">The layer's index or name.</param>
/// <param name="Source">Number of the value that is appended: 0 is the network's input, i + 1 the output of layer i.</param>
internal sealed record ConcatSpec(string Name, int Source) : LayerSpec(Name)
{
    public override int? EarlierValue => Source;

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("from", Source)];

    public override int OutputSize(IReadOnlyList<int> sizes)
    {
        long size = (long)sizes[sizes.Count - 1] + sizes[Source];
        return size > int.MaxValue ? int.MaxValue : (int)size;
    }
}
