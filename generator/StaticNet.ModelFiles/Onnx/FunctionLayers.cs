using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Turns functions of one number into layers: one activation where it is one, otherwise a few in a row.</summary>
internal static class FunctionLayers
{
    /// <summary>Appends the layers and returns what the last one writes, in the shape that the rows had.</summary>
    /// <exception cref="ModelFileException">No combination of known activations has these values.</exception>
    public static RowsValue Append(ImportContext context, OnnxNode node, FunctionValue value, string name)
    {
        RowsValue rows = Resolve(context, node, value.Rows, value.Function, name);
        return rows.View(value.Rows.Shape, value.Rows.HasBatch, name);
    }

    /// <summary>A layer y = scale·x + shift per feature: an evaluated BatchNorm with mean 0, variance 1 and no epsilon is just that.</summary>
    public static RowsValue AppendScaleAndShift(ImportContext context, RowsValue rows, float[] scale, float[] shift, string initializer, string name)
    {
        int size = rows.Size;
        PendingLayer layer = new PendingLayer("BatchNorm1d", size, size, [rows.Layer])
            .With("eps", 0)
            .With("weight", [size], scale, initializer)
            .With("bias", [size], shift, initializer)
            .With("running_mean", [size], new float[size], "")
            .With("running_var", [size], [.. Enumerable.Repeat(1f, size)], "");
        return context.Layers.Add(layer, rows.HasBatch, name).View(rows.Shape, rows.HasBatch, name);
    }

    private static RowsValue Resolve(ImportContext context, OnnxNode node, RowsValue rows, ScalarFunction function, string name)
    {
        if (function.Operation == "x")
        {
            return rows;
        }

        if (TryAppend(context, rows, function, name) is RowsValue known)
        {
            return known;
        }

        // Not one activation as a whole: the root by itself, applied to what its operand turns out to be.
        ScalarFunction[] unknown = [.. function.Operands.Where(operand => !operand.IsNumber)];
        if (unknown.Length == 1 && unknown[0].Operation != "x")
        {
            RowsValue inner = Resolve(context, node, rows, unknown[0], name);
            if (TryAppend(context, inner, function.RootOfArgument(), name) is RowsValue outer)
            {
                return outer;
            }
        }
        else if (function.Operation == "Add" && unknown.Length == 2)
        {
            RowsValue left = Resolve(context, node, rows, unknown[0], name);
            RowsValue right = Resolve(context, node, rows, unknown[1], name);
            return context.Layers.Add(new PendingLayer("Add", rows.Size, rows.Size, [left.Layer, right.Layer]), rows.HasBatch, name);
        }

        throw ImportContext.Problem(
            node, $"what it computes from one number is no activation that is supported; the nearest is {ActivationRecognizer.Nearest(function)}");
    }

    private static RowsValue? TryAppend(ImportContext context, RowsValue rows, ScalarFunction function, string name)
    {
        if (ActivationRecognizer.Recognize(function) is (string kind, (string Name, double Value)[] arguments))
        {
            if (kind == "Identity")
            {
                return rows;
            }

            var layer = new PendingLayer(kind, rows.Size, rows.Size, [rows.Layer]);
            layer.Arguments.AddRange(arguments);
            return context.Layers.Add(layer, rows.HasBatch, name);
        }

        if (ActivationRecognizer.RecognizeLine(function) is (double scale, double shift))
        {
            return AppendScaleAndShift(
                context, rows, [.. Enumerable.Repeat((float)scale, rows.Size)], [.. Enumerable.Repeat((float)shift, rows.Size)], "", name);
        }

        return null;
    }
}
