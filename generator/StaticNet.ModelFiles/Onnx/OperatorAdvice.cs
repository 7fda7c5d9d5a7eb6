using System;
using System.Collections.Generic;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>What to do about an operator that is not supported.</summary>
internal static class OperatorAdvice
{
    private const string Convolution = "networks over flat rows (Linear layers, norms, activations) are compiled; keep a convolutional network in ONNX Runtime";
    private const string Function = "StaticNet has no such activation; compute it in your program, on the network's inputs or outputs, and export the rest";
    private const string ControlFlow = "graphs with control flow are not compiled; export one branch, or the loop written out (torch.jit.trace)";
    private const string Quantized = "it computes in 8-bit integers; export the network in float, or with quantized weights only (DequantizeLinear of a constant)";
    public const string Label = "export the network up to its scores; PredictClass takes their maximum";
    private const string Attention = "attention and embeddings are not compiled; networks of Linear layers, norms and activations are";
    private const string Trees = "only linear models of scikit-learn are compiled (Scaler, Normalizer, LinearRegressor, LinearClassifier, ZipMap, and MLPClassifier and MLPRegressor)";
    private const string Reduction = "of what is computed over a row, only layer normalization and the division by a norm are compiled; compute it in your program, on the network's inputs or outputs";
    private const string Selection = "numbers of a row are not picked or moved one by one; bring the inputs into the order of the network in your program";
    private const string RuntimeFile = "ONNX Runtime's optimizer wrote it; use the file as it was before optimization";
    private const string Otherwise = "docs/from-onnx.md lists the operators that are; compute this part in your program, or write it with those before the export";

    private static readonly Dictionary<string, string> s_advice = Build();

    /// <summary>The advice for a node.</summary>
    public static string For(OnnxNode node)
    {
        if (node.Domain is "com.microsoft" or "com.microsoft.nchwc")
        {
            return RuntimeFile;
        }

        bool isKnownDomain = node.Domain is "" or "ai.onnx" or "ai.onnx.ml";
        if (isKnownDomain && node.Operation is "GRU" or "LSTM" or "RNN")
        {
            return "it is compiled where it reads steps of the graph's input";
        }

        return isKnownDomain && s_advice.TryGetValue(node.Operation, out string? advice) ? advice
            : isKnownDomain ? Otherwise
            : "it is not one of ONNX's own operators; export the model with standard operators only";
    }

    private static Dictionary<string, string> Build()
    {
        var advice = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string text, string operations)
        {
            foreach (string operation in operations.Split(' '))
            {
                advice.Add(operation, text);
            }
        }

        Add(Convolution, "Conv ConvTranspose MaxPool AveragePool GlobalAveragePool GlobalMaxPool LpPool Pad Resize Upsample InstanceNormalization GroupNormalization DepthToSpace SpaceToDepth LRN");
        Add(Function, "Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Floor Ceil Round Mod IsNaN IsInf Equal Xor BitShift CumSum Hardmax");
        Add(ControlFlow, "If Loop Scan SequenceAt SequenceConstruct Optional OptionalGetElement");
        Add(Quantized, "QuantizeLinear DynamicQuantizeLinear QLinearMatMul QLinearConv MatMulInteger ConvInteger");
        Add(Label, "ArgMax ArgMin TopK NonMaxSuppression");
        Add(Attention, "Attention Einsum RotaryEmbedding EyeLike Range OneHot");
        Add(Trees, "TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor SVMClassifier SVMRegressor LabelEncoder OneHotEncoder OrdinalEncoder Imputer Binarizer CategoryMapper DictVectorizer FeatureVectorizer");
        Add(Reduction, "ReduceMax ReduceMin ReduceProd ReduceLogSum ReduceLogSumExp ReduceSumSquare MeanVarianceNormalization Mean");
        Add(Selection, "GatherElements GatherND ScatterElements ScatterND Scatter Tile Trilu ReverseSequence Compress");
        return advice;
    }
}
