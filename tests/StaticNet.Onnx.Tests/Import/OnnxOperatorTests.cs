using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx;
using StaticNet.ModelFiles.Onnx.Interpretation;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Graphs as exporters write them: what is imported computes what ONNX Runtime computes.</summary>
public sealed class OnnxOperatorTests
{
    private const double Tolerance = 4e-6;

    public static IEnumerable<TheoryDataRow<Activation>> Activations => Enum.GetValues<Activation>().Select(a => new TheoryDataRow<Activation>(a));

    [Theory]
    [MemberData(nameof(Activations))]
    public void EveryActivationThatIsExported_IsImportedAsItself(Activation activation)
    {
        NetworkDescription network = TestLayouts.Describe(
            "Net", Loss.Auto, bias: true,
            new LayerDescription("Linear", "a", 3, 4), new LayerDescription(activation.ToString(), "b", 4, 4), new LayerDescription("Linear", "c", 4, 2));
        byte[] file = OnnxModelBuilder.Build(network, new ParameterBuffer(network.Layout)).ToByteArray();
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(file, "net.onnx"));

        // With alpha = 1, CELU is ELU.
        Activation expected = activation == Activation.CELU ? Activation.ELU : activation;
        Assert.Equal(
            activation == Activation.Identity ? ["Linear a", "Linear c"] : ["Linear a", $"{expected} 1", "Linear c"],
            model.Layers.Select(layer => $"{layer.Kind} {layer.Name}"));
    }

    [Theory]
    [InlineData("GELU", "d = Div(x, s2)|e = Erf(d)|f = Add(e, one)|g = Mul(x, f)|y = Mul(g, half)")]
    [InlineData("GELU", "h = Mul(x, half)|d = Mul(x, is2)|e = Erf(d)|f = Add(one, e)|y = Mul(f, h)")]
    [InlineData("GELUTanh", "p = Pow(x, three)|c = Mul(p, k)|a = Add(x, c)|m = Mul(a, sq)|t = Tanh(m)|o = Add(t, one)|h = Mul(x, half)|y = Mul(h, o)")]
    [InlineData("SiLU", "s = Sigmoid(x)|y = Mul(x, s)")]
    [InlineData("SiLU", "n = Neg(x)|e = Exp(n)|p = Add(e, one)|y = Div(x, p)")]
    [InlineData("Mish", "s = Softplus(x)|t = Tanh(s)|y = Mul(x, t)")]
    [InlineData("LogSigmoid", "s = Sigmoid(x)|y = Log(s)")]
    [InlineData("Tanhshrink", "t = Tanh(x)|y = Sub(x, t)")]
    [InlineData("HardSwish", "a = Add(x, three)|c = Clip(a, zero, six)|d = Div(c, six)|y = Mul(x, d)")]
    [InlineData("HardSigmoid", "a = Add(x, three)|c = Clip(a, zero, six)|y = Div(c, six)")]
    [InlineData("ReLU6", "y = Clip(x, zero, six)")]
    [InlineData("ReLU", "y = Clip(x, zero)")]
    [InlineData("ReLU", "y = Max(x, zero)")]
    [InlineData("HardTanh min_val=-1 max_val=1", "y = Clip(x, mone, one)")]
    [InlineData("LeakyReLU negative_slope=0.5", "m = Mul(x, half)|y = Max(x, m)")]
    [InlineData("PReLU", "y = PRelu(x, half)")]
    [InlineData("ELU alpha=0.5", "y = Elu(x) alpha=0.5")]
    [InlineData("CELU alpha=3", "y = Celu(x) alpha=3.0")]
    [InlineData("Softplus beta=3", "m = Mul(x, three)|s = Softplus(m)|y = Div(s, three)")]
    [InlineData("Softplus beta=1", "e = Exp(x)|a = Add(e, one)|y = Log(a)")]
    [InlineData("Softsign", "a = Abs(x)|o = Add(a, one)|y = Div(x, o)")]
    [InlineData("Softshrink lambd=0.5", "y = Shrink(x) lambd=0.5 bias=0.5")]
    [InlineData("Softshrink lambd=0.5", "p = Greater(x, half)|a = Sub(x, half)|n = Less(x, mhalf)|b = Add(x, half)|i = Where(n, b, zero)|y = Where(p, a, i)")]
    [InlineData("Hardshrink lambd=3", "a = Abs(x)|p = LessOrEqual(a, three)|y = Where(p, zero, x)")]
    [InlineData("ReLU,Hardshrink lambd=0.5", "y = ThresholdedRelu(x) alpha=0.5")]
    [InlineData("ReLU,Hardshrink lambd=0.5,ScaleShift", "p = Greater(x, half)|m = Mul(x, three)|y = Where(p, m, zero)")]
    [InlineData("HardTanh min_val=0.5 max_val=Infinity,ScaleShift,Step,ScaleShift,Add", "p = Greater(x, half)|y = Where(p, x, three)")]
    [InlineData("HardTanh min_val=-0.5 max_val=Infinity,ScaleShift,Step,ScaleShift,Add", "p = LessOrEqual(x, mhalf)|y = Where(p, three, x)")]
    [InlineData("HardTanh min_val=-Infinity max_val=0.5,ScaleShift,Step,ScaleShift,Add", "p = Less(x, half)|y = Where(p, x, three)")]
    [InlineData("Hardshrink lambd=3,Softshrink lambd=0.5", "y = Shrink(x) lambd=3.0 bias=0.5")]
    [InlineData("Hardshrink lambd=0.5,ScaleShift,HardTanh min_val=-3 max_val=3,Add", "y = Shrink(x) lambd=0.5 bias=3.0")]
    [InlineData("Hardshrink lambd=0.5,ScaleShift,HardTanh min_val=-1 max_val=1,Add", "y = Shrink(x) lambd=0.5 bias=-1.0")]
    [InlineData("Step", "p = GreaterOrEqual(x, zero)|y = Cast(p) to=1")]
    [InlineData("SELU", "y = Selu(x)")]
    [InlineData("SiLU", "i = Identity(x)|s = Sigmoid(i)|m = Mul(i, s)|y = Identity(m)")]
    [InlineData("Sigmoid,Tanh", "s = Sigmoid(x)|y = Tanh(s)")]
    [InlineData("ScaleShift,HardTanh min_val=0 max_val=1", "y = HardSigmoid(x) alpha=0.2 beta=0.5")]
    [InlineData("ScaleShift,Tanh", "d = Sub(x, half)|m = Mul(d, three)|y = Tanh(m)")]
    [InlineData("Sigmoid,Add", "s = Sigmoid(x)|y = Add(x, s)")]
    [InlineData("Tanh,ScaleShift", "t = Tanh(x)|y = Mul(t, three)")]
    public void WrittenOutActivation_IsRecognized(string kinds, string nodes)
    {
        var graph = new GraphText(18, [-1, 24], "y");
        (string Name, float Value)[] numbers =
        [
            ("zero", 0), ("one", 1), ("mone", -1), ("three", 3), ("six", 6), ("half", 0.5f), ("mhalf", -0.5f), ("s2", MathF.Sqrt(2)),
            ("is2", 1 / MathF.Sqrt(2)), ("k", 0.044715f), ("sq", MathF.Sqrt(2 / MathF.PI)),
        ];
        foreach ((string name, float value) in numbers.Where(n => nodes.Contains(n.Name, StringComparison.Ordinal)))
        {
            graph.Floats(name, [], value);
        }

        ImportedModel model = CheckAgainstOnnxRuntime(graph.Nodes(nodes.Split('|')), 3, 24);
        Assert.Equal(kinds, string.Join(',', model.Layers.Select(layer =>
            string.Join(' ', layer.Arguments.Select(a => FormattableString.Invariant($"{a.Name}={a.Value}")).Prepend(layer.Kind)))));
    }

    [Fact]
    public void Gemm_TakesTransposesAndFactors()
    {
        CheckAgainstOnnxRuntime(new GraphText(13, [-1, 4], "y").Random("W", 4, 3).Random("b", 1, 3).Nodes("y = Gemm(x, W, b) alpha=0.25 beta=-3.0"), 2, 4);
        CheckAgainstOnnxRuntime(new GraphText(13, [-1, 4], "y").Random("W", 3, 4).Random("b", 1).Nodes("y = Gemm(x, W, b) transB=1"), 2, 4);
        CheckAgainstOnnxRuntime(new GraphText(13, [4, 1], "y").Random("W", 4, 3).Nodes("h = Gemm(x, W) transA=1", "y = Relu(h)"), 4, 1, inputSize: 4);
    }

    [Fact]
    public void MatMulAndAdd_BecomeOneLayer()
    {
        ImportedModel model = CheckAgainstOnnxRuntime(
            new GraphText(13, [-1, 4], "y").Random("W", 4, 6).Random("fc.bias", 6).Random("V", 6, 2).Random("W2", 6, 6)
                .Nodes("a = MatMul(x, W)", "h = Add(fc.bias, a)", "r = Relu(h)", "m = MatMul(r, W2)", "s = Add(m, r)", "y = MatMul(s, V)"), 3, 4);
        Assert.Equal(["Linear fc", "ReLU 1", "Linear 2", "Add 3", "Linear 4"], model.Layers.Select(l => $"{l.Kind} {l.Name}"));
        Assert.Equal([2, 1], model.Layers[3].Inputs);
        Assert.Equal(["fc.weight", "fc.bias", "2.weight", "4.weight"], model.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void AddThatOthersRead_StaysALayer()
    {
        // 'a' is read twice: folding the constant into the layer would change the other reader.
        ImportedModel model = CheckAgainstOnnxRuntime(
            new GraphText(13, [-1, 4], "y").Random("W", 4, 6).Random("c", 6).Nodes("a = MatMul(x, W)", "h = Add(a, c)", "r = Relu(h)", "y = Add(a, r)"), 3, 4);
        Assert.Equal(["Linear", "ScaleShift", "ReLU", "Add"], model.Layers.Select(l => l.Kind));
    }

    [Fact]
    public void Residual_JoinsTheInput()
    {
        ImportedModel model = CheckAgainstOnnxRuntime(
            new GraphText(17, [-1, 5], "y").Random("f.weight", 5, 5).Random("f.bias", 5)
                .Nodes("h = Gemm(x, f.weight, f.bias) transB=1", "r = Relu(h)", "y = Add(r, x)"), 3, 5);
        Assert.Equal([1, -1], model.Layers[2].Inputs);
    }

    [Fact]
    public void Concat_JoinsTheInput()
    {
        ImportedModel model = CheckAgainstOnnxRuntime(
            new GraphText(17, [-1, 5], "y").Random("W", 7, 5).Random("V", 2, 12)
                .Nodes("h = Gemm(x, W) transB=1", "t = Tanh(h)", "c = Concat(x, t) axis=-1", "y = Gemm(c, V) transB=1"), 3, 5);
        Assert.Equal(("Concat", 12), (model.Layers[2].Kind, model.Layers[2].OutputSize));
    }

    [Theory]
    [InlineData("m = ReduceMean(x) axes=[-1]|c = Sub(x, m)|q = Mul(c, c)|v = ReduceMean(q) axes=[-1]|e = Add(v, eps)|s = Sqrt(e)|n = Div(c, s)|y = Mul(n, g)", "LayerNorm")]
    [InlineData("m = ReduceMean(x) axes=[1]|c = Sub(x, m)|q = Pow(c, two)|v = ReduceMean(q) axes=[1]|e = Add(eps, v)|s = Sqrt(e)|r = Reciprocal(s)|n = Mul(c, r)|w = Mul(g, n)|y = Add(w, b)", "LayerNorm")]
    [InlineData("m = ReduceMean(x) axes=[-1]|c = Sub(x, m)|q = Pow(c, two)|v = ReduceMean(q) axes=[-1]|e = Add(v, eps)|s = Sqrt(e)|r = Div(one, s)|n = Mul(r, c)|y = Add(n, b)", "LayerNorm,ScaleShift")]
    public void WrittenOutNormalization_IsRecognized(string nodes, string kinds)
    {
        GraphText graph = new GraphText(13, [-1, 6], "y").Random("g", 6).Random("b", 6).Floats("eps", [], 1e-3f).Floats("two", [], 2).Floats("one", [], 1);
        foreach (Protocol.TensorProto unused in graph.Graph.Initializer.Where(i => !nodes.Contains(i.Name, StringComparison.Ordinal)).ToArray())
        {
            graph.Graph.Initializer.Remove(unused);
        }

        Assert.Equal(kinds, string.Join(',', CheckAgainstOnnxRuntime(graph.Nodes(nodes.Split('|')), 3, 6).Layers.Select(l => l.Kind)));
    }

    [Theory]
    [InlineData("y = RMSNormalization(x, g) axis=-1 epsilon=0.001")]
    [InlineData("y = RMSNormalization(x, g) axis=1")]
    public void RMSNormalization_IsRecognized(string node)
    {
        ImportedModel model = CheckAgainstOnnxRuntime(new GraphText(23, [-1, 6], "y").Random("g", 6).Nodes(node), 3, 6);
        Assert.Equal("RMSNorm", Assert.Single(model.Layers).Kind);
    }

    [Fact]
    public void BatchNormalization_UsesRunningStatistics()
    {
        GraphText graph = new GraphText(15, [-1, 6], "y").Random("n.weight", 6).Random("n.bias", 6).Random("n.running_mean", 6)
            .Floats("n.running_var", [6], 0.5f, 1, 2, 3, 4, 5).Nodes("h = BatchNormalization(x, n.weight, n.bias, n.running_mean, n.running_var) epsilon=0.001", "y = LogSoftmax(h) axis=1");
        ImportedModel model = CheckAgainstOnnxRuntime(graph, 4, 6);
        Assert.Equal(["n.weight", "n.bias", "n.running_mean", "n.running_var"], model.Tensors.Select(t => t.Name));
        Assert.Equal(("eps", 0.001), model.Layers[0].Arguments[0]);
    }

    [Fact]
    public void BatchNormalizationOfChannels_IsRepeated()
    {
        CheckAgainstOnnxRuntime(
            new GraphText(15, [-1, 3, 4], "y").Random("g", 3).Random("b", 3).Random("m", 3).Floats("v", [3], 1, 2, 3).Random("W", 12, 2)
                .Nodes("h = BatchNormalization(x, g, b, m, v)", "f = Flatten(h)", "y = MatMul(f, W)"), 2, 12, shape: [2, 3, 4]);
    }

    [Theory]
    [InlineData("f = Reshape(x, to)|y = MatMul(f, W)", -1L, 12L)]
    [InlineData("f = Reshape(x, to)|y = MatMul(f, W)", 0L, -1L)]
    [InlineData("f = Flatten(x) axis=-2|y = MatMul(f, W)")]
    [InlineData("s = Shape(x)|g = Gather(s, first)|u = Unsqueeze(g, axis0)|c = Concat(u, rest) axis=0|f = Reshape(x, c)|y = MatMul(f, W)", 0L, -1L)]
    [InlineData("s = Shape(x)|g = Slice(s, axis0, axis1)|c = Concat(g, rest) axis=0|f = Reshape(x, c)|y = MatMul(f, W)")]
    [InlineData("u = Unsqueeze(x, axis2)|q = Squeeze(u, axis2)|f = Flatten(q)|y = MatMul(f, W)")]
    public void ShapesThatKeepSamplesApart_AreFollowed(string nodes, params long[] to)
    {
        GraphText graph = new GraphText(13, [-1, 3, 4], "y").Random("W", 12, 5).Integers("to", to.Length == 0 ? [0, 12] : to)
            .Integers("axis0", 0).Integers("axis1", 1).Integers("axis2", 2).Integers("rest", -1);
        var first = new Protocol.TensorProto { Name = "first", DataType = 7 };
        first.Int64Data.Add(0);
        graph.Graph.Initializer.Add(first);
        foreach (Protocol.TensorProto unused in graph.Graph.Initializer.Where(i => !nodes.Contains(i.Name, StringComparison.Ordinal)).ToArray())
        {
            graph.Graph.Initializer.Remove(unused);
        }

        CheckAgainstOnnxRuntime(graph.Nodes(nodes.Split('|')), 2, 12, shape: [2, 3, 4]);
    }

    [Theory]
    [InlineData("s = Slice(x, two, five, one)|y = MatMul(s, W3)", "Select,Linear")]
    [InlineData("s = Slice(x, m3, big, m1)|y = MatMul(s, W3)", "Select,Linear")]
    [InlineData("s = Slice(x, m1, mbig, m1, m2)|y = MatMul(s, W3)", "Select,Linear")]
    [InlineData("s = Slice(x, zero, big, one)|y = MatMul(s, W6)", "Linear")]
    [InlineData("s = Slice(x, starts, ends)|y = MatMul(s, W3)", "Select,Linear")]
    [InlineData("h = Tanh(x)|s = Slice(h, two, five, one)|y = MatMul(s, W3)", "Tanh,Select,Linear")]
    [InlineData("s = Gather(x, picked) axis=1|y = MatMul(s, W3)", "Select,Linear")]
    [InlineData("s = Gather(x, third) axis=-1|u = Unsqueeze(s, one)|y = MatMul(u, W1)", "Select,Linear")]
    [InlineData("a, b = Split(x, sizes) axis=1|y = MatMul(b, W3)", "Select,Linear")]
    [InlineData("a, b = Split(x) axis=-1|h = MatMul(a, V3)|j = Add(h, b)|y = Relu(j)", "Select,Select,Linear,Add,ReLU")]
    [InlineData("a, b = Split(x) axis=1|h = MatMul(a, V3)|t = Tanh(h)|j = Concat(t, b, x) axis=1|y = MatMul(j, W12)", "Select,Select,Linear,Tanh,Concat,Linear")]
    [InlineData("h = MatMul(x, W6)|a = Tanh(h)|b = Relu(h)|d = MatMul(b, V2)|c = MatMul(a, V2)|j = Concat(c, d) axis=1|y = Sigmoid(j)", "Linear,ReLU,Linear,Tanh,Linear,Concat,Sigmoid")]
    [InlineData("h = MatMul(x, W6)|a = MatMul(h, V2)|y = Sub(h, a)", "Linear,Linear,ScaleShift,Add")]
    [InlineData("h = MatMul(x, W6)|a = Tanh(h)|b = Sigmoid(h)|s = Sum(b, a, h)|y = MatMul(s, V2)", "Linear,Sigmoid,Tanh,Add,Linear")]
    [InlineData("r = Reshape(x, grid)|t = Transpose(r) perm=[0,2,1]|f = Flatten(t)|y = MatMul(f, W6)", "Select,Linear")]
    [InlineData("r = Reshape(x, grid)|s = Slice(r, one, two, m1)|f = Flatten(s)|y = MatMul(f, W3)", "Select,Linear")]
    public void PartsOfRows_AreSelected(string nodes, string kinds)
    {
        GraphText graph = new GraphText(13, [-1, 6], "y").Random("W1", 1, 2).Random("W3", 3, 2).Random("W6", 6, 2).Random("W12", 12, 4).Random("V2", 2, 2).Random("V3", 3, 3)
            .Integers("zero", 0).Integers("one", 1).Integers("two", 2).Integers("five", 5).Integers("m1", -1).Integers("m2", -2).Integers("m3", -3)
            .Integers("big", long.MaxValue).Integers("mbig", long.MinValue + 1).Integers("starts", 0, 3).Integers("ends", 2000000000000, 6)
            .Integers("picked", 4, 0, -1).Integers("sizes", 3, 3).Integers("grid", 0, 3, 2);
        var third = new Protocol.TensorProto { Name = "third", DataType = 7 };
        third.Int64Data.Add(3);
        graph.Graph.Initializer.Add(third);
        string[] words = nodes.Split('|', ',', '(', ')', ' ');
        foreach (Protocol.TensorProto unused in graph.Graph.Initializer.Where(i => !words.Contains(i.Name)).ToArray())
        {
            graph.Graph.Initializer.Remove(unused);
        }

        ImportedModel model = CheckAgainstOnnxRuntime(graph.Nodes(nodes.Split('|')), 4, 6);
        Assert.Equal(kinds, string.Join(',', model.Layers.Select(layer => layer.Kind)));
    }

    [Theory]
    [InlineData("y = Slice(x, one, two, zero)", "it takes some samples of the batch")]
    [InlineData("y = Gather(x, one) axis=0", "it takes some samples of the batch")]
    [InlineData("y = Gather(x, nine) axis=1", "its index 9 is outside the 4 entries")]
    [InlineData("y = Slice(x, two, one, one)", "it takes 0 of the 4 numbers")]
    [InlineData("y = Slice(x, one, two, nine)", "its axis 9 is none of the 2")]
    [InlineData("y, z = Split(x, nine) axis=1", "parts of 1 or more that add up to 4")]
    public void SelectionThatCannotBe_IsNamed(string nodes, string words)
    {
        byte[] file = new GraphText(13, [-1, 4], "y").Integers("zero", 0).Integers("one", 1).Integers("two", 2).Integers("nine", 9).Nodes(nodes.Split('|')).Bytes;
        Assert.Contains(words, Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(file, "net.onnx"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConstantsThatAreComputed_AreFolded()
    {
        CheckAgainstOnnxRuntime(
            new GraphText(13, [-1, 4], "y").Random("W", 3, 4).Floats("two", [], 2)
                .Nodes("T = Transpose(W) perm=[1,0]", "S = Mul(T, two)", "I = Identity(S)", "y = MatMul(x, I)"), 2, 4);
    }

    [Fact]
    public void HalfPrecisionWeights_AreRead()
    {
        GraphText graph = new GraphText(13, [-1, 2], "y").Nodes("W = Cast(W16) to=1", "y = MatMul(x, W)");
        var tensor = new Protocol.TensorProto { Name = "W16", DataType = 10 };
        tensor.Dims.AddRange([2, 2]);
        Half[] values = [(Half)1.5, (Half)(-0.1), (Half)65504, (Half)6e-8];
        tensor.RawData = ByteString.CopyFrom([.. values.SelectMany(BitConverter.GetBytes)]);
        graph.Graph.Initializer.Add(tensor);
        CheckAgainstOnnxRuntime(graph, 2, 2);
    }

    [Fact]
    public void NodesThatDoNotMatter_NeedNotBeSupported()
    {
        ImportedModel model = Import(new GraphText(13, [-1, 4], "y").Random("W", 4, 2).Nodes("a = TopK(x, W)", "y = MatMul(x, W)"));
        Assert.Single(model.Layers);
    }

    [Theory]
    [InlineData("node0", "Conv", "keep a convolutional network in ONNX Runtime", "y = Conv(x, W)")]
    [InlineData("node0", "Sin", "StaticNet has no such activation; compute it in your program", "y = Sin(x)")]
    [InlineData("node1", "Sin", "'Sin' is not supported", "h = MatMul(x, W)|s = Sin(h)|y = MatMul(s, W)")]
    [InlineData("node0", "GRU", "it reads [steps, features], expected [steps, batch, features]", "y = GRU(x, W, W)")]
    [InlineData("node0", "LSTM", "it reads [steps, features], expected [steps, batch, features]", "y = LSTM(x, W, W)")]
    [InlineData("node0", "ArgMax", "PredictClass takes their maximum", "y = ArgMax(x)")]
    [InlineData("node0", "ReduceSum", "norms of whole rows (the last axis) are supported", "y = ReduceSum(x)")]
    [InlineData("node0", "MatMulInteger", "computes in 8-bit integers", "y = MatMulInteger(x, W)")]
    [InlineData("node0", "Det", "docs/from-onnx.md lists the operators", "y = Det(x)")]
    [InlineData("node1", "Mul", "it computes Mul(Exp(x), Exp(x)) of each number", "e = Exp(x)|y = Mul(e, e)")]
    [InlineData("node1", "Mul", "it computes Mul(Exp(x), Exp(x)) of each number", "e = Exp(x)|f = Mul(e, e)|y = MatMul(f, W)")]
    [InlineData("node1", "Mul", "only Add and Sub (residual connections) and Concat", "h = MatMul(x, W)|y = Mul(h, x)")]
    [InlineData("node0", "Softmax", "axis 0", "y = Softmax(x) axis=0")]
    [InlineData("node0", "Reshape", "does not keep samples", "y = Reshape(x, to)")]
    [InlineData("node0", "ReduceMax", "only layer normalization and the division by a norm", "y = ReduceMax(x)")]
    [InlineData("node0", "Reshape", "the shape [1, -1] joins all samples of a batch into one", "y = Reshape(x, flat)")]
    [InlineData("node0", "Cast", "it rounds what the network computes to FLOAT16, but the weights are FLOAT", "h = Cast(x) to=10|i = Cast(h) to=1|y = MatMul(i, W)")]
    [InlineData("node0", "Cast", "it rounds the constant 'W' to BFLOAT16", "h = Cast(W) to=16|i = Cast(h) to=1|y = MatMul(x, i)")]
    [InlineData("node0", "ReduceMean", "means and norms of rows are supported only in a layer normalization", "y = ReduceMean(x) axes=[0]")]
    [InlineData("node0", "Flatten", "mixes samples", "y = Flatten(x) axis=0")]
    [InlineData("node0", "MatMul", "takes 3 values", "y = MatMul(x, B)")]
    [InlineData("node0", "PRelu", "has the shape [3], but the rows that it meets have the shape [4]", "y = PRelu(x, u)")]
    [InlineData("node0", "Transpose", "moves the batch", "y = Transpose(x)")]
    public void UnsupportedNode_IsNamedWithWhatToDo(string node, string operation, string words, string nodes)
    {
        byte[] file = new GraphText(13, [-1, 4], "y").Random("W", 4, 4).Random("B", 3, 4).Random("u", 3).Integers("to", 2, -1, 2).Integers("flat", 1, -1).Nodes(nodes.Split('|')).Bytes;
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(file, "net.onnx")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal((node, operation), (error.Node, error.Operation));
        Assert.StartsWith($"node '{node}' ({operation}): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralUnsupportedNodes_AreAllNamed_EachByItself()
    {
        // The readers of what the three make (MatMul, Add) are not at fault; equal advice is given once.
        byte[] file = new GraphText(13, [-1, 4], "y").Random("W", 4, 4)
            .Nodes("h = MatMul(x, W)", "s = Sin(h)", "a = MatMul(s, W)", "d = Det(x)", "b = MatMul(d, W)", "t = Sin(x)", "u = Cos(t)", "c = Add(a, b)", "y = Add(c, u)").Bytes;
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(file, "net.onnx")));
        Assert.Equal(("node1", "Sin"), (error.Node, error.Operation));
        Assert.Equal(
            "3 parts of the graph are not supported: "
            + "(1) node 'node1' (Sin) and 'node5': the operator 'Sin' is not supported; StaticNet has no such activation; compute it in your program, on the network's inputs or outputs, and export the rest; "
            + "(2) node 'node3' (Det): the operator 'Det' is not supported; docs/from-onnx.md lists the operators that are; compute this part in your program, or write it with those before the export; "
            + "(3) node 'node6' (Cos): the operator 'Cos' is not supported; StaticNet has no such activation; compute it in your program, on the network's inputs or outputs, and export the rest",
            error.Message);
    }

    private static ImportedModel Import(GraphText graph) => ModelText.Read(ModelFileConverter.Convert(graph.Bytes, "net.onnx"));

    internal static ImportedModel CheckAgainstOnnxRuntime(GraphText graph, int rows, int columns, int inputSize = 0, long[]? shape = null, float range = 4, bool isOptimized = true)
    {
        ImportedModel model = Import(graph);
        using var settings = new SessionOptions { GraphOptimizationLevel = isOptimized ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL };
        using var session = new InferenceSession(graph.Bytes, settings);
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, rows * columns).Select(_ => (random.NextSingle() * 2 * range) - range)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, shape ?? [rows, columns]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["x"], [input], session.OutputNames);
        float[] expected = results[0].GetTensorDataAsSpan<float>().ToArray();
        int size = inputSize > 0 ? inputSize : columns;
        double[] found = [.. inputs.Chunk(size).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
        double bound = Tolerance * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);

        // The interpreter that proves imports is itself compared.
        var file = OnnxProtoReader.Read(graph.Bytes, "");
        int[] dimensions = [.. (shape ?? [rows, columns]).Select(dimension => (int)dimension)];
        double[] interpreted = new GraphInterpreter(file).Run(
            new Dictionary<string, Tensor> { ["x"] = Tensor.Of(dimensions, [.. inputs.Select(value => (double)value)]) }, [graph.Graph.Output[0].Name])[graph.Graph.Output[0].Name].Values;
        Assert.All(interpreted.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
        for (int i = 0; i < found.Length; i++)
        {
            Assert.True(Math.Abs(found[i] - expected[i]) <= bound, $"value {i}: imported {found[i]}, ONNX Runtime {expected[i]}");
        }

        return model;
    }
}
