using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Functions of every number, and constants per feature, at the sizes where they differ: worked out of the operators, compared with ONNX Runtime.</summary>
public sealed class FunctionTests
{
    private static readonly Dictionary<string, float> s_numbers = new()
    {
        ["zero"] = 0,
        ["one"] = 1,
        ["mone"] = -1,
        ["two"] = 2,
        ["three"] = 3,
        ["half"] = 0.5f,
        ["six"] = 6,
        ["ten"] = 10,
        ["sixty"] = 60,
        ["msixty"] = -60,
        ["hundred"] = 100,
        ["mhundred"] = -100,
        ["byte"] = 255,
        ["giga"] = 1e9f,
        ["fifth"] = 0.2f,
        ["quick"] = 1.702f,
        ["pascal"] = 101325,
        ["std"] = 250,
        ["third"] = 1f / 3,
    };

    [Theory]
    [InlineData("HardTanh min_val=-100 max_val=100", "y = Clip(x, mhundred, hundred)")]
    [InlineData("HardTanh min_val=-60 max_val=Infinity", "y = Max(x, msixty)")]
    [InlineData("HardTanh min_val=-Infinity max_val=100", "y = Min(hundred, x)")]
    [InlineData("HardTanh min_val=0 max_val=255", "y = Clip(x, zero, byte)")]
    [InlineData("HardTanh min_val=-Infinity max_val=60", "y = Clip(x, _, sixty)")]
    [InlineData("HardTanh min_val=60 max_val=Infinity", "y = Clip(x, sixty)")]
    [InlineData("HardTanh min_val=-60 max_val=100", "a = Max(x, msixty)|y = Min(a, hundred)")]
    [InlineData("ScaleShift", "y = Div(x, giga)")]
    [InlineData("ScaleShift", "y = Neg(x)")]
    [InlineData("ScaleShift", "y = Sub(one, x)")]
    [InlineData("ScaleShift", "n = Neg(x)|y = Add(n, one)")]
    [InlineData("ScaleShift", "y = Mul(x, third)")]
    [InlineData("ScaleShift", "a = Sub(x, pascal)|y = Div(a, std)")]
    [InlineData("ScaleShift", "a = Div(x, std)|b = Sub(a, ten)|c = Mul(three, b)|y = Sub(half, c)")]
    [InlineData("ScaleShift,HardTanh min_val=0 max_val=1", "y = HardSigmoid(x) alpha=0.001 beta=0.5")]
    [InlineData("ScaleShift,HardTanh min_val=0 max_val=1", "a = Mul(x, fifth)|b = Add(a, half)|y = Clip(b, zero, one)")]
    [InlineData("HardSigmoid", "y = HardSigmoid(x) alpha=0.1666666716337204")]
    [InlineData("ScaleShift,ReLU", "a = Sub(x, sixty)|y = Relu(a)")]
    [InlineData("ScaleShift,LeakyReLU negative_slope=0.2", "a = Sub(x, sixty)|y = LeakyRelu(a) alpha=0.2")]
    [InlineData("ScaleShift,LeakyReLU negative_slope=0.2,ScaleShift", "a = Sub(x, sixty)|b = Mul(a, fifth)|g = Greater(x, sixty)|y = Where(g, a, b)|z = Add(y, ten)")]
    [InlineData("LeakyReLU negative_slope=-1", "y = Abs(x)")]
    [InlineData("LeakyReLU negative_slope=-1,HardTanh min_val=-Infinity max_val=60", "a = Abs(x)|y = Min(a, sixty)")]
    [InlineData("ReLU", "a = Neg(x)|b = Relu(a)|y = Add(x, b)")]
    [InlineData("ReLU,ScaleShift", "a = Relu(x)|y = Mul(a, two)")]
    [InlineData("ScaleShift,HardTanh min_val=-Infinity max_val=0", "a = Sub(x, sixty)|b = Relu(a)|y = Neg(b)")]
    [InlineData("ScaleShift,Step,ScaleShift", "g = Greater(x, sixty)|c = Cast(g) to=1|y = Mul(c, two)")]
    [InlineData("ScaleShift,Step", "g = GreaterOrEqual(x, sixty)|y = Cast(g) to=1")]
    [InlineData("Softshrink lambd=60", "y = Shrink(x) lambd=60.0 bias=60.0")]
    [InlineData("Hardshrink lambd=60", "y = Shrink(x) lambd=60.0 bias=0.0")]
    [InlineData("Hardshrink lambd=100", "a = Abs(x)|g = Greater(a, hundred)|y = Where(g, x, zero)")]
    [InlineData("Tanh,ScaleShift", "t = Tanh(x)|m = Mul(t, two)|y = Add(m, one)")]
    [InlineData("Sigmoid,ScaleShift", "s = Sigmoid(x)|y = Sub(one, s)")]
    [InlineData("Sigmoid,ScaleShift", "s = Sigmoid(x)|a = Mul(s, ten)|y = Sub(a, three)")]
    [InlineData("ScaleShift,Sigmoid", "a = Div(x, ten)|y = Sigmoid(a)")]
    [InlineData("ScaleShift,Sigmoid", "a = Div(x, ten)|n = Neg(a)|e = Exp(n)|p = Add(e, one)|y = Div(one, p)")]
    [InlineData("ScaleShift,SiLU,ScaleShift", "a = Mul(x, quick)|s = Sigmoid(a)|y = Mul(x, s)")]
    [InlineData("ScaleShift,SiLU,ScaleShift", "y = Swish(x) alpha=1.702")]
    [InlineData("ScaleShift,Tanh,ScaleShift", "a = Sub(x, sixty)|b = Div(a, ten)|t = Tanh(b)|m = Mul(t, ten)|y = Add(m, sixty)")]
    [InlineData("Tanh,HardTanh min_val=0.2 max_val=0.5", "t = Tanh(x)|y = Clip(t, fifth, half)")]
    [InlineData("HardTanh min_val=-60 max_val=60,SiLU", "c = Clip(x, msixty, sixty)|s = Sigmoid(c)|y = Mul(c, s)")]
    [InlineData("ScaleShift,HardTanh min_val=-10 max_val=10,Tanh", "c = Clip(x, mhundred, hundred)|d = Div(c, ten)|y = Tanh(d)")]
    [InlineData("ELU alpha=2", "e = Exp(x)|a = Sub(e, one)|b = Mul(a, two)|g = Greater(x, zero)|y = Where(g, x, b)")]
    [InlineData("ReLU,Softplus beta=1", "r = Relu(x)|y = Softplus(r)")]
    [InlineData("Tanh", "a = Mul(x, two)|s = Sigmoid(a)|b = Mul(s, two)|y = Sub(b, one)")]
    [InlineData("HardSwish", "h = HardSigmoid(x) alpha=0.1666666716337204|y = Mul(x, h)")]
    [InlineData("HardTanh min_val=10 max_val=60,ScaleShift", "a = Max(x, ten)|b = Min(sixty, a)|y = Mul(b, fifth)")]
    public void Function_IsWhatItsOperatorsCompute(string kinds, string nodes)
    {
        foreach (float range in (float[])[3, 90, 400, 1e6f])
        {
            // An exponential of a float overflows at 88.
            if (range < 80 || !nodes.Contains("Exp(", StringComparison.Ordinal))
            {
                ImportedModel model = OnnxOperatorTests.CheckAgainstOnnxRuntime(Graph(nodes), 40, 24, range: range);
                Assert.Equal(Flat(kinds), Kinds(model));
            }
        }
    }

    [Theory]
    [InlineData("y = Pow(x, two)", "Pow(x, 2)")]
    [InlineData("y = Reciprocal(x)", "Reciprocal(x)")]
    [InlineData("y = Exp(x)", "Exp(x)")]
    [InlineData("y = Div(one, x)", "Div(1, x)")]
    [InlineData("s = Sigmoid(x)|m = Mul(x, s)|g = Greater(x, sixty)|y = Where(g, sixty, m)", "Where(Greater(x, 60), 60, Mul(x, Sigmoid(x)))")]
    [InlineData("c = Clip(x, mhundred, hundred)|s = Sigmoid(x)|y = Mul(c, s)", "Mul(Clip(x, -100, 100), Sigmoid(x))")]
    [InlineData("s = Softplus(x)|r = Relu(x)|g = Greater(x, giga)|y = Where(g, r, s)", null)]
    [InlineData("g = Greater(x, sixty)|y = Where(g, x, zero)", null)]
    [InlineData("y = Shrink(x) lambd=2.0 bias=0.5", null)]
    [InlineData("y = Shrink(x) lambd=0.0 bias=0.5", "Shrink(x, 0, 0.5)")]
    [InlineData("l = Log(x)|y = Erf(l)", "Erf(Log(x))")]
    public void FunctionThatIsNone_IsRefusedOrRight(string nodes, string? shown)
    {
        if (shown is null)
        {
            OnnxOperatorTests.CheckAgainstOnnxRuntime(Graph(nodes), 40, 24, range: 1e6f);
            return;
        }

        var error = Assert.Throws<StaticNet.ModelFiles.ModelFileException>(() => OnnxOperatorTests.CheckAgainstOnnxRuntime(Graph(nodes), 2, 24));
        Assert.Contains($"it computes {shown} of each number, which is no activation that is supported and no chain of them", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ScaleShift,Linear", "a = Sub(x, v)|b = Div(a, w)|y = MatMul(b, W)")]
    [InlineData("ScaleShift,HardTanh min_val=-6 max_val=6,Linear", "a = Sub(x, v)|b = Div(a, w)|c = Clip(b, msix, six)|y = MatMul(c, W)")]
    [InlineData("ScaleShift,Linear", "a = Mul(w, x)|b = Add(v, a)|n = Neg(b)|c = Mul(n, half)|y = MatMul(c, W)")]
    [InlineData("ScaleShift,Linear", "a = Sub(v, x)|y = MatMul(a, W)")]
    [InlineData("ScaleShift,Linear", "a = Sub(x, half)|b = Div(a, w)|y = MatMul(b, W)")]
    [InlineData("ScaleShift,Linear", "d = Add(w, half)|s = Sqrt(d)|a = Sub(x, row)|b = Div(a, s)|y = MatMul(b, W)")]
    [InlineData("ScaleShift,Linear", "r = Reciprocal(w)|a = Mul(x, r)|y = MatMul(a, W)")]
    [InlineData("ScaleShift,Linear", "r = Div(six, w)|p = Mul(r, w)|q = Mul(r, p)|a = Mul(x, q)|y = MatMul(a, W)")]
    [InlineData("Linear,ScaleShift", "a = MatMul(x, V)|b = Add(a, v)|c = Mul(b, w)|y = Add(c, v)")]
    [InlineData("Linear", "a = MatMul(x, V)|y = Sub(a, v)")]
    [InlineData("Linear,ScaleShift", "a = MatMul(x, V)|y = Sub(v, a)")]
    [InlineData("Linear,ScaleShift", "a = MatMul(x, V)|y = Add(a, half)")]
    [InlineData("Linear,ScaleShift,Softmax", "a = MatMul(x, V)|b = Add(a, v)|c = Div(b, six)|y = Softmax(c) axis=-1")]
    [InlineData("Linear,Tanh,ScaleShift", "a = MatMul(x, V)|b = Tanh(a)|c = Mul(b, w)|y = Add(c, v)")]
    [InlineData("Linear,ScaleShift,LayerNorm eps=1E-05,Linear", "a = MatMul(x, V)|b = Mul(a, w)|c = LayerNormalization(b, v)|y = MatMul(c, W)")]
    [InlineData("Linear,ScaleShift,ReLU,Linear", "a = MatMul(x, V)|b = Add(a, v)|c = Sub(b, half)|d = Relu(c)|y = MatMul(d, W)")]
    [InlineData("Linear,ReLU,ScaleShift,Linear", "a = MatMul(x, V)|b = Relu(a)|c = Div(b, six)|y = MatMul(c, W)")]
    [InlineData("ScaleShift,Linear,Add", "a = Div(x, w)|b = MatMul(a, V)|y = Add(b, a)")]
    public void ConstantsPerFeature_AreJoinedIntoOneLayer(string kinds, string nodes)
    {
        GraphText graph = new GraphText(17, [-1, 6], "y").Random("W", 6, 2).Random("V", 6, 6)
            .Floats("v", [6], 0.3f, -20.5f, 7, 0.01f, 3, 1000).Floats("row", [1, 6], 0.3f, -20.5f, 7, 0.01f, 3, 1000).Floats("w", [6], 0.5f, 3, 0.02f, 7, 1.1f, 250)
            .Floats("half", [1], 0.5f).Floats("six", [], 6).Floats("msix", [], -6);
        foreach (float range in (float[])[3, 2000])
        {
            Assert.Equal(Flat(kinds), Kinds(OnnxOperatorTests.CheckAgainstOnnxRuntime(Pruned(graph.Copy().Nodes(nodes.Split('|')), nodes), 20, 6, range: range)));
        }
    }

    [Fact]
    public void BiasOfOneOutput_IsTheLinears()
    {
        ImportedModel model = OnnxOperatorTests.CheckAgainstOnnxRuntime(
            new GraphText(13, [-1, 4], "y").Random("dense/kernel", 4, 1).Floats("dense/bias", [1], 0.25f).Nodes("a = MatMul(x, dense/kernel)", "y = Add(a, dense/bias)"), 3, 4);
        Assert.Equal(["weight", "bias"], model.Tensors.Select(tensor => tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..]));
        Assert.Equal("Linear", Assert.Single(model.Layers).Kind);
    }

    [Fact]
    public void MeanThatIsLargeBesideItsSpread_KeepsItsDigits()
    {
        GraphText graph = new GraphText(13, [-1, 2], "y").Floats("mean", [2], 101325, 0.25f).Floats("std", [2], 2.5f, 0.1f).Nodes("c = Sub(x, mean)", "y = Div(c, std)");
        ImportedModel model = ModelText.Read(StaticNet.ModelFiles.ModelFileConverter.Convert(graph.Bytes, "net.onnx"));
        Assert.Equal(["0.mean", "0.scale", "0.shift"], model.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([101325f, 0.25f], model.Tensors[0].Values);
        Assert.Equal([0f, 0f], model.Tensors[2].Values);
    }

    [Fact]
    public void ChannelsOfAnImage_AreSpreadOverTheirPixels() => OnnxOperatorTests.CheckAgainstOnnxRuntime(
        new GraphText(13, [-1, 3, 2, 2], "y").Random("W", 12, 2).Floats("mean", [1, 3, 1, 1], 0.4f, 0.5f, 0.6f).Floats("std", [3, 1, 1], 0.2f, 0.3f, 0.4f)
            .Nodes("c = Sub(x, mean)", "d = Div(c, std)", "f = Flatten(d)", "y = MatMul(f, W)"), 4, 12, shape: [4, 3, 2, 2]);

    [Theory]
    [InlineData("y = Mul(x, wrong)", "its constant 'wrong' has the shape [3], but the rows that it meets have the shape [6]")]
    [InlineData("y = Add(x, column)", "its constant 'column' has the shape [6, 1], but the rows that it meets have the shape [6]")]
    [InlineData("y = Div(v, x)", "it applies a different number to each feature")]
    [InlineData("y = Max(x, v)", "it applies a different number to each feature")]
    public void ConstantThatDoesNotFit_IsRefused(string node, string words)
    {
        GraphText graph = new GraphText(13, [-1, 6], "y").Random("wrong", 3).Random("column", 6, 1).Random("v", 6).Nodes(node);
        var error = Assert.Throws<StaticNet.ModelFiles.ModelFileException>(() => ModelText.Read(StaticNet.ModelFiles.ModelFileConverter.Convert(graph.Bytes, "net.onnx")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static GraphText Graph(string nodes)
    {
        string[] lines = nodes.Split('|');
        var graph = new GraphText(nodes.Contains("Swish(", StringComparison.Ordinal) ? 24 : 18, [-1, 24], lines[^1].Split(' ')[0]);
        foreach ((string name, float value) in s_numbers.Where(number => lines.Any(line => line.Split('(', ')', ',', ' ').Contains(number.Key))))
        {
            graph.Floats(name, [], value);
        }

        return graph.Nodes(lines);
    }

    private static GraphText Pruned(GraphText graph, string nodes)
    {
        string[] words = nodes.Split('(', ')', ',', ' ', '|');
        foreach (Protocol.TensorProto unused in graph.Graph.Initializer.Where(tensor => !words.Contains(tensor.Name)).ToArray())
        {
            graph.Graph.Initializer.Remove(unused);
        }

        return graph;
    }

    private static string Flat(string kinds) => string.Join(Environment.NewLine, kinds.Split(','));

    private static string Kinds(ImportedModel model) => string.Join(Environment.NewLine, model.Layers.Select(layer =>
        string.Join(' ', layer.Arguments.Select(a => FormattableString.Invariant($"{a.Name}={a.Value}")).Prepend(layer.Kind))));
}
