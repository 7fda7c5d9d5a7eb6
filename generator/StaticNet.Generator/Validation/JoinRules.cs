using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Sizes that are written twice agree: a layer's own number of inputs, and both sides of a residual sum.</summary>
internal static class JoinRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        int[] sizes = network.ValueSizes();
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerDraft draft = network.Layers[i];
            if (draft.DeclaredInputs is int declared && declared != sizes[i])
            {
                problems.Add(new(
                    ProblemKind.SizesDoNotJoin,
                    ProblemPlace.OfArgument(draft.Place.Attribute, 0),
                    $"Linear reads {Text(declared)} values and {Before(i)} {Text(sizes[i])}; write {Text(sizes[i])}, or leave the number of inputs out")
                {
                    Replacement = Text(sizes[i]),
                });
            }
            else if (draft.Layer.NeededSize > sizes[draft.Layer.ReadsEarlierValueOnly ? draft.Layer.EarlierValue!.Value : i])
            {
                int source = draft.Layer.ReadsEarlierValueOnly ? draft.Layer.EarlierValue!.Value : i;
                problems.Add(new(
                    ProblemKind.SizesDoNotJoin,
                    draft.Place,
                    $"{draft.Layer.Kind} takes values up to position {(draft.Layer.NeededSize - 1).ToString(CultureInfo.InvariantCulture)} and {(source == i ? Before(i) : source == 0 ? "the network's input has" : $"layer '{network.Layers[source - 1].Layer.Name}' writes")} {Text(sizes[source])}; positions 0 to {Text(sizes[source] - 1)} are there"));
            }
            else if (draft.Layer is { JoinsEqualSizes: true, EarlierValue: int earlier } && sizes[earlier] != sizes[i])
            {
                problems.Add(new(
                    ProblemKind.SizesDoNotJoin,
                    draft.Place,
                    $"{draft.Layer.Kind} adds {Text(sizes[earlier])} values to {Text(sizes[i])}; both must have the same size, so make the layer before it {Text(sizes[earlier])} wide")
                {
                    Replacement = Text(sizes[earlier]),
                    ReplacementPlace = SizeBefore(network, sizes, i),
                });
            }
            else if (draft.Layer.ProblemWithInputs([.. sizes.Take(i + 1)]) is string problem)
            {
                problems.Add(new(ProblemKind.SizesDoNotJoin, draft.Place, problem));
            }
        }

        CheckAllAreRead(network, problems);
    }

    /// <summary>A layer that reads an earlier value only leaves the one before it to others.</summary>
    private static void CheckAllAreRead(NetworkDraft network, List<SpecProblem> problems)
    {
        for (int i = 1; i < network.Layers.Count; i++)
        {
            if (network.Layers[i].Layer is { ReadsEarlierValueOnly: true, EarlierValue: int earlier } && earlier != i
                && !network.Layers.Skip(i).Any(later => later.Layer.EarlierValue == i))
            {
                problems.Add(new(ProblemKind.LayerUnread, network.Layers[i].Place, network.Layers[i - 1].Layer.Name));
            }
        }
    }

    /// <summary>The number of outputs of the Linear layer whose size arrives at a layer unchanged.</summary>
    private static ProblemPlace? SizeBefore(NetworkDraft network, int[] sizes, int layer)
    {
        for (int i = layer - 1; i >= 0; i--)
        {
            if (network.Layers[i].Layer is LinearSpec)
            {
                return network.Layers[i].SizePlace;
            }

            if (sizes[i] != sizes[i + 1])
            {
                return null;
            }
        }

        return null;
    }

    private static string Before(int layer) => layer == 0 ? "the network's input has" : "the layer before writes";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
