using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Heads;
using StaticNet.Generator.Parsing.Rows;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Sequential(4), Linear(32), ReLU, Linear(3)]</c>: the layers of one attribute list, in its order.</summary>
internal static class SequentialReader
{
    public static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems) =>
        Read(attribute, attributes, problems, attribute.Argument(0, 0), rows: null);

    /// <summary><c>[Sequential&lt;Flower, Species&gt;, Linear(10), ReLU, Linear(3)]</c>: the inputs follow from the type.</summary>
    public static NetworkDraft? ReadTyped(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        if (RowTypeReader.Read(attribute, attributes.Type, problems) is not TypedRowsSpec rows
            || Read(attribute, attributes, problems, rows.InputSize, rows) is not NetworkDraft draft)
        {
            return null;
        }

        int outputs = draft.ValueSizes()[draft.Layers.Count];
        if (draft.Heads.Count == 0 && outputs != rows.OutputSize)
        {
            problems.Add(new(
                ProblemKind.RowTypeUnusable, draft.Layers[draft.Layers.Count - 1].Place, rows.OutputType.Replace("global::", ""),
                $"has {rows.OutputSize} members, and the last layer {outputs} outputs; give the last layer {rows.OutputSize}"));
        }

        return draft;
    }

    private static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems, int inputs, TypedRowsSpec? rows)
    {
        Unroll unroll = attribute.Enum("Unroll", Unroll.Auto);
        var heads = new HeadList(inputs, problems, rows);
        if (LayerListReader.Read(attribute, attributes, problems, heads) is not List<LayerDraft> layers)
        {
            return null;
        }

        if (rows is not null && !heads.IsOpen && !TypedHeads.AreNotNeeded(rows, attribute, problems))
        {
            return null;
        }

        if (heads.Complete(layers) is not EquatableArray<HeadSpec> outputs)
        {
            return null;
        }

        if (!layers.Any(static layer => layer.Layer is LinearSpec or { IsOverTime: true }))
        {
            problems.Add(new(ProblemKind.SequentialWithoutWeights, attribute.Place));
            return null;
        }

        return new(
            inputs, ProblemPlace.OfArgument(attribute.Index, 0), "The input size", layers, TrainingSpec.Default(Loss.Auto),
            attribute.Place, attribute.Place, Unroll: unroll)
        {
            Rows = rows,
            Style = attribute.Enum("Style", NetworkStyle.Fast),
            StylePlace = attribute.PlaceOf("Style"),
            IsStyleOpen = !attribute.Has("Style"),
            Heads = outputs,
        };
    }
}
