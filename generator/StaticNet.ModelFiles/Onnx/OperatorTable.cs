using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Which operators are supported and who reads them; for the others, what comes nearest.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Func<ImportContext, OnnxNode, GraphValue>> s_operators = new(StringComparer.Ordinal)
    {
        ["Constant"] = (_, node) => ShapeOperators.Constant(node),
        ["Gemm"] = LinearOperators.Gemm,
        ["MatMul"] = LinearOperators.MatMul,
        ["Identity"] = ShapeOperators.Identity,
        ["Cast"] = ShapeOperators.Cast,
        ["Dropout"] = ShapeOperators.Dropout,
        ["Flatten"] = ShapeOperators.Flatten,
        ["Reshape"] = ShapeOperators.Reshape,
        ["Squeeze"] = ShapeOperators.Squeeze,
        ["Unsqueeze"] = ShapeOperators.Unsqueeze,
        ["Transpose"] = ShapeOperators.Transpose,
        ["Concat"] = ShapeOperators.Concat,
        ["Shape"] = ShapeOperators.Shape,
        ["Gather"] = ShapeOperators.Gather,
        ["Slice"] = ShapeOperators.Slice,
        ["LayerNormalization"] = NormalizationOperators.LayerNormalization,
        ["RMSNormalization"] = NormalizationOperators.RMSNormalization,
        ["BatchNormalization"] = NormalizationOperators.BatchNormalization,
        ["ReduceMean"] = NormalizationOperators.ReduceMean,
        ["Softmax"] = (context, node) => NormalizationOperators.Softmax(context, node, "Softmax"),
        ["LogSoftmax"] = (context, node) => NormalizationOperators.Softmax(context, node, "LogSoftmax"),
        ["Clip"] = ElementwiseOperators.Clip,
        ["HardSigmoid"] = ElementwiseOperators.HardSigmoid,
        ["PRelu"] = ElementwiseOperators.PRelu,
        ["Where"] = ElementwiseOperators.Where,
        ["Sum"] = ElementwiseOperators.Sum,
        ["LeakyRelu"] = (context, node) => ElementwiseOperators.Unary(context, node, "LeakyRelu", node.Float("alpha", 0.01f)),
        ["Elu"] = (context, node) => ElementwiseOperators.Unary(context, node, "Elu", node.Float("alpha", 1)),
        ["Celu"] = (context, node) => ElementwiseOperators.Unary(context, node, "Celu", node.Float("alpha", 1)),
        ["Selu"] = (context, node) => ElementwiseOperators.Unary(
            context, node, "Selu", node.Float("alpha", 1.67326319217681884765625), node.Float("gamma", 1.05070102214813232421875)),
        ["Shrink"] = (context, node) => ElementwiseOperators.Unary(context, node, "Shrink", node.Float("lambd", 0.5), node.Float("bias", 0)),
        ["Swish"] = ElementwiseOperators.Swish,
        ["Gelu"] = (context, node) => ElementwiseOperators.Unary(context, node, node.Attribute("approximate")?.Text == "tanh" ? "GeluTanh" : "Gelu"),
    };

    private static readonly string[] s_unary =
    [
        "Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "Mish", "HardSwish", "Erf", "Exp", "Log", "Neg", "Abs", "Sqrt", "Reciprocal", "Sign", "Not",
    ];

    private static readonly string[] s_binary =
    [
        "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or",
    ];

    private static readonly Dictionary<string, string> s_advice = new(StringComparer.Ordinal)
    {
        ["Conv"] = "networks of Gemm and MatMul layers over flat rows are supported; the nearest is Gemm",
        ["LSTM"] = "only feed-forward graphs are supported; the nearest is Gemm over a window of inputs",
        ["GRU"] = "only feed-forward graphs are supported; the nearest is Gemm over a window of inputs",
        ["RNN"] = "only feed-forward graphs are supported; the nearest is Gemm over a window of inputs",
        ["QuantizeLinear"] = "quantized graphs are not supported; export the network in float",
        ["DequantizeLinear"] = "quantized graphs are not supported; export the network in float",
        ["If"] = "graphs with control flow are not supported; export one branch",
        ["Loop"] = "graphs with control flow are not supported; export the loop written out",
        ["ArgMax"] = "the network must end in its scores; PredictClass takes their maximum",
        ["BatchNormalization"] = "the nearest is BatchNormalization of the default domain",
    };

    static OperatorTable()
    {
        foreach (string operation in s_unary)
        {
            s_operators.Add(operation, (context, node) => ElementwiseOperators.Unary(context, node, operation));
        }

        foreach (string operation in s_binary)
        {
            s_operators.Add(operation, (context, node) => ElementwiseOperators.Binary(context, node, operation));
        }
    }

    /// <summary>What a node computes.</summary>
    /// <exception cref="ModelFileException">The operator, or what it is applied to, is not supported.</exception>
    public static GraphValue Apply(ImportContext context, OnnxNode node)
    {
        bool isStandard = node.Domain is "" or "ai.onnx";
        if (isStandard && s_operators.TryGetValue(node.Operation, out Func<ImportContext, OnnxNode, GraphValue>? apply))
        {
            return apply(context, node);
        }

        string operation = isStandard ? $"'{node.Operation}'" : $"'{node.Operation}' of the domain '{node.Domain}'";
        string advice = s_advice.TryGetValue(node.Operation, out string? text) ? text : $"the nearest that is supported is {Nearest(node.Operation)}";
        throw ImportContext.Problem(node, $"the operator {operation} is not supported; {advice}");
    }

    /// <summary>The supported name with the smallest edit distance, a name within the other counting as near.</summary>
    private static string Nearest(string operation)
    {
        string wanted = operation.Length > 40 ? operation.Substring(0, 40) : operation;
        return s_operators.Keys
            .OrderBy(name => wanted.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0 ? 0 : 1)
            .ThenBy(name => EditDistance(name.ToUpperInvariant(), wanted.ToUpperInvariant()))
            .ThenBy(name => name, StringComparer.Ordinal)
            .First();
    }

    private static int EditDistance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
