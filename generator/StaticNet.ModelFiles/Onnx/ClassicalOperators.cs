using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Operators of the domain ai.onnx.ml, as scikit-learn's converter writes them.</summary>
internal static class ClassicalOperators
{
    /// <summary>(x − offset)·scale, StandardScaler and MinMaxScaler.</summary>
    public static GraphValue Scaler(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetFlatRows(node, 0);
        return ScaledValue.Of(rows)
            .Then("Sub", Spread(node, "offset", rows.Size), isConstantFirst: false, "")!
            .Then("Mul", Spread(node, "scale", rows.Size), isConstantFirst: false, "")!;
    }

    /// <summary>W·x + b of LinearRegression and its relatives.</summary>
    public static GraphValue LinearRegressor(ImportContext context, OnnxNode node) => node.Attribute("post_transform")?.Text is { Length: > 0 } and not "NONE"
        ? throw ImportContext.Problem(node, $"its post_transform is '{node.Attribute("post_transform")!.Text}', which ONNX Runtime leaves out in a regressor; NONE is supported. Write the function as a node behind it")
        : Linear(context, node, node.Integer("targets", 1), "targets", node.Outputs[0]);

    /// <summary>The scores of LogisticRegression and its relatives; the label, output 0, is not computed.</summary>
    public static GraphValue LinearClassifier(ImportContext context, OnnxNode node)
    {
        int labels = Math.Max(node.Attribute("classlabels_ints")?.Integers.Count ?? 0, node.Attribute("classlabels_strings")?.Strings.Count ?? 0);
        return Linear(context, node, labels, "class labels", node.Outputs.Count > 1 ? node.Outputs[1] : "");
    }

    /// <summary>Some columns, as a ColumnTransformer takes them. Labels are picked by it, too; they are not computed.</summary>
    public static GraphValue ArrayFeatureExtractor(ImportContext context, OnnxNode node)
    {
        if (context.Get(node, 0) is ConstantValue || context.Get(node, 1) is not ConstantValue)
        {
            throw ImportContext.Problem(node, $"it picks labels by what the network computes; {OperatorAdvice.Label}");
        }

        RowsValue rows = context.GetFlatRows(node, 0);
        long[] columns = ShapeOperators.Integers(context, node, 1, "columns");
        int wrong = Array.FindIndex(columns, column => column < 0 || column >= rows.Size);
        return wrong < 0
            ? SelectionOperators.Select(context, node, rows, [.. columns.Select(static column => (int)column)], [columns.Length], node.Outputs[0])
            : throw ImportContext.Problem(node, $"its column {columns[wrong]} is none of the {rows.Size} that it reads");
    }

    /// <summary>A table of labels and probabilities; the probabilities.</summary>
    public static GraphValue ZipMap(ImportContext context, OnnxNode node) => context.GetFlatRows(node, 0);

    private static RowsValue Linear(ImportContext context, OnnxNode node, long outputs, string what, string name)
    {
        RowsValue rows = context.GetFlatRows(node, 0);
        List<float> coefficients = node.Attribute("coefficients")?.Floats ?? [];
        List<float> intercepts = node.Attribute("intercepts")?.Floats ?? [];
        if (outputs < 1 || outputs > ImportContext.MaximumSize || coefficients.Count != outputs * rows.Size || (intercepts.Count != 0 && intercepts.Count != outputs))
        {
            throw ImportContext.Problem(
                node, $"it has {coefficients.Count} coefficients and {intercepts.Count} intercepts; {rows.Size} inputs and {outputs} {what} need {outputs * rows.Size} and {outputs}");
        }

        string transform = node.Attribute("post_transform")?.Text ?? "NONE";
        string? function = transform switch
        {
            "NONE" => null,
            "LOGISTIC" => "Sigmoid",
            "SOFTMAX" => "Softmax",
            _ => throw ImportContext.Problem(node, $"its post_transform is '{transform}'; NONE, LOGISTIC and SOFTMAX are supported"),
        };
        int size = (int)outputs;
        PendingLayer linear = new PendingLayer("Linear", rows.Size, size, [rows.Layer]).With("weight", [size, rows.Size], [.. coefficients], "");
        if (intercepts.Count > 0)
        {
            linear.With("bias", [size], [.. intercepts], "");
        }

        RowsValue scores = context.Layers.Add(linear, rows.HasBatch, function is null ? name : "");
        return function is null ? scores : context.Layers.Add(new PendingLayer(function, size, size, [scores.Layer]), rows.HasBatch, name);
    }

    /// <summary>An attribute of one number per feature, or one for all.</summary>
    private static double[] Spread(OnnxNode node, string attribute, int size)
    {
        List<float> values = node.Attribute(attribute)?.Floats ?? [];
        return values.Count == 1 || values.Count == size
            ? [.. Enumerable.Range(0, size).Select(i => (double)values[values.Count == 1 ? 0 : i])]
            : throw ImportContext.Problem(node, $"its {attribute} has {values.Count} numbers, expected {size}, one per feature");
    }
}
