using System;
using System.Linq;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Linear models as scikit-learn's converter writes them, slopes per feature and quantized weights, against ONNX Runtime.</summary>
public sealed class ClassicalOperatorTests
{
    private const string Scaler = "s = ai.onnx.ml.Scaler(x) offset=[1.5,-2.0,0.25,100.5] scale=[0.5,2.0,4.0,0.125]";
    private const string Mirrored = "coefficients=[-0.5,0.25,1.5,-2.0,0.5,-0.25,-1.5,2.0] intercepts=[-0.75,0.75] classlabels_ints=[0,1] post_transform=LOGISTIC";
    private const string Three = "coefficients=[0.5,0.25,1.5,-2.0,0.125,-0.25,-1.5,2.0,1.0,1.25,-0.5,0.75] intercepts=[0.5,-0.75,0.25] classlabels_ints=[4,5,7]";

    [Theory]
    [InlineData("ScaleShift", "y = ai.onnx.ml.Scaler(x) offset=[1.5,-2.0,0.25,100.5] scale=[0.5,2.0,4.0,0.125]")]
    [InlineData("ScaleShift", "y = ai.onnx.ml.Scaler(x) offset=[0.5] scale=[3.0]")]
    [InlineData("ScaleShift,Linear", Scaler + "|y = ai.onnx.ml.LinearRegressor(s) coefficients=[0.5,-1.25,2.0,0.75] intercepts=[0.5]")]
    [InlineData("Linear", "y = ai.onnx.ml.LinearRegressor(x) coefficients=[0.5,-1.25,2.0,0.75,1.0,0.0,-0.5,3.0] intercepts=[0.5,-2.0] targets=2")]
    [InlineData("Linear,Sigmoid", "label, y = ai.onnx.ml.LinearClassifier(x) " + Mirrored)]
    [InlineData("Linear,Sigmoid", "label, p = ai.onnx.ml.LinearClassifier(x) " + Mirrored + "|y = ai.onnx.ml.Normalizer(p) norm=L1")]
    [InlineData("Linear,Softmax", "label, p = ai.onnx.ml.LinearClassifier(x) post_transform=SOFTMAX " + Three + "|y = ai.onnx.ml.Normalizer(p) norm=L1")]
    [InlineData("ScaleShift,Linear,Softmax", Scaler + "|label, y = ai.onnx.ml.LinearClassifier(s) post_transform=SOFTMAX " + Three)]
    [InlineData("Linear,Sigmoid", "label, y = ai.onnx.ml.LinearClassifier(x) post_transform=LOGISTIC " + Three)]
    [InlineData("Linear", "label, y = ai.onnx.ml.LinearClassifier(x) " + Three)]
    [InlineData("Linear,LogSigmoid,Softmax", "label, p = ai.onnx.ml.LinearClassifier(x) post_transform=LOGISTIC " + Three + "|y = ai.onnx.ml.Normalizer(p) norm=L1")]
    [InlineData("Linear,Sigmoid,LogSigmoid,Softmax,Add", "label, p = ai.onnx.ml.LinearClassifier(x) post_transform=LOGISTIC " + Three + "|q = ai.onnx.ml.Normalizer(p) norm=L1|y = Add(p, q)")]
    [InlineData("RMSNorm", "y = ai.onnx.ml.Normalizer(x) norm=L2")]
    [InlineData("ScaleShift,RMSNorm,Linear", Scaler + "|n = ai.onnx.ml.Normalizer(s) norm=L2|y = ai.onnx.ml.LinearRegressor(n) coefficients=[0.5,-1.25,2.0,0.75] intercepts=[0.5]")]
    public void LinearModel_IsImported(string kinds, string nodes)
    {
        ImportedModel model = OnnxOperatorTests.CheckAgainstOnnxRuntime(new GraphText(15, [-1, 4], "y").Nodes(nodes.Split('|')), 7, 4);
        Assert.Equal(kinds, string.Join(",", model.Layers.Select(static layer => layer.Kind)));
    }

    [Fact]
    public void ZipMap_IsItsProbabilities()
    {
        string[] nodes = ["label, p = ai.onnx.ml.LinearClassifier(x) " + Mirrored, "y = ai.onnx.ml.Normalizer(p) norm=L1"];
        ImportedModel probabilities = OnnxOperatorTests.CheckAgainstOnnxRuntime(new GraphText(15, [-1, 4], "y").Nodes(nodes), 7, 4);
        ImportedModel table = ModelText.Read(ModelFileConverter.Convert(
            new GraphText(15, [-1, 4], "z").Nodes([.. nodes, "z = ai.onnx.ml.ZipMap(y) classlabels_int64s=[0,1]"]).Bytes, "net.onnx"));
        float[] row = [0.5f, -1.25f, 3, 0.75f];
        Assert.Equal(ImportedModelEvaluator.Evaluate(probabilities, row), ImportedModelEvaluator.Evaluate(table, row));
    }

    [Theory]
    [InlineData("Normalizer", "its norm 'MAX'; L2, and L1 of probabilities, are supported", "y = ai.onnx.ml.Normalizer(x)")]
    [InlineData("Normalizer", "supported for probabilities only", "y = ai.onnx.ml.Normalizer(x) norm=L1")]
    [InlineData("Scaler", "its offset has 2 numbers, expected 4", "y = ai.onnx.ml.Scaler(x) offset=[0.5,1.0] scale=[3.0]")]
    [InlineData("LinearRegressor", "it has 3 coefficients and 1 intercepts; 4 inputs and 1 targets need 4 and 1", "y = ai.onnx.ml.LinearRegressor(x) coefficients=[0.5,-1.25,2.0] intercepts=[0.5]")]
    [InlineData("LinearRegressor", "its post_transform is 'PROBIT'", "y = ai.onnx.ml.LinearRegressor(x) coefficients=[0.5,-1.25,2.0,1.0] post_transform=PROBIT")]
    [InlineData("LinearClassifier", "its output 0 'y', the label, is read; only the scores, output 1, are computed: PredictClass takes their maximum", "y, p = ai.onnx.ml.LinearClassifier(x) " + Three)]
    public void OtherModel_IsRefused(string operation, string words, string nodes)
    {
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(new GraphText(15, [-1, 4], "y").Nodes(nodes.Split('|')).Bytes, "net.onnx")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(operation, error.Operation);
    }

    [Theory]
    [InlineData("RMSNorm", "y = LpNormalization(x) axis=-1 p=2")]
    [InlineData("RMSNorm", "y = LpNormalization(x) axis=1")]
    [InlineData("RMSNorm", "n = ReduceL2(x) axes=[1] keepdims=1|y = Div(x, n)")]
    [InlineData("RMSNorm", "n = ReduceL2(x) axes=[1] keepdims=1|c = Clip(n, tiny)|s = Shape(x)|e = Expand(c, s)|y = Div(x, e)")]
    [InlineData("RMSNorm", "n = ReduceL2(x) axes=[-1] keepdims=1|c = Max(n, tiny)|y = Div(x, c)")]
    [InlineData("LogSigmoid,Softmax", "p = Sigmoid(x)|n = ReduceL1(p) axes=[1] keepdims=1|y = Div(p, n)")]
    [InlineData("LogSigmoid,Softmax", "p = Sigmoid(x)|n = ReduceSum(p, one) keepdims=1|y = Div(p, n)")]
    [InlineData("LogSigmoid,Softmax", "p = Sigmoid(x)|y = LpNormalization(p) axis=1 p=1")]
    [InlineData("Softmax", "p = Softmax(x) axis=1|y = LpNormalization(p) axis=1 p=1")]
    public void RowDividedByItsNorm_IsImported(string kinds, string nodes)
    {
        GraphText graph = new GraphText(13, [-1, 4], "y").Floats("tiny", [], 1e-12f).Integers("one", 1).Nodes(nodes.Split('|'));
        ImportedModel model = OnnxOperatorTests.CheckAgainstOnnxRuntime(graph, 7, 4);
        Assert.Equal(kinds, string.Join(",", model.Layers.Select(static layer => layer.Kind)));
    }

    [Fact]
    public void RowOfZeros_IsDividedByItsLengthToZeros()
    {
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(new GraphText(15, [-1, 4], "y").Nodes("y = ai.onnx.ml.Normalizer(x) norm=L2").Bytes, "net.onnx"));
        Assert.Equal([0, 0, 0, 0], ImportedModelEvaluator.Evaluate(model, [0, 0, 0, 0]));
    }

    [Theory]
    [InlineData("Clip", "a lower bound of at most 1E-09", "n = ReduceL2(x) axes=[1] keepdims=1|c = Clip(n, half)|y = Div(x, c)")]
    [InlineData("ReduceL2", "norms of whole rows (the last axis) are supported", "n = ReduceL2(x) axes=[0] keepdims=1|y = Div(x, n)")]
    [InlineData("LpNormalization", "norms of whole rows (the last axis) are supported", "y = LpNormalization(x) axis=0")]
    [InlineData("Div", "supported for probabilities only", "n = ReduceL1(x) axes=[1] keepdims=1|y = Div(x, n)")]
    [InlineData("Expand", "only the norm of a row is repeated", "y = Expand(x, one)")]
    public void OtherNorm_IsNamed(string operation, string words, string nodes)
    {
        GraphText graph = new GraphText(13, [-1, 4], "y").Floats("half", [], 0.5f).Integers("one", 1).Nodes(nodes.Split('|'));
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(graph.Bytes, "net.onnx")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(operation, error.Operation);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("1,4")]
    public void PReLUPerFeature_IsImported(string shape)
    {
        GraphText graph = new GraphText(18, [-1, 4], "y").Random("slopes", [.. shape.Split(',').Select(long.Parse)]).Random("W", 4, 3).Nodes("p = PRelu(x, slopes)", "y = MatMul(p, W)");
        ImportedModel model = OnnxOperatorTests.CheckAgainstOnnxRuntime(graph, 9, 4);
        Assert.Equal("PReLU,Linear", string.Join(",", model.Layers.Select(static layer => layer.Kind)));
        Assert.Equal([4], model.Tensors[0].Shape);
    }

    [Theory]
    [InlineData(true, false, "")]
    [InlineData(true, true, "axis=1")]
    [InlineData(true, true, "axis=0")]
    [InlineData(false, false, "")]
    [InlineData(false, true, "axis=-2")]
    public void QuantizedWeights_AreReadAsFloats(bool isSigned, bool isPerAxis, string axis)
    {
        var random = new Random(3);
        int[] weights = [.. Enumerable.Range(0, 12).Select(_ => random.Next(isSigned ? -128 : 0, isSigned ? 128 : 256))];
        int scales = !isPerAxis ? 1 : axis == "axis=1" ? 3 : 4;
        long[] shape = isPerAxis ? [scales] : [];
        GraphText graph = new GraphText(13, [-1, 4], "y")
            .Bytes8("fc.weight_quantized", [4, 3], isSigned, weights)
            .Floats("scale", shape, [.. Enumerable.Range(0, scales).Select(i => 0.013f + (0.0071f * i))])
            .Bytes8("zero", shape, isSigned, [.. Enumerable.Range(0, scales).Select(i => (isSigned ? -3 : 120) + (5 * i))])
            .Random("b", 3)
            .Nodes($"w = DequantizeLinear(fc.weight_quantized, scale, zero) {axis}", "y = Gemm(x, w, b)");

        // Optimized, ONNX Runtime rounds the inputs to 8 bits as well.
        ImportedModel model = OnnxOperatorTests.CheckAgainstOnnxRuntime(graph, 7, 4, isOptimized: false);
        Assert.Equal("fc", Assert.Single(model.Layers).Name);
    }
}
