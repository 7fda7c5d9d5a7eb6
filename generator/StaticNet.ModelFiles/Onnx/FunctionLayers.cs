using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Turns functions of one number into layers: an activation, or a few of them and lines in a row.</summary>
internal static class FunctionLayers
{
    /// <summary>Appends the layers and returns what the last one writes, in the shape that the rows had.</summary>
    /// <exception cref="ModelFileException">No chain of known activations is this function.</exception>
    public static RowsValue Append(ImportContext context, FunctionValue value, string name)
    {
        RowsValue rows = Resolve(context, value, value.Function, name);
        return rows.View(value.Rows.Shape, value.Rows.HasBatch, name);
    }

    private static RowsValue Resolve(ImportContext context, FunctionValue value, ScalarFunction function, string name)
    {
        if (new FunctionDecomposition().Of(function) is FunctionStep[] steps)
        {
            return Chain(context, value.Rows, steps, name);
        }

        // A residual connection around a function: the sum of two chains.
        if (function.Operation is "Add" or "Sub" && function.Operands.All(operand => !operand.IsNumber))
        {
            RowsValue left = Resolve(context, value, function.Operands[0], "");
            RowsValue right = Resolve(context, value, function.Operation == "Add" ? function.Operands[1] : ScalarFunction.Apply("Neg", [], function.Operands[1]), "");
            return context.Layers.Add(new PendingLayer("Add", value.Rows.Size, value.Rows.Size, [left.Layer, right.Layer]), value.Rows.HasBatch, name);
        }

        string shown = value.Function.ToString();
        throw ImportContext.Problem(
            value.Node, $"it computes {(shown.Length <= 120 ? shown : shown.Substring(0, 120) + "…")} of each number, which is no activation that is supported and no chain of them; compute it in your program, on the network's inputs or outputs, and export the rest");
    }

    /// <summary>The steps one after another; the last one writes the value of that name.</summary>
    private static RowsValue Chain(ImportContext context, RowsValue rows, FunctionStep[] steps, string name)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            rows = Append(context, rows, steps[i], i == steps.Length - 1 ? name : "");
        }

        return rows;
    }

    private static RowsValue Append(ImportContext context, RowsValue rows, FunctionStep step, string name)
    {
        if (step.Summands.Length > 0)
        {
            int[] inputs = [.. step.Summands.Select(chain => Chain(context, rows, chain, "").Layer)];
            return context.Layers.Add(new PendingLayer("Add", rows.Size, rows.Size, inputs), rows.HasBatch, name);
        }

        if (step.IsLine)
        {
            double[] scale = [.. Enumerable.Repeat(step.Scale, rows.Size)];
            double[] shift = [.. Enumerable.Repeat(step.Shift, rows.Size)];
            return new ScaledValue(rows, scale, shift, []).Append(context, name);
        }

        var layer = new PendingLayer(step.Kind, rows.Size, rows.Size, [rows.Layer]);
        layer.Arguments.AddRange(step.Arguments);
        return context.Layers.Add(layer, rows.HasBatch, name);
    }
}
