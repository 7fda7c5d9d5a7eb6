using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Sequential(4), Linear(32), ReLU, Linear(3)]</c>: the layers of one attribute list, in its order.</summary>
internal static class SequentialReader
{
    public static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        int inputs = attribute.Argument(0, 0);
        Unroll unroll = attribute.Enum("Unroll", Unroll.Auto);
        (int[] behind, int[] elsewhere) = attributes.LayersOf(attribute.Index);
        foreach (int layer in elsewhere)
        {
            problems.Add(new(ProblemKind.LayersInSeveralLists, ProblemPlace.OfAttribute(layer), LayerReaders.KindOf(attributes[layer])));
        }

        bool complete = elsewhere.Length == 0 && !attribute.IsBroken;
        var layers = new List<LayerDraft>(behind.Length);
        foreach (int index in behind)
        {
            AttributeReader reader = attributes.Reader(index, problems);
            string? name = reader.Property<string?>("Name", null);
            ProblemPlace namePlace = reader.Has("Name") && name is not null ? reader.PlaceOf("Name") : reader.Place;
            LayerDraft? layer = LayerReaders.Read(
                attributes[index], reader, name ?? layers.Count.ToString(CultureInfo.InvariantCulture), namePlace, layers, problems);
            if (layer is null || reader.IsBroken)
            {
                complete = false;
                continue;
            }

            layers.Add(layer);
        }

        if (!complete)
        {
            return null;
        }

        if (!layers.Any(static layer => layer.Layer is LinearSpec))
        {
            problems.Add(new(ProblemKind.SequentialWithoutWeights, attribute.Place));
            return null;
        }

        return new(
            inputs, ProblemPlace.OfArgument(attribute.Index, 0), "The input size", layers, TrainingSpec.Default(Loss.Auto),
            attribute.Place, attribute.Place, Unroll: unroll);
    }
}
