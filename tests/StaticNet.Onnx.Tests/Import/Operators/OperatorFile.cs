using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx.Tests.Import.Operators;

/// <summary>A small model file for a row of the operator table in docs/from-onnx.md.</summary>
/// <param name="Name">The file's name, without its ending.</param>
/// <param name="OperatorSet">Version of the operator set.</param>
/// <param name="Shape">Of the input x; the batch, if it is open, is -1.</param>
/// <param name="Nodes">As <see cref="GraphText"/> takes them; they end in y.</param>
internal sealed record OperatorFile(string Name, int OperatorSet, long[] Shape, string Nodes)
{
    private const string Scaler = "s = ai.onnx.ml.Scaler(x) offset=[0.5,-1.0,0.25,2.5] scale=[0.5,2.0,4.0,0.125]";
    private const string Two = "coefficients=[-0.5,0.25,1.5,-2.0,0.5,-0.25,-1.5,2.0] intercepts=[-0.75,0.75] classlabels_ints=[0,1] post_transform=LOGISTIC";
    private const string Three = "coefficients=[0.5,0.25,1.5,-2.0,0.125,-0.25,-1.5,2.0,1.0,1.25,-0.5,0.75] intercepts=[0.5,-0.75,0.25] classlabels_ints=[4,5,7]";

    public static readonly OperatorFile[] All =
    [
        new("gemm", 20, [-1, 4], "h = Gemm(x, W, b) transB=1 alpha=0.5 beta=2.0|y = Gemm(h, V)"),
        new("gemm-samples-in-columns", 13, [4, 1], "h = Gemm(x, V, c) transA=1|y = Tanh(h)"),
        new("matmul-add", 20, [-1, 4], "m = MatMul(x, W)|a = Add(m, b)|r = Relu(a)|n = MatMul(r, V)|y = Add(c, n)"),
        new("reshape", 20, [-1, 2, 2],
            "f = Flatten(x)|s = Shape(f)|n = Gather(s, first) axis=0|t = Slice(s, i1, i2, i0)|l = Concat(n, t) axis=0|r = Reshape(f, l)|u = Unsqueeze(r, i1)|q = Squeeze(u, i1)|y = MatMul(q, V)"),
        new("select", 20, [-1, 2, 2], "t = Transpose(x) perm=[0,2,1]|f = Flatten(t)|p, q = Split(f, twice2) axis=1|g = Gather(p, swap) axis=1|l = Slice(f, i1, i3, i1)|y = Concat(g, q, l) axis=1"),
        new("identity-cast-dropout", 20, [-1, 4], "i = Identity(x)|w = Cast(i) to=11|n = Cast(w) to=1|d = Dropout(n)|y = MatMul(d, V)"),
        new("activations", 20, [-1, 4],
            "a = Relu(x)|b1 = Sigmoid(x)|c1 = Tanh(x)|d = Softplus(x)|e = Softsign(x)|f = Mish(x)|g = HardSwish(x)|h = Elu(x) alpha=0.5|i = Celu(x) alpha=2.0|j = Selu(x)|k = LeakyRelu(x) alpha=0.2|l = HardSigmoid(x)|m = Gelu(x)|n = Gelu(x) approximate=tanh|y = Concat(a, b1, c1, d, e, f, g, h, i, j, k, l, m, n) axis=1"),
        new("activations-written-out", 18, [-1, 4],
            "d = Div(x, root)|e = Erf(d)|f = Add(e, one)|g = Mul(x, f)|gelu = Mul(g, half)|n = Neg(x)|z = Exp(n)|p = Add(z, one)|r = Reciprocal(p)|silu = Mul(x, r)|l = Log(r)|o = Sqrt(four)|t = Pow(half, four)|m = Mul(o, t)|k = Mul(l, m)|y = Concat(gelu, silu, k) axis=1"),
        new("clamps", 20, [-1, 4], "a = Clip(x, mhundred, hundred)|b1 = Max(x, mhalf)|c1 = Min(x, hundred)|d = Abs(x)|r = Relu(x)|e = Sign(r)|y = Concat(a, b1, c1, d, e) axis=1"),
        new("conditions", 20, [-1, 4],
            "g = Greater(x, half)|a = Where(g, x, four)|h = GreaterOrEqual(x, mhalf)|l = LessOrEqual(x, half)|n = And(h, l)|b1 = Where(n, zero, x)|k = Less(x, mhalf)|o = Or(k, g)|p = Not(o)|c1 = Where(p, zero, x)|y = Concat(a, b1, c1) axis=1"),
        new("shrinks", 20, [-1, 4], "a = Shrink(x) lambd=0.5 bias=0.5|b1 = Shrink(x) lambd=1.5 bias=0.25|c1 = Shrink(x) lambd=0.25 bias=1.0|d = ThresholdedRelu(x) alpha=0.5|e = ThresholdedRelu(x) alpha=-0.5|y = Concat(a, b1, c1, d, e) axis=1"),
        new("prelu", 20, [-1, 4], "p = PRelu(x, half)|m = MatMul(p, W)|y = PRelu(m, b)"),
        new("softmax", 20, [-1, 4], "m = MatMul(x, V)|y = Softmax(m) axis=-1"),
        new("logsoftmax", 12, [-1, 4], "m = MatMul(x, V)|y = LogSoftmax(m) axis=1"),
        new("softmax-before-layers", 20, [-1, 4], "m = MatMul(x, W)|p = Softmax(m)|n = MatMul(p, V)|l = LogSoftmax(n)|y = Sub(one, l)"),
        new("layernormalization", 20, [-1, 4], "m = MatMul(x, W)|l = LayerNormalization(m, b, r) epsilon=0.001|y = MatMul(l, V)"),
        new("layernorm-written-out", 20, [-1, 4], "m = ReduceMean(x, last)|d = Sub(x, m)|s = Pow(d, two)|v = ReduceMean(s, last)|e = Add(v, thousandth)|q = Sqrt(e)|n = Div(d, q)|y = MatMul(n, V)"),
        new("rmsnorm-written-out", 20, [-1, 4], "s = Pow(x, two)|m = ReduceMean(s, last)|e = Add(m, thousandth)|q = Sqrt(e)|r = Reciprocal(q)|n = Mul(x, r)|w = Mul(n, p)|y = MatMul(w, V)"),
        new("column-transformer", 15, [-1, 4], "f = ai.onnx.ml.ArrayFeatureExtractor(x, swap)|s = ai.onnx.ml.Scaler(f) offset=[1.5,-2.0] scale=[0.5,2.0]|g = ai.onnx.ml.ArrayFeatureExtractor(x, i3)|h = ai.onnx.ml.ArrayFeatureExtractor(x, i2)|t = Concat(s, g, h) axis=1|y = MatMul(t, V)"),
        new("rmsnormalization", 23, [-1, 4], "m = MatMul(x, W)|l = RMSNormalization(m, b)|y = MatMul(l, V)"),
        new("batchnormalization", 20, [-1, 4], "m = MatMul(x, W)|l = BatchNormalization(m, b, r, r, p)|y = MatMul(l, V)"),
        new("scale-shift", 20, [-1, 4], "a = Sub(x, pascal)|d = Div(a, p)|m = MatMul(d, V)|t = Tanh(m)|n = Neg(t)|s = Mul(n, hundred)|y = Add(s, c)"),
        new("branches", 20, [-1, 4], "m = MatMul(x, W)|r = Relu(m)|a = Add(r, x)|s = Sub(a, m)|u = Sum(s, x, r)|j = Concat(x, u) axis=1|y = MatMul(j, U)"),
        new("sklearn-regression", 15, [-1, 4], Scaler + "|y = ai.onnx.ml.LinearRegressor(s) coefficients=[0.5,-1.25,2.0,0.75] intercepts=[0.5]"),
        new("sklearn-binary", 15, [-1, 4], Scaler + "|label, p = ai.onnx.ml.LinearClassifier(s) " + Two + "|y = ai.onnx.ml.Normalizer(p) norm=L1|z = ai.onnx.ml.ZipMap(y) classlabels_int64s=[0,1]"),
        new("sklearn-multinomial", 15, [-1, 4], "label, y = ai.onnx.ml.LinearClassifier(x) post_transform=SOFTMAX " + Three),
        new("sklearn-one-vs-rest", 15, [-1, 4], "label, p = ai.onnx.ml.LinearClassifier(x) post_transform=LOGISTIC " + Three + "|y = ai.onnx.ml.Normalizer(p) norm=L1"),
        new("norms", 20, [-1, 4],
            "n = ai.onnx.ml.Normalizer(x) norm=L2|o = LpNormalization(x) axis=-1|l = ReduceL2(x, last)|c1 = Clip(l, tiny)|s = Shape(x)|e = Expand(c1, s)|q = Div(x, e)|y = Concat(n, o, q) axis=1"),
        new("norms-of-probabilities", 20, [-1, 4], "p = Sigmoid(x)|s = ReduceSum(p, last)|a = Div(p, s)|m = MatMul(x, W)|q = Sigmoid(m)|t = ReduceL1(q, last)|b1 = Div(q, t)|y = Concat(a, b1) axis=1"),
        new("quantized-weights", 13, [-1, 4], "w = DequantizeLinear(Q, scale, zp) axis=1|y = Gemm(x, w, c)"),
        new("constant", 13, [-1, 4], "k = Constant() value_floats=[0.5,-1.5,2.0]|m = MatMul(x, V)|y = Add(m, k)"),
    ];

    /// <summary>The names of constants, and what makes each.</summary>
    private static readonly Dictionary<string, Action<GraphText, string>> s_constants = Constants();

    /// <summary>The file as a graph, with the constants that its nodes read.</summary>
    public GraphText Graph()
    {
        var graph = new GraphText(OperatorSet, Shape, "y");
        var read = new GraphText(OperatorSet, Shape, "y").Nodes(Nodes.Split('|')).Graph.Node;
        foreach (string name in read.SelectMany(static node => node.Input).Distinct().Where(s_constants.ContainsKey))
        {
            if (!read.Any(node => node.Output.Contains(name)))
            {
                s_constants[name](graph, name);
            }
        }

        graph.Nodes(Nodes.Split('|'));
        if (read[^1].Output[0] == "z")
        {
            // What ZipMap writes is a list of dictionaries.
            graph.Graph.Output.Add(new ValueInfoProto { Name = "z" });
        }

        return graph;
    }

    private static Dictionary<string, Action<GraphText, string>> Constants()
    {
        var constants = new Dictionary<string, Action<GraphText, string>>(StringComparer.Ordinal);
        void Matrix(string name, params long[] shape) => constants.Add(name, (graph, text) => graph.Random(text, shape));
        void Numbers(string name, long[] shape, params float[] values) => constants.Add(name, (graph, text) => graph.Floats(text, shape, values));
        void Integers(string name, params long[] values) => constants.Add(name, (graph, text) => graph.Integers(text, values));
        Matrix("W", 4, 4);
        Matrix("V", 4, 3);
        Matrix("U", 8, 3);
        Numbers("b", [4], 0.5f, 1.25f, 0.75f, 2);
        Numbers("r", [4], -0.25f, 0.5f, 1, -1.5f);
        Numbers("p", [4], 0.5f, 2, 1.25f, 3);
        Numbers("c", [3], 0.5f, -0.25f, 1);
        Numbers("pascal", [4], 0.25f, -1, 2, 0.125f);
        foreach ((string name, float value) in new[]
        {
            ("root", MathF.Sqrt(2)), ("one", 1), ("two", 2), ("four", 4), ("half", 0.5f), ("mhalf", -0.5f), ("hundred", 100), ("mhundred", -100), ("zero", 0), ("thousandth", 1e-3f), ("tiny", 1e-12f),
        })
        {
            Numbers(name, [], value);
        }

        Integers("first", 0);
        Integers("last", -1);
        Integers("i0", 0);
        Integers("i1", 1);
        Integers("i2", 2);
        Integers("i3", 3);
        Integers("swap", 1, 0);
        Integers("twice2", 2, 2);
        constants.Add("Q", static (graph, name) => graph.Bytes8(name, [4, 3], isSigned: true, 12, -100, 7, 55, 127, -128, 3, 64, -31, 90, -7, 0));
        constants.Add("scale", static (graph, name) => graph.Floats(name, [3], 0.0125f, 0.02f, 0.0075f));
        constants.Add("zp", static (graph, name) => graph.Bytes8(name, [3], isSigned: true, 3, 0, -5));
        return constants;
    }
}
