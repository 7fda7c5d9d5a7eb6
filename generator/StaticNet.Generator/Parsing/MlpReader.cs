using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Parsing.ModelFiles;
using StaticNet.Generator.Parsing.Rows;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Mlp(4, 10, 3)]</c>: linear layers with one activation between them.</summary>
internal static class MlpReader
{
    /// <summary>The network, or null where there is nothing to go on with.</summary>
    public static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems) =>
        Read(attribute, attributes, problems, attribute.Integers(0), rows: null);

    /// <summary><c>[Mlp&lt;Flower, Species&gt;(10)]</c>: inputs and outputs follow from the types.</summary>
    public static NetworkDraft? ReadTyped(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        int[] hidden = attribute.Integers(0);
        return RowTypeReader.Read(attribute, attributes.Type, problems) is TypedRowsSpec rows && TypedHeads.AreNotNeeded(rows, attribute, problems)
            ? Read(attribute, attributes, problems, [rows.InputSize, .. hidden, rows.OutputSize], rows)
            : null;
    }

    private static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems, int[] sizes, TypedRowsSpec? rows)
    {
        attributes.RefuseLayers(problems);
        int firstArgument = rows is null ? 0 : -1;
        var activation = attribute.Enum("Activation", Activation.ReLU);
        var outputActivation = attribute.Enum("OutputActivation", Activation.Identity);
        var loss = attribute.Enum("Loss", Loss.Auto);
        var initializer = attribute.Enum("Initializer", Initializer.Auto);
        bool bias = attribute.Property("Bias", true);
        bool standardize = attribute.Property("Standardize", false);
        string[]? names = attribute.Array<string>("Names");
        if (attribute.IsBroken)
        {
            return null;
        }

        if (sizes.Length < 2)
        {
            problems.Add(new(ProblemKind.TooFewSizes, attribute.Place, sizes.Length.ToString(CultureInfo.InvariantCulture)));
            return null;
        }

        int linears = sizes.Length - 1;
        if (names is not null && names.Length != linears)
        {
            problems.Add(new(
                ProblemKind.NameCountDiffers,
                attribute.PlaceOf("Names"),
                names.Length.ToString(CultureInfo.InvariantCulture),
                linears.ToString(CultureInfo.InvariantCulture)));
            return null;
        }

        var layers = new List<LayerDraft>((2 * linears) + 1);
        if (standardize)
        {
            ProblemPlace place = attribute.PlaceOf("Standardize");
            var layer = new FileLayer("Standardize", "standardize", sizes[0], [], new Dictionary<string, float>());
            layers.Add(new(LayerReaders.Read(new FileLayerContext(layer, layer.Name, Earlier: -1, static _ => true))!, place, place, place, ""));
        }

        for (int i = 0; i < linears; i++)
        {
            bool isOutput = i == linears - 1;
            layers.Add(new(
                new LinearSpec(names?[i] ?? DefaultName(i, linears), sizes[i + 1], bias, initializer),
                ProblemPlace.OfArgument(attribute.Index, firstArgument + i + 1),
                ProblemPlace.OfArgument(attribute.Index, firstArgument + i + 1),
                names is null ? attribute.Place : ProblemPlace.OfElement(attribute.Index, "Names", i),
                SizeText(firstArgument + i + 1)));
            Activation function = isOutput ? outputActivation : activation;
            if (function != Activation.Identity)
            {
                ProblemPlace place = attribute.PlaceOf(isOutput ? "OutputActivation" : "Activation");
                string index = layers.Count.ToString(CultureInfo.InvariantCulture);
                layers.Add(new(new ActivationSpec(index, function), place, place, attribute.Place, ""));
            }
        }

        return new(
            sizes[0],
            ProblemPlace.OfArgument(attribute.Index, 0),
            SizeText(0),
            layers,
            TrainingSpec.Default(loss),
            attribute.Place,
            attribute.Has("Loss") ? attribute.PlaceOf("Loss") : attribute.Place,
            Unroll: attribute.Enum("Unroll", Unroll.Auto))
        {
            Rows = rows,
            Style = attribute.Enum("Style", NetworkStyle.Fast),
            StylePlace = attribute.PlaceOf("Style"),
            IsStyleOpen = !attribute.Has("Style"),
        };
    }

    /// <summary><c>hidden</c>, <c>output</c>; with several hidden layers <c>hidden1</c>, <c>hidden2</c>, …</summary>
    private static string DefaultName(int layer, int layers) =>
        layer == layers - 1 ? "output"
        : layers == 2 ? "hidden"
        : "hidden" + (layer + 1).ToString(CultureInfo.InvariantCulture);

    private static string SizeText(int index) => "Layer size at position " + (index + 1).ToString(CultureInfo.InvariantCulture);
}
