using System;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Rows divided by their norm: Normalizer of ai.onnx.ml, LpNormalization, and ReduceL2 with Div as torch.nn.functional.normalize writes it.</summary>
internal static class RowNormOperators
{
    /// <summary>The smallest normal float: keeps a row of zeros at zero, and is lost beside the square of any other number.</summary>
    private const double SmallestSquare = 1.17549435e-38;

    /// <summary>Above this the clamp of a norm would show in networks' ordinary numbers.</summary>
    private const double LargestClamp = 1e-9;

    /// <summary>Of ai.onnx.ml: L1, L2 or MAX, along the features.</summary>
    public static GraphValue Normalizer(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetFlatRows(node, 0);
        string norm = node.Attribute("norm")?.Text ?? "MAX";
        return norm switch
        {
            "L1" => DividedBySum(context, node, rows),
            "L2" => DividedByLength(context, node, rows, SmallestSquare),
            _ => throw ImportContext.Problem(node, $"it divides each row by its norm '{norm}'; L2, and L1 of probabilities, are supported. Export the part before it and divide in your program"),
        };
    }

    /// <summary>p = 1 or 2 along the last axis.</summary>
    public static GraphValue LpNormalization(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetFlatRows(node, 0);
        CheckAxis(node, rows, [node.Integer("axis", -1)]);
        return node.Integer("p", 2) == 1 ? DividedBySum(context, node, rows) : DividedByLength(context, node, rows, SmallestSquare);
    }

    /// <summary>The length of a row, by which a Div divides.</summary>
    public static GraphValue ReduceL2(ImportContext context, OnnxNode node) => Norm(context, node, NormalizationStage.Length);

    /// <summary>The sum of a row, or of its magnitudes, by which a Div divides: the same for probabilities.</summary>
    public static GraphValue ReduceSum(ImportContext context, OnnxNode node) => Norm(context, node, NormalizationStage.Sum);

    /// <summary>The norm once more for each feature; a Div does that anyway.</summary>
    public static GraphValue Expand(ImportContext context, OnnxNode node) => context.Get(node, 0) is NormalizationValue { Stage: NormalizationStage.Length or NormalizationStage.Sum } norm
        && context.Get(node, 1) is ConstantValue { Integers: { Length: > 0 } shape } && shape[shape.Length - 1] == norm.Rows.Size
            ? norm
            : throw ImportContext.Problem(node, "it repeats numbers of a row; only the norm of a row is repeated, for a Div by it");

    /// <summary>max(norm, a small number), so that nothing is divided by 0.</summary>
    public static GraphValue Clamped(OnnxNode node, NormalizationValue norm, double minimum, double maximum) =>
        norm.Stage == NormalizationStage.Length && minimum is >= 0 and <= LargestClamp && double.IsPositiveInfinity(maximum)
            ? new NormalizationValue(norm.Rows, norm.Stage, minimum)
            : throw ImportContext.Problem(node, $"it bounds the norm of a row; a lower bound of at most {LargestClamp:R} for the length (norm 2) is supported. Export the part before it and divide in your program");

    /// <summary>x divided by the norm that was computed of it.</summary>
    public static GraphValue Divided(ImportContext context, OnnxNode node, RowsValue rows, NormalizationValue norm) => norm.Stage == NormalizationStage.Sum
        ? DividedBySum(context, node, rows)
        : DividedByLength(context, node, rows, Math.Max(SmallestSquare, norm.Epsilon * norm.Epsilon / rows.Size));

    /// <summary>
    /// Of probabilities: a softmax has the sum 1 already, so do the sigmoids of s and −s with which a classifier of two classes ends; sigmoids
    /// divided by their sum are the softmax of their logarithms.
    /// </summary>
    private static RowsValue DividedBySum(ImportContext context, OnnxNode node, RowsValue rows)
    {
        PendingLayer? last = rows.Layer >= 0 ? context.Layers[rows.Layer] : null;
        if (last is null || last.Kind is not ("Softmax" or "Sigmoid"))
        {
            throw ImportContext.Problem(
                node, "it divides each row by the sum of its magnitudes; that is supported for probabilities only (behind Softmax, Sigmoid or a classifier). Export the part before it and divide in your program");
        }

        int source = last.Inputs[0];
        bool isSumOne = last.Kind == "Softmax" || (source >= 0 && IsMirrored(context.Layers[source]));
        int logarithm = isSumOne ? source : context.Layers.Add(new PendingLayer("LogSigmoid", rows.Size, rows.Size, [source]), rows.HasBatch, "").Layer;
        string kind = isSumOne ? last.Kind : "Softmax";
        return context.Layers.Add(new PendingLayer(kind, rows.Size, rows.Size, [logarithm]), rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>x/√Σx² is the root mean square norm times 1/√n.</summary>
    private static RowsValue DividedByLength(ImportContext context, OnnxNode node, RowsValue rows, double epsilon)
    {
        float[] weight = [.. Enumerable.Repeat((float)(1 / Math.Sqrt(rows.Size)), rows.Size)];
        PendingLayer layer = new PendingLayer("RMSNorm", rows.Size, rows.Size, [rows.Layer]).With("eps", ShortNumber.Of(epsilon)).With("weight", [rows.Size], weight, "");
        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    private static NormalizationValue Norm(ImportContext context, OnnxNode node, NormalizationStage stage)
    {
        RowsValue rows = context.GetFlatRows(node, 0);
        CheckAxis(node, rows, node.Attribute("axes")?.Integers.ToArray() ?? (context.TryGet(node, 1) as ConstantValue)?.Integers ?? []);
        return node.Integer("keepdims", 1) == 1
            ? new NormalizationValue(rows, stage, 0)
            : throw ImportContext.Problem(node, "it takes the dimension away (keepdims = 0); a norm of the row by which the row is divided is supported");
    }

    private static void CheckAxis(OnnxNode node, RowsValue rows, long[] axes)
    {
        if (axes.Length != 1 || (axes[0] != -1 && axes[0] != rows.Rank - 1) || rows.Shape.Length == 0)
        {
            throw ImportContext.Problem(node, $"it takes norms along the axes [{string.Join(", ", axes)}] of samples of shape [{string.Join(", ", rows.Shape)}]; norms of whole rows (the last axis) are supported");
        }
    }

    /// <summary>Whether a Linear writes s and −s, whatever it reads.</summary>
    private static bool IsMirrored(PendingLayer layer) => layer is { Kind: "Linear", OutputSize: 2 }
        && layer.Parameters.TrueForAll(parameter => Enumerable.Range(0, parameter.Values.Length / 2).All(i => parameter.Values[i] == -parameter.Values[i + (parameter.Values.Length / 2)]));
}
