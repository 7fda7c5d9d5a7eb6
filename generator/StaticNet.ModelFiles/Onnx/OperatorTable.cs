using System;
using System.Collections.Generic;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Which operators are supported, and what reads them.</summary>
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
        ["Gather"] = SelectionOperators.Gather,
        ["Slice"] = SelectionOperators.Slice,
        ["Split"] = SelectionOperators.Split,
        ["LayerNormalization"] = NormalizationOperators.LayerNormalization,
        ["LpNormalization"] = RowNormOperators.LpNormalization,
        ["ReduceL1"] = RowNormOperators.ReduceSum,
        ["ReduceSum"] = RowNormOperators.ReduceSum,
        ["ReduceL2"] = RowNormOperators.ReduceL2,
        ["Expand"] = RowNormOperators.Expand,
        ["RMSNormalization"] = NormalizationOperators.RMSNormalization,
        ["BatchNormalization"] = NormalizationOperators.BatchNormalization,
        ["ReduceMean"] = NormalizationOperators.ReduceMean,
        ["Softmax"] = (context, node) => NormalizationOperators.Softmax(context, node, "Softmax"),
        ["LogSoftmax"] = (context, node) => NormalizationOperators.Softmax(context, node, "LogSoftmax"),
        ["Clip"] = ElementwiseOperators.Clip,
        ["HardSigmoid"] = ElementwiseOperators.HardSigmoid,
        ["PRelu"] = ElementwiseOperators.PRelu,
        ["Max"] = (context, node) => ElementwiseOperators.Extreme(context, node, "Max"),
        ["Min"] = (context, node) => ElementwiseOperators.Extreme(context, node, "Min"),
        ["Where"] = ElementwiseOperators.Where,
        ["Sum"] = ElementwiseOperators.Sum,
        ["LeakyRelu"] = (context, node) => ElementwiseOperators.Unary(context, node, "LeakyRelu", node.Float("alpha", 0.01f)),
        ["Elu"] = (context, node) => ElementwiseOperators.Unary(context, node, "Elu", node.Float("alpha", 1)),
        ["Celu"] = (context, node) => ElementwiseOperators.Unary(context, node, "Celu", node.Float("alpha", 1)),
        ["Selu"] = (context, node) => ElementwiseOperators.Unary(
            context, node, "Selu", node.Float("alpha", 1.67326319217681884765625), node.Float("gamma", 1.05070102214813232421875)),
        ["Shrink"] = (context, node) => ElementwiseOperators.Unary(context, node, "Shrink", node.Float("lambd", 0.5), node.Float("bias", 0)),
        ["ThresholdedRelu"] = (context, node) => ElementwiseOperators.Unary(context, node, "ThresholdedRelu", node.Float("alpha", 1)),
        ["Swish"] = ElementwiseOperators.Swish,
        ["DequantizeLinear"] = QuantizedOperators.DequantizeLinear,
        ["ai.onnx.ml.Scaler"] = ClassicalOperators.Scaler,
        ["ai.onnx.ml.LinearRegressor"] = ClassicalOperators.LinearRegressor,
        ["ai.onnx.ml.LinearClassifier"] = ClassicalOperators.LinearClassifier,
        ["ai.onnx.ml.Normalizer"] = RowNormOperators.Normalizer,
        ["ai.onnx.ml.ArrayFeatureExtractor"] = ClassicalOperators.ArrayFeatureExtractor,
        ["ai.onnx.ml.ZipMap"] = ClassicalOperators.ZipMap,
        ["Gelu"] = (context, node) => ElementwiseOperators.Unary(context, node, node.Attribute("approximate")?.Text == "tanh" ? "GeluTanh" : "Gelu"),
    };

    private static readonly string[] s_unary =
    [
        "Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "Mish", "HardSwish", "Erf", "Exp", "Log", "Neg", "Abs", "Sqrt", "Reciprocal", "Sign", "Not",
    ];

    private static readonly string[] s_binary =
    [
        "Add", "Sub", "Mul", "Div", "Pow", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or",
    ];

    /// <summary>Read in graphs over time only, by <see cref="Sequences.SequenceOperators"/>.</summary>
    private static readonly string[] s_overTime = ["LSTM", "GRU", "RNN", "Conv", "Pad", "ConstantOfShape", "ReduceMax"];

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

    /// <summary>All operators that are read, those of other domains with the domain in front.</summary>
    public static IEnumerable<string> Names => s_operators.Keys;

    /// <summary>What a node computes.</summary>
    /// <exception cref="ModelFileException">The operator, or what it is applied to, is not supported.</exception>
    public static GraphValue Apply(ImportContext context, OnnxNode node)
    {
        CheckKnown(node);
        OperatorAttributes.Check(node, Key(node));
        try
        {
            GraphValue value = s_operators.TryGetValue(Key(node), out Func<ImportContext, OnnxNode, GraphValue>? apply)
                ? apply(context, node)
                : throw ImportContext.Problem(node, $"the operator '{node.Operation}' is not supported; {OperatorAdvice.For(node)}");
            return value is ConstantValue constant && (node.Operation != "Shape" || context.Batch < 1) && IsOpen(context, node) ? constant.Opened(true) : value;
        }
        catch (ModelFileException) when (ConstantFolding.IsConstant(context, node) && node.Operation is not ("Cast" or "DequantizeLinear") && ConstantFolding.Fold(context, node) is GraphValue folded)
        {
            return folded;
        }
    }

    /// <summary>Whether a list of integers may hold the open batch: the shape of rows, and what is made of one.</summary>
    private static bool IsOpen(ImportContext context, OnnxNode node) => node.Operation == "Shape"
        ? context.Find(node.Input(0)) is RowsValue { HasBatch: true }
        : node.Inputs.Exists(name => context.Find(name) is ConstantValue { IsOpen: true });

    /// <summary>Refuses an operator that is not supported, whatever it is applied to.</summary>
    /// <exception cref="ModelFileException">The operator is not supported.</exception>
    public static void CheckKnown(OnnxNode node)
    {
        if (!s_operators.ContainsKey(Key(node)) && !(node.Domain is "" or "ai.onnx" && Array.IndexOf(s_overTime, node.Operation) >= 0))
        {
            string operation = node.Domain is "" or "ai.onnx" ? $"'{node.Operation}'" : $"'{node.Operation}' of the domain '{node.Domain}'";
            throw ImportContext.Problem(node, $"the operator {operation} is not supported; {OperatorAdvice.For(node)}");
        }
    }

    private static string Key(OnnxNode node) => node.Domain is "" or "ai.onnx" ? node.Operation : $"{node.Domain}.{node.Operation}";
}
