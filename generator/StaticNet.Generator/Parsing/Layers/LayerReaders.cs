using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>Reads one layer attribute; null where the layer cannot be made, which has been said then.</summary>
internal delegate LayerSpec? LayerReader(LayerContext context);

/// <summary>What the reader of a layer may use.</summary>
/// <param name="Attribute">The attribute's values.</param>
/// <param name="Name">The layer's name, its index where none was given.</param>
/// <param name="Earlier">The layers before it.</param>
/// <param name="Problems">Receives what is wrong.</param>
internal sealed record LayerContext(
    AttributeReader Attribute, string Name, IReadOnlyList<LayerDraft> Earlier, List<SpecProblem> Problems);

/// <summary>The layer kinds of <c>[Sequential]</c>, by their attributes' metadata names. A new layer is entered here.</summary>
internal static class LayerReaders
{
    private static readonly Dictionary<string, LayerReader> s_readers = CreateReaders();

    public static bool IsLayer(string metadataName) => s_readers.ContainsKey(metadataName);

    /// <summary>The layer's kind as its author writes it.</summary>
    public static string KindOf(AttributeData attribute)
    {
        string name = attribute.AttributeClass?.Name ?? "";
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    public static LayerDraft? Read(
        AttributeData data, AttributeReader attribute, string name, ProblemPlace namePlace, IReadOnlyList<LayerDraft> earlier, List<SpecProblem> problems)
    {
        LayerSpec? layer = s_readers[NetworkAttributes.NameOf(data)!](new(attribute, name, earlier, problems));
        if (layer is not LinearSpec)
        {
            return layer is null ? null : new(layer, attribute.Place, attribute.Place, namePlace, "");
        }

        int sizes = data.ConstructorArguments.Length;
        return new(
            layer,
            attribute.Place,
            ProblemPlace.OfArgument(attribute.Index, sizes - 1),
            namePlace,
            $"The number of outputs of layer {earlier.Count + 1} (Linear)",
            sizes == 2 ? attribute.Argument(0, 0) : 0);
    }

    private static Dictionary<string, LayerReader> CreateReaders()
    {
        var readers = new Dictionary<string, LayerReader>(StringComparer.Ordinal)
        {
            ["StaticNet.LinearAttribute"] = LinearReader.Read,
            ["StaticNet.LayerNormAttribute"] = static layer =>
                new LayerNormSpec(layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Property("Affine", true)),
            ["StaticNet.BatchNorm1dAttribute"] = static layer =>
                new BatchNorm1dSpec(layer.Name, layer.Attribute.Argument(0, 0f), layer.Attribute.Argument(1, 0f), layer.Attribute.Property("Affine", true)),
            ["StaticNet.DropoutAttribute"] = static layer => new DropoutSpec(layer.Name, layer.Attribute.Argument(0, 0f)),
            ["StaticNet.PReLUAttribute"] = static layer => new PReLUSpec(layer.Name, layer.Attribute.Argument(0, 0f)),
            ["StaticNet.ResidualAttribute"] = ResidualReader.Read,
            ["StaticNet.ConcatAttribute"] = ConcatReader.Read,
        };
        foreach (Activation function in Enum.GetValues(typeof(Activation)))
        {
            if (function != Activation.Identity)
            {
                readers[$"StaticNet.{function}Attribute"] = layer => ReadActivation(layer, function);
            }
        }

        return readers;
    }

    private static ActivationSpec ReadActivation(LayerContext layer, Activation function) => new(
        layer.Name,
        function,
        layer.Attribute.Argument(0, ActivationDefaults.Parameter(function)),
        layer.Attribute.Argument(1, ActivationDefaults.SecondParameter(function)));
}
