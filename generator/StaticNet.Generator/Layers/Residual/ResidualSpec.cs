using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x plus an earlier value of the same size, or some columns of one.</summary>
/// <param name="Name">The layer's index or name.</param>
/// <param name="Source">Number of the value that is added: 0 is the network's input, i + 1 the output of layer i.</param>
/// <param name="From">The first column of it that is added.</param>
/// <param name="Count">How many; 0 for all.</param>
internal sealed record ResidualSpec(string Name, int Source, int From = 0, int Count = 0) : LayerSpec(Name)
{
    public override int? EarlierValue => Source;

    public override bool JoinsEqualSizes => From == 0 && Count == 0;

    public override IReadOnlyList<(string Name, float Value)> Arguments => JoinsEqualSizes ? [("from", Source)] : [("from", Source), ("first", From)];

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, From, From >= 0, "The From of Residual", "it must be 0 or more") { Property = "From" },
        new(0, Count, Count >= 0, "The Count of Residual", "it must be 1 or more, or 0 for all columns") { Property = "Count" },
    ];

    public override LayerSpec Explicit(IReadOnlyList<int> sizes)
    {
        int has = sizes[Source], count = Count > 0 ? Count : has - From;
        return count == has ? this with { From = 0, Count = 0 } : this with { Count = count };
    }

    public override string Signature() => $"Residual of value {Source}{(JoinsEqualSizes ? "" : $", {Count} columns from {From} on")}";

    public override string? ProblemWithInputs(IReadOnlyList<int> sizes)
    {
        if (JoinsEqualSizes)
        {
            return null;
        }

        int reads = sizes[sizes.Count - 1], has = sizes[Source], count = Count == 0 ? has - From : Count;
        return count < 1 || (long)From + count > has ? $"Residual adds columns {From} to {(long)From + count - 1} of a value that has {has}; From + Count must be at most {has}"
            : count != reads ? $"Residual adds {count} columns to {reads} values; set Count = {reads}, or make the layer before it {count} wide"
            : null;
    }
}
