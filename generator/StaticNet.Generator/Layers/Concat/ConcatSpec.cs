using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x followed by an earlier value, or by some columns of one.</summary>
/// <param name="Name">The layer's index or name.</param>
/// <param name="Source">Number of the value that is appended: 0 is the network's input, i + 1 the output of layer i.</param>
/// <param name="From">The first column of it that is appended.</param>
/// <param name="Count">How many; 0 for all from <paramref name="From"/> on.</param>
internal sealed record ConcatSpec(string Name, int Source, int From = 0, int Count = 0) : LayerSpec(Name)
{
    public override int? EarlierValue => Source;

    private bool IsWhole => From == 0 && Count == 0;

    public override IReadOnlyList<(string Name, float Value)> Arguments => IsWhole ? [("from", Source)] : [("from", Source), ("first", From)];

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, From, From >= 0, "The From of Concat", "it must be 0 or more") { Property = "From" },
        new(0, Count, Count >= 0, "The Count of Concat", "it must be 1 or more, or 0 for all columns") { Property = "Count" },
    ];

    /// <summary>Columns appended to a value.</summary>
    /// <param name="has">Columns of the earlier value.</param>
    public int Appended(int has) => Count > 0 ? Count : System.Math.Max(1, has - System.Math.Max(0, From));

    public override int OutputSize(IReadOnlyList<int> sizes)
    {
        long size = (long)sizes[sizes.Count - 1] + Appended(sizes[Source]);
        return size > int.MaxValue ? int.MaxValue : (int)size;
    }

    public override LayerSpec Explicit(IReadOnlyList<int> sizes) =>
        Appended(sizes[Source]) == sizes[Source] ? this with { From = 0, Count = 0 } : this with { Count = Appended(sizes[Source]) };

    public override string Signature() => $"Concat of value {Source}{(IsWhole ? "" : $", {Count} columns from {From} on")}";

    public override string? ProblemWithInputs(IReadOnlyList<int> sizes)
    {
        int has = sizes[Source];
        return IsWhole || (long)From + Appended(has) <= has ? null
            : $"Concat appends columns {From} to {(long)From + Appended(has) - 1} of a value that has {has}; From + Count must be at most {has}";
    }
}
