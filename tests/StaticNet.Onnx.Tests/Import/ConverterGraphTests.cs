using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Protocol;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>
/// Graphs node by node as scikit-learn's, TensorFlow's and PyTorch's converters write them: each output that can be compiled computes what ONNX Runtime
/// computes, and the others are refused by the node at fault.
/// </summary>
public sealed class ConverterGraphTests
{
    private const double Tolerance = 4e-6;
    private const string Coefficients = "coefficients=[0.5,0.25,1.5,-2.0,0.125,-0.25,-1.5,2.0,1.0,1.25,-0.5,0.75] intercepts=[0.5,-0.75,0.25] classlabels_ints=[0,1,2]";
    private const string Logistic = "l, p = ai.onnx.ml.LinearClassifier(x) post_transform=SOFTMAX multi_class=1 " + Coefficients + "|q = ai.onnx.ml.Normalizer(p) norm=L1|label = Cast(l) to=7";
    private const string Binary = "l, p = ai.onnx.ml.LinearClassifier(x) coefficients=[-0.5,0.25,1.5,-2.0,0.5,-0.25,-1.5,2.0] intercepts=[-0.75,0.75] classlabels_ints=[0,1] multi_class=1 post_transform=LOGISTIC|q = ai.onnx.ml.Normalizer(p) norm=L1|label = Cast(l) to=7";

    // The end of an MLPClassifier: the label by ArgMax, ArrayFeatureExtractor, Cast and Reshape.
    private const string ArgMaxLabel = "|am = ArgMax(probabilities) axis=1|af = ai.onnx.ml.ArrayFeatureExtractor(classes, am)|ca = Cast(af) to=11|re = Reshape(ca, minus1)|label = Cast(re) to=7";

    [Theory]
    [InlineData("LogisticRegression, zipmap=False", "q", "label,q", Logistic)]
    [InlineData("LogisticRegression, zipmap='columns', first", "i0", "label,i0,i1,i2", Logistic + "|a = Slice(q, n0, n1, n1)|i0 = Reshape(a, minus1)|b = Slice(q, n1, n2, n1)|i1 = Reshape(b, minus1)|c = Slice(q, n2, n3, n1)|i2 = Reshape(c, minus1)")]
    [InlineData("LogisticRegression, zipmap='columns', last", "i2", "label,i0,i1,i2", Logistic + "|a = Slice(q, n0, n1, n1)|i0 = Reshape(a, minus1)|b = Slice(q, n1, n2, n1)|i1 = Reshape(b, minus1)|c = Slice(q, n2, n3, n1)|i2 = Reshape(c, minus1)")]
    [InlineData("LogisticRegression of two classes, zipmap='columns'", "i1", "label,i0,i1", Binary + "|a = Slice(q, n0, n1, n1)|i0 = Reshape(a, minus1)|b = Slice(q, n1, n2, n1)|i1 = Reshape(b, minus1)")]
    [InlineData("LogisticRegression, string labels", "q", "label,q", "label, p = ai.onnx.ml.LinearClassifier(x) post_transform=SOFTMAX coefficients=[0.5,0.25,1.5,-2.0,0.125,-0.25,-1.5,2.0,1.0,1.25,-0.5,0.75] intercepts=[0.5,-0.75,0.25] classlabels_strings=[a,b,c]|q = ai.onnx.ml.Normalizer(p) norm=L1")]
    [InlineData("LinearSVC, raw scores", "p", "label,p", "label, p = ai.onnx.ml.LinearClassifier(x) post_transform=NONE multi_class=0 " + Coefficients)]
    [InlineData("MLPClassifier of three classes", "probabilities", "label,probabilities", "m0 = MatMul(x, W43)|a0 = Add(m0, b3)|h = Relu(a0)|m1 = MatMul(h, W33)|a1 = Add(m1, b3)|probabilities = Softmax(a1) axis=1" + ArgMaxLabel)]
    [InlineData("MLPClassifier of two classes", "probabilities", "label,probabilities", "m0 = MatMul(x, W43)|a0 = Add(m0, b3)|h = Tanh(a0)|m1 = MatMul(h, W31)|a1 = Add(m1, b1)|s = Sigmoid(a1)|u = Sub(one, s)|probabilities = Concat(u, s) axis=1" + ArgMaxLabel)]
    [InlineData("MLPRegressor", "y", "y", "c = Cast(x) to=1|m0 = MatMul(c, W43)|a0 = Add(m0, b3)|h = Relu(a0)|m1 = MatMul(h, W31)|a1 = Add(m1, b1)|y = Reshape(a1, column)")]
    [InlineData("PCA, LinearRegression", "y", "y", "s = Sub(x, mean4)|t = MatMul(s, W43)|y = ai.onnx.ml.LinearRegressor(t) coefficients=[0.5,-1.25,2.0] intercepts=[0.5]")]
    [InlineData("MinMaxScaler(clip=True)", "y", "y", "s = ai.onnx.ml.Scaler(x) offset=[1.5,-2.0,0.25,100.5] scale=[0.5,2.0,4.0,0.125]|c = Clip(s, zero, one)|y = MatMul(c, W43)")]
    [InlineData("ColumnTransformer of two scalers", "y", "y", "f = ai.onnx.ml.ArrayFeatureExtractor(x, c01)|a = ai.onnx.ml.Scaler(f) offset=[1.5,-2.0] scale=[0.5,2.0]|g = ai.onnx.ml.ArrayFeatureExtractor(x, c32)|b = ai.onnx.ml.Scaler(g) offset=[0.25,100.5] scale=[4.0,0.125]|t = Concat(a, b) axis=1|y = MatMul(t, W43)")]
    [InlineData("ColumnTransformer with passthrough", "y", "y", "f = ai.onnx.ml.ArrayFeatureExtractor(x, c01)|a = ai.onnx.ml.Scaler(f) offset=[1.5,-2.0] scale=[0.5,2.0]|g = ai.onnx.ml.ArrayFeatureExtractor(x, c32)|t = Concat(a, g) axis=1|y = MatMul(t, W43)")]
    [InlineData("SelectKBest", "y", "y", "f = ai.onnx.ml.ArrayFeatureExtractor(x, c320)|y = MatMul(f, W33)")]
    [InlineData("Keras: Dense, ReLU, Dense, Softmax", "Identity:0", "Identity:0", "d = MatMul(x, W43)|e = Add(d, b3)|f = Relu(e)|g = MatMul(f, W33)|h = Add(g, b3)|s = Softmax(h) axis=-1|Identity:0 = Identity(s)")]
    [InlineData("Keras: Normalization, Dense", "y", "y", "s = Sub(x, row4)|d = Div(s, std4)|m = MatMul(d, W43)|y = Add(m, b3)")]
    [InlineData("Keras: Dense, swish, BatchNormalization", "y", "y", "m = MatMul(x, W43)|a = Add(m, b3)|g = Sigmoid(a)|w = Mul(a, g)|n = Mul(w, p3)|y = Add(n, b3)")]
    [InlineData("Keras: PReLU", "y", "y", "a = Relu(x)|n = Neg(x)|m = Relu(n)|k = Mul(m, slopes4)|f = Add(a, k)|y = MatMul(f, W43)")]
    [InlineData("Keras: LeakyReLU, hard_sigmoid, Squeeze", "y", "y", "m = MatMul(x, W43)|l = LeakyRelu(m) alpha=0.2|h = MatMul(l, W31)|s = HardSigmoid(h) alpha=0.2 beta=0.5|y = Squeeze(s, n1)")]
    [InlineData("Keras: Flatten by Shape, Slice and Concat", "y", "y", "s = Shape(x)|i = Cast(s) to=6|b = Slice(i, n0, n1, n0)|c = Concat(b, minus1int) axis=0|l = Cast(c) to=7|f = Reshape(x, l)|y = MatMul(f, W43)")]
    [InlineData("Keras: Flatten by StridedSlice and Pack", "y", "y", "s = Shape(x)|i = Cast(s) to=6|b = Slice(i, n0, n1, n0)|q = Squeeze(b, n0)|u = Unsqueeze(q, n0)|c = Concat(u, minus1int) axis=0|l = Cast(c) to=7|f = Reshape(x, l)|y = MatMul(f, W43)")]
    [InlineData("Keras: Dense on [batch, 1, 4] as Tensordot", "y", "y", "t = Reshape(x, n1n1n4)|f = Reshape(t, rows4)|m = MatMul(f, W43)|r = Reshape(m, n1n1n3)|a = Add(r, b3)|y = Squeeze(a, n1)")]
    [InlineData("Keras: input joined with a hidden layer", "y", "y", "m = MatMul(x, W43)|h = Relu(m)|c = Concat(h, x) axis=-1|y = MatMul(c, W73)")]
    [InlineData("PyTorch: x.view(x.size(0), -1)", "y", "y", "s = Shape(x) start=0 end=1|c = Concat(s, minus1) axis=0|v = Reshape(x, c) allowzero=1|y = Gemm(v, W34, b3) transB=1")]
    [InlineData("PyTorch: Linear on more dimensions", "y", "y", "t = Transpose(W34) perm=[1,0]|m = MatMul(x, t)|y = Add(b3, m)")]
    [InlineData("PyTorch: GELU, LayerNorm, residual", "y", "y", "n = LayerNormalization(x, p4, mean4) axis=-1 epsilon=0.00001 stash_type=1|m = Gemm(n, W44, mean4) transB=1|d = Div(m, root)|e = Erf(d)|f = Add(e, one)|g = Mul(m, f)|h = Mul(g, half)|y = Add(h, x)")]
    [InlineData("PyTorch: RMSNorm", "y", "y", "q = Pow(x, two)|m = ReduceMean(q, minus1) keepdims=1|e = Add(m, tiny)|s = Sqrt(e)|r = Reciprocal(s)|n = Mul(x, r)|w = Mul(n, p4)|y = MatMul(w, W43)")]
    [InlineData("PyTorch: RMSNorm with Div", "y", "y", "q = Mul(x, x)|m = ReduceMean(q, minus1) keepdims=1|e = Add(tiny, m)|s = Sqrt(e)|n = Div(x, s)|w = Mul(p4, n)|y = MatMul(w, W43)")]
    [InlineData("PyTorch: RMSNorm behind a Linear", "y", "y", "h = MatMul(x, W43)|q = Pow(h, two)|m = ReduceMean(q, minus1) keepdims=1|e = Add(m, tiny)|r = Pow(e, mhalf)|n = Mul(r, h)|y = MatMul(n, W33)")]
    [InlineData("PyTorch: chunk, SiLU of one half", "y", "y", "a, b = Split(x) axis=-1 num_outputs=2|s = Sigmoid(a)|g = Mul(a, s)|c = Concat(g, b) axis=1|y = MatMul(c, W43)")]
    [InlineData("PyTorch: softplus with a threshold", "y", "y", "m = Mul(x, two)|e = Exp(m)|a = Add(e, one)|l = Log(a)|d = Div(l, two)|g = Greater(m, twenty)|y = Where(g, x, d)")]
    [InlineData("PyTorch: clamp, actions to bounds", "y", "y", "m = MatMul(x, W43)|t = Tanh(m)|s = Mul(t, p3)|a = Add(s, b3)|c = Clip(a, mtwo, two)|y = Identity(c)")]
    [InlineData("PyTorch: normalize", "y", "y", "n = ReduceL2(x, minus1) keepdims=1|c = Clip(n, tiny12)|s = Shape(x) start=0|e = Expand(c, s)|d = Div(x, e)|y = MatMul(d, W43)")]
    public void Output_IsWhatOnnxRuntimeComputes(string converter, string output, string outputs, string nodes)
    {
        GraphText graph = Graph(outputs, nodes);
        string text = ModelFileConverter.Convert(graph.Bytes, "net.onnx");
        ImportedModel model = outputs.Contains(',', StringComparison.Ordinal) ? ModelText.Read(text, output) : ModelText.Read(text);
        (float[] inputs, float[] expected) = RunOnnxRuntime(graph, output);
        double[] found = [.. inputs.Chunk(4).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
        double bound = Tolerance * expected.Max(Math.Abs);
        Assert.True(expected.Length == found.Length, converter);
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
    }

    [Theory]
    [InlineData("label", "LinearClassifier", "its output 0 'l', the label, is read; only the scores, output 1, are computed: PredictClass takes their maximum", "label,q", Logistic)]
    [InlineData("label", "ArgMax", "export the network up to its scores; PredictClass takes their maximum", "label,probabilities", "m = MatMul(x, W43)|probabilities = Softmax(m) axis=1" + ArgMaxLabel)]
    [InlineData("", "QuantizeLinear", "it computes in 8-bit integers; export the network in float, or with quantized weights only", "y", "q = QuantizeLinear(x, one, zeropoint)|d = DequantizeLinear(q, one, zeropoint)|y = MatMul(d, W43)")]
    [InlineData("", "DynamicQuantizeLinear", "it computes in 8-bit integers", "y", "q, s, z = DynamicQuantizeLinear(x)|d = DequantizeLinear(q, s, z)|y = MatMul(d, W43)")]
    [InlineData("", "Reshape", "allowzero", "y", "y = Reshape(x, zero4) allowzero=1")]
    [InlineData("", "Imputer", "only linear models of scikit-learn are compiled", "y", "i = ai.onnx.ml.Imputer(x) imputed_value_floats=[0.0] replaced_value_float=1.0|y = MatMul(i, W43)")]
    [InlineData("", "ArrayFeatureExtractor", "its column 4 is none of the 4 that it reads", "y", "y = ai.onnx.ml.ArrayFeatureExtractor(x, c4)")]
    [InlineData("", "Mul", "only Add and Sub (residual connections) and Concat", "y", "a, b = Split(x) axis=-1 num_outputs=2|s = Sigmoid(a)|y = Mul(s, b)")]
    public void OtherOutput_IsRefusedByItsNode(string output, string operation, string words, string outputs, string nodes)
    {
        string text = ModelFileConverter.Convert(Graph(outputs, nodes).Bytes, "net.onnx");
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(text, output.Length == 0 ? null : output));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal((operation, false), (error.Operation, error.IsFault));
    }

    [Theory]
    [InlineData("one channel", "1,2,2", "t = Transpose(x) perm=[0,2,3,1]|f = Reshape(t, rows4)|y = MatMul(f, W43)", "View")]
    [InlineData("two channels, --inputs-as-nchw", "2,1,2", "t = Transpose(x) perm=[0,2,3,1]|f = Reshape(t, rows4)|y = MatMul(f, W43)", "Select")]
    [InlineData("two channels, flattened by Flatten", "2,2,1", "t = Transpose(x) perm=[0,2,3,1]|f = Flatten(t)|m = MatMul(f, W44)|r = Reshape(m, to212)|y = Transpose(r) perm=[0,3,1,2]", "Select")]
    public void ImageAroundADenseNetwork_IsTransposedAsOnnxRuntimeDoes(string layout, string shape, string nodes, string expected)
    {
        GraphText graph = Graph("y", nodes, [-1, .. shape.Split(',').Select(long.Parse)]);
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(graph.Bytes, "net.onnx"));
        Assert.True((expected == "Select") == model.Layers.Exists(static layer => layer.Kind == "Select"), layout);
        (float[] inputs, float[] outputs) = RunOnnxRuntime(graph, "y", [5, .. shape.Split(',').Select(long.Parse)]);
        double[] found = [.. inputs.Chunk(4).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
        Assert.Equal(outputs.Length, found.Length);
        double bound = Tolerance * outputs.Max(Math.Abs);
        Assert.All(found.Zip(outputs), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
    }

    private static GraphText Graph(string outputs, string nodes, long[]? shape = null)
    {
        string[] names = outputs.Split(',');
        var graph = new GraphText(20, shape ?? [-1, 4], names[0]);
        graph.Graph.Output.Clear();
        foreach (string name in names)
        {
            graph.Graph.Output.Add(new ValueInfoProto { Name = name });
        }

        foreach ((string name, long[] dimensions) in new (string, long[])[] { ("W43", [4, 3]), ("W34", [3, 4]), ("W33", [3, 3]), ("W31", [3, 1]), ("W44", [4, 4]), ("W73", [7, 3]) })
        {
            graph.Random(name, dimensions);
        }

        graph.Floats("b3", [3], 0.5f, -0.25f, 1).Floats("b1", [1], 0.75f).Floats("p3", [3], 1.5f, 0.5f, 2).Floats("p4", [4], 1.5f, 0.5f, 2, 0.25f).Floats("mean4", [4], 1, -2, 0.5f, 0.125f)
            .Floats("row4", [1, 4], 1, -2, 0.5f, 0.125f).Floats("std4", [1, 4], 1.5f, 0.5f, 2, 0.25f).Floats("slopes4", [4], -0.25f, -0.5f, -0.125f, -0.75f);
        foreach ((string name, float value) in new[] { ("zero", 0f), ("one", 1), ("two", 2), ("mtwo", -2), ("half", 0.5f), ("mhalf", -0.5f), ("root", MathF.Sqrt(2)), ("tiny", 1e-5f), ("tiny12", 1e-12f), ("twenty", 20) })
        {
            graph.Floats(name, [], value);
        }

        graph.Integers("n0", 0).Integers("n1", 1).Integers("n2", 2).Integers("n3", 3).Integers("minus1", -1).Integers("column", -1, 1).Integers("rows4", -1, 4).Integers("zero4", 0, 4)
            .Integers("n1n1n4", -1, 1, 4).Integers("n1n1n3", -1, 1, 3).Integers("to212", -1, 2, 1, 2).Integers("c01", 0, 1).Integers("c32", 3, 2).Integers("c320", 3, 2, 0).Integers("c4", 0, 4).Integers("classes", 0, 1, 2)
            .Bytes8("zeropoint", [], isSigned: true, 0);
        graph.Graph.Initializer.Add(new TensorProto { Name = "minus1int", DataType = 6, Dims = { 1 }, RawData = ByteString.CopyFrom(255, 255, 255, 255) });
        graph.Nodes(nodes.Split('|'));
        var read = graph.Graph.Node.SelectMany(static node => node.Input).ToHashSet();
        foreach (TensorProto unused in graph.Graph.Initializer.Where(tensor => !read.Contains(tensor.Name)).ToArray())
        {
            graph.Graph.Initializer.Remove(unused);
        }

        return graph;
    }

    private static (float[] Inputs, float[] Outputs) RunOnnxRuntime(GraphText graph, string output, long[]? shape = null)
    {
        using var session = new InferenceSession(graph.Bytes);
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, 20).Select(_ => (random.NextSingle() * 8) - 4)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, shape ?? [5, 4]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["x"], [input], [output]);
        return (inputs, results[0].GetTensorDataAsSpan<float>().ToArray());
    }
}
