using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Gemm and MatMul: layers with a weight matrix.</summary>
internal static class LinearOperators
{
    /// <summary>y = alpha·A·B + beta·C.</summary>
    public static GraphValue Gemm(ImportContext context, OnnxNode node)
    {
        if (context.Get(node, 0) is ConstantValue && context.Get(node, 1) is not ConstantValue)
        {
            throw ImportContext.Problem(node, "its input A is a constant and B is computed; expected the rows in A and the weights in B");
        }

        // transA is right only where the graph keeps samples in columns; such an input comes turned already.
        RowsValue rows = context.GetFlatRows(node, 0);
        if (node.Integer("transA", 0) != 0 && node.Input(0) != context.TransposedInput)
        {
            throw ImportContext.Problem(node, "transA = 1 mixes samples; it is supported only where the graph's input, with samples in columns, is read by such nodes alone");
        }

        double alpha = node.Float("alpha", 1);
        double beta = node.Float("beta", 1);
        ConstantValue weights = context.GetFloats(node, 1, "weight");
        PendingLayer layer = Layer(node, rows, weights, isTransposed: node.Integer("transB", 0) != 0, alpha);
        // With beta = 0 nothing of C counts, as in BLAS: not even NaN.
        if (beta != 0 && context.TryGet(node, 2) is not null)
        {
            float[] bias = context.GetVector(node, 2, "bias", layer.OutputSize);
            layer.With("bias", [bias.Length], [.. bias.Select(value => (float)(beta * value))], context.GetFloats(node, 2, "bias").Name);
        }

        return Append(context, node, rows, layer);
    }

    /// <summary>y = x·W; an Add of a constant after it becomes the bias.</summary>
    public static GraphValue MatMul(ImportContext context, OnnxNode node)
    {
        if (context.Get(node, 0) is ConstantValue && context.Get(node, 1) is not ConstantValue)
        {
            throw ImportContext.Problem(node, "its first input is a constant and the second is computed; expected x·W with the weights second");
        }

        RowsValue rows = context.GetFlatRows(node, 0);
        return Append(context, node, rows, Layer(node, rows, context.GetFloats(node, 1, "weight"), isTransposed: false, alpha: 1));
    }

    private static RowsValue Append(ImportContext context, OnnxNode node, RowsValue rows, PendingLayer layer)
    {
        // Dimensions of size 1 before the features stay.
        int[] shape = [.. rows.Shape.Take(rows.Shape.Length - 1), layer.OutputSize];
        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(shape, rows.HasBatch, node.Outputs[0]);
    }

    private static PendingLayer Layer(OnnxNode node, RowsValue rows, ConstantValue weights, bool isTransposed, double alpha)
    {
        string shape = $"[{string.Join(", ", weights.Shape)}]";
        if (weights.Shape.Length != 2 || weights.Count == 0)
        {
            throw ImportContext.Problem(node, $"its weight '{weights.Name}' has the shape {shape}, expected a matrix");
        }

        int inputs = weights.Shape[isTransposed ? 1 : 0];
        int outputs = weights.Shape[isTransposed ? 0 : 1];
        if (inputs != rows.Size)
        {
            throw ImportContext.Problem(node, $"its weight '{weights.Name}' {shape} takes {inputs} values, but the layer before it gives {rows.Size}");
        }

        if (outputs > ImportContext.MaximumSize)
        {
            throw ImportContext.Problem(node, $"it has {outputs} outputs; at most {ImportContext.MaximumSize} are supported");
        }

        return new PendingLayer("Linear", inputs, outputs, [rows.Layer]).With("weight", [outputs, inputs], Matrix(weights.Floats!, outputs, inputs, isTransposed, alpha), weights.Name);
    }

    /// <summary>[outputs, inputs]; large matrices that are stored so are not copied.</summary>
    private static float[] Matrix(float[] stored, int outputs, int inputs, bool isTransposed, double alpha)
    {
        if (isTransposed && alpha == 1)
        {
            return stored;
        }

        var matrix = new float[outputs * inputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int k = 0; k < inputs; k++)
            {
                float value = stored[isTransposed ? (o * inputs) + k : (k * outputs) + o];
                matrix[(o * inputs) + k] = alpha == 1 ? value : (float)(alpha * value);
            }
        }

        return matrix;
    }
}
