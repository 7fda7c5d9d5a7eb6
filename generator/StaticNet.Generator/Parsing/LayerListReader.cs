using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Heads;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary>The layers behind an attribute in its brackets, in their order.</summary>
internal static class LayerListReader
{
    /// <summary>The layers, and the heads among them where there may be some; null where one does not compile yet or stands elsewhere.</summary>
    public static List<LayerDraft>? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems, HeadList? heads = null)
    {
        (int[] behind, int[] elsewhere) = attributes.LayersOf(attribute.Index);
        foreach (int layer in elsewhere)
        {
            problems.Add(new(ProblemKind.LayersInSeveralLists, ProblemPlace.OfAttribute(layer), LayerReaders.KindOf(attributes[layer]), attributes.KindOf(attribute.Index)));
        }

        bool isComplete = elsewhere.Length == 0 && !attribute.IsBroken;
        var layers = new List<LayerDraft>(behind.Length);
        foreach (int index in behind)
        {
            AttributeReader reader = attributes.Reader(index, problems);
            string kind = LayerReaders.KindOf(attributes[index]);
            if (heads is not null && kind == "Head")
            {
                isComplete &= heads.Begin(reader, layers);
                continue;
            }

            isComplete &= kind == "FreeParameter" || heads?.Takes(reader, kind) != false;
            string? name = reader.Property<string?>("Name", null);
            ProblemPlace namePlace = reader.Has("Name") && name is not null ? reader.PlaceOf("Name") : reader.Place;
            LayerDraft? layer = LayerReaders.Read(
                attributes[index], reader, heads?.NameOf(name, layers) ?? name ?? layers.Count(static draft => !draft.Layer.IsFreeParameter).ToString(CultureInfo.InvariantCulture), namePlace, layers, problems, heads?.First ?? 0);
            if (layer is null || reader.IsBroken)
            {
                isComplete = false;
                continue;
            }

            layers.Add(layer);
        }

        return isComplete ? layers : null;
    }
}
