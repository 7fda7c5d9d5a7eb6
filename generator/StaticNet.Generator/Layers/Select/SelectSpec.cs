using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>Some values of a row.</summary>
/// <param name="Name">The layer's index or name.</param>
/// <param name="Start">Position of the first value of a run.</param>
/// <param name="Count">How many values are taken.</param>
/// <param name="Indices">Their positions where they are no run; otherwise empty.</param>
/// <param name="Source">Number of the value that is read in place of the one before the layer; null for that one.</param>
internal sealed record SelectSpec(string Name, int Start, int Count, EquatableArray<int> Indices, int? Source) : LayerSpec(Name)
{
    /// <summary>Values at these positions; a list that counts up by one is a run.</summary>
    public static SelectSpec Of(string name, int[] indices, int? source)
    {
        bool isRun = indices.Length > 0;
        for (int i = 1; i < indices.Length && isRun; i++)
        {
            isRun = indices[i] == indices[0] + i;
        }

        return isRun ? new(name, indices[0], indices.Length, EquatableArray<int>.Empty, source)
            : new(name, 0, indices.Length, new(indices), source) { IsEmptyList = indices.Length == 0 };
    }

    /// <summary>Whether a list was given, and it is empty.</summary>
    public bool IsEmptyList { get; init; }

    public override int? EarlierValue => Source;

    public override bool ReadsEarlierValueOnly => Source is not null;

    public override int OutputSize(IReadOnlyList<int> sizes) => Math.Max(1, Count);

    public override long NeededSize => Indices.Count > 0 ? Indices.Max() + 1L : (long)Start + Count;

    public override IReadOnlyList<(string Name, float Value)> Arguments
    {
        get
        {
            List<(string Name, float Value)> positions = Indices.Count == 0
                ? [("start", Start)]
                : [.. Indices.Select(static (index, i) => (i.ToString(CultureInfo.InvariantCulture), (float)index))];
            return Source is int source ? [("from", source), .. positions] : positions;
        }
    }

    public override IReadOnlyList<LayerOption> Options => Indices.Count > 0
        ? [new(Indices.ToList().IndexOf(Indices.Min()), Indices.Min(), Indices.Min() >= 0, "A position of Select", "it must be 0 or more")]
        : IsEmptyList ? [new(0, 0, false, "The number of positions that Select takes", "it must be 1 or more")]
        :
        [
            new(0, Start, Start >= 0, "The first position of Select", "it must be 0 or more"),
            new(1, Count, Count >= 1, "The number of values that Select takes", "it must be 1 or more"),
        ];
}
