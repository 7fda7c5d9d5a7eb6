using System.Collections.Generic;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Finds the input that an output depends on, and what it holds.</summary>
internal static class GraphInputReader
{
    /// <exception cref="ModelFileException">There is none, there are several, or its type or shape is not supported.</exception>
    public static GraphInput Read(OnnxGraph graph, UsedNodes used)
    {
        OnnxValueInfo input = OnlyInput(graph, used);
        string name = SafetensorsHeader.Show(input.Name);
        List<long> shape = input.Shape ?? throw Problem($"the input {name} has no shape; export the network with one, such as [batch, 4]");
        if (!TensorDecoder.IsFloat(input.ElementType) && !TensorDecoder.IsInteger(input.ElementType))
        {
            throw Problem($"the input {name} is of type {TensorDecoder.TypeName(input.ElementType)}; FLOAT is expected, or integers that the graph casts to FLOAT first");
        }

        // Samples in columns are rows to us if every reader transposes them.
        List<OnnxNode> readers = [.. used.Nodes.Where(node => node.Inputs.Contains(input.Name))];
        bool isTransposed = shape.Count == 2 && readers.Count > 0
            && readers.TrueForAll(node => node.Operation == "Gemm" && node.Input(0) == input.Name && node.Integer("transA", 0) != 0);
        if (readers.Exists(node => node.Operation == "Gemm" && node.Integer("transA", 0) != 0) && !isTransposed)
        {
            throw Problem($"the input {name} is read both transposed and as it is; write samples in rows");
        }

        long[] perSample = [.. isTransposed ? shape.Take(1) : shape.Skip(shape.Count > 1 ? 1 : 0)];
        long batch = shape.Count > 1 ? shape[isTransposed ? 1 : 0] : -1;
        if (shape.Count == 1 && shape[0] < 1)
        {
            throw Problem($"the input {name} has one dimension, which is open, so that it does not say how many values a sample has; export the network with the shape [batch, features], or [features] with a number");
        }

        if (perSample.Any(dimension => dimension < 1))
        {
            throw Problem($"the input {name} has the shape [{string.Join(", ", shape.Select(d => d < 1 ? "?" : $"{d}"))}]; only the first dimension, the batch, may be open");
        }

        long size = 1;
        foreach (long dimension in perSample)
        {
            size = dimension <= ImportContext.MaximumSize ? size * dimension : long.MaxValue;
            if (size > ImportContext.MaximumSize)
            {
                throw Problem($"the input {name} has more than {ImportContext.MaximumSize} values per sample");
            }
        }

        if (batch > ImportContext.MaximumSize)
        {
            throw Problem($"the input {name} has a fixed batch of {batch} samples; export the network with an open batch, or one of 1");
        }

        if (TensorDecoder.IsInteger(input.ElementType))
        {
            CheckCasts(input, used);
        }

        return new(input.Name, [.. perSample.Select(dimension => (int)dimension)], shape.Count > 1, batch < 1 ? -1 : batch, isTransposed) { IsDouble = input.ElementType == 11 };
    }

    private static OnnxValueInfo OnlyInput(OnnxGraph graph, UsedNodes used)
    {
        // Old files list their weights among the inputs.
        var stored = new HashSet<string>(graph.Initializers.Select(initializer => initializer.Name));
        List<OnnxValueInfo> inputs = graph.Inputs.FindAll(value => !stored.Contains(value.Name) && used.Uses(value.Name) > 0);
        return inputs.Count == 1
            ? inputs[0]
            : throw Problem(inputs.Count == 0
                ? "the output depends on no input of the graph"
                : $"the output depends on {inputs.Count} inputs ({List(inputs)}); exactly one is supported. Join them before the export (torch.cat), so that the network reads one row");
    }

    /// <summary>An input of integers is one of floats to us as long as nothing computes with the integers.</summary>
    private static void CheckCasts(OnnxValueInfo input, UsedNodes used)
    {
        var integers = new HashSet<string> { input.Name };
        foreach (OnnxNode node in used.Nodes.Where(node => node.Inputs.Exists(integers.Contains)))
        {
            switch (node.Operation)
            {
                case "Cast" when TensorDecoder.IsFloat((int)node.Integer("to", 1)):
                case "Shape":
                case "Scaler" or "Normalizer" or "LinearRegressor" or "LinearClassifier" when node.Domain == "ai.onnx.ml":
                    break;
                case "Identity" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose" or "Cast":
                    integers.UnionWith(node.Outputs);
                    break;
                default:
                    throw ImportContext.Problem(node, $"it computes with integers ({TensorDecoder.TypeName(input.ElementType)}) of the input {SafetensorsHeader.Show(input.Name)}; cast them to FLOAT first");
            }
        }
    }

    private static string List(List<OnnxValueInfo> values) =>
        string.Join(", ", values.Take(8).Select(value => SafetensorsHeader.Show(value.Name))) + (values.Count > 8 ? ", ..." : "");

    private static ModelFileException Problem(string what) => new("", "", what);
}
