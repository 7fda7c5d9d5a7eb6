using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>What reads each kind of layer, by its attribute's metadata name; filled by the list of all kinds.</summary>
internal static class LayerReaders
{
    private static readonly Dictionary<string, LayerReader> s_readers = new(StringComparer.Ordinal);

    public static void Add(string kind, LayerReader reader) => s_readers.Add($"StaticNet.{kind}Attribute", reader);

    public static bool IsLayer(string metadataName) => s_readers.ContainsKey(metadataName);

    /// <summary>The layer's kind as its author writes it.</summary>
    public static string KindOf(AttributeData attribute)
    {
        string name = attribute.AttributeClass?.Name ?? "";
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    /// <summary>A layer of a model file; null where its kind is unknown.</summary>
    public static LayerSpec? Read(FileLayerContext layer) =>
        s_readers.TryGetValue($"StaticNet.{layer.Layer.Kind}Attribute", out LayerReader? reader) ? reader.Read(layer) : null;

    public static LayerDraft? Read(
        AttributeData data, AttributeReader attribute, string name, ProblemPlace namePlace, IReadOnlyList<LayerDraft> earlier, List<SpecProblem> problems, int first = 0)
    {
        LayerSpec? layer = s_readers[NetworkAttributes.NameOf(data)!].Read(new LayerContext(attribute, name, earlier, problems, first));
        if (layer is not LinearSpec)
        {
            return layer is null ? null : new(layer, attribute.Place, attribute.Place, namePlace, "");
        }

        int sizes = data.ConstructorArguments.Length;
        return new(
            layer,
            attribute.Place,
            sizes == 0 ? attribute.Place : ProblemPlace.OfArgument(attribute.Index, sizes - 1),
            namePlace,
            $"The number of outputs of layer {earlier.Count + 1} (Linear)",
            sizes == 2 ? attribute.Argument(0, 0) : null);
    }
}
