using System.Globalization;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>Finds the earlier value a layer refers to.</summary>
internal static class EarlierLayers
{
    /// <summary>The number of the value the named layer writes; null, and said, where no earlier layer has the name.</summary>
    public static int? OutputOf(LayerContext layer, string? name) =>
        OutputOf(layer, name, ProblemPlace.OfArgument(layer.Attribute.Index, 0));

    /// <summary>The same, with the place where the name stands.</summary>
    public static int? OutputOf(LayerContext layer, string? name, ProblemPlace place)
    {
        for (int i = 0; i < layer.Earlier.Count; i++)
        {
            if (layer.Earlier[i].Layer.Name == name)
            {
                return i + 1;
            }
        }

        layer.Problems.Add(new(
            ProblemKind.SourceUnknown,
            place,
            $"No layer before this one is called '{name}'; use the Name of an earlier layer, or its index"));
        return null;
    }

    /// <summary>The number of the value before the last <paramref name="count"/> layers; null, and said, where there are fewer.</summary>
    public static int? Before(LayerContext layer, int count)
    {
        int own = layer.Earlier.Count - layer.First;
        if (count >= 1 && count <= own)
        {
            return layer.Earlier.Count - count;
        }

        string most = own.ToString(CultureInfo.InvariantCulture), ofHead = layer.First > 0 ? " of this head" : "";
        layer.Problems.Add(new(
            ProblemKind.SourceUnknown,
            ProblemPlace.OfArgument(layer.Attribute.Index, 0),
            own == 0
                ? $"There is no layer{ofHead} before this one to skip; put the layers of the block before it"
                : $"{count.ToString(CultureInfo.InvariantCulture)} layers cannot be skipped: only {most}{ofHead} {(own == 1 ? "comes" : "come")} before this one; use {(own == 1 ? "1" : $"a number from 1 to {most}")}"));
        return null;
    }
}
