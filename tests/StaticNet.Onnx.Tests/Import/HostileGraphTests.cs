using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Google.Protobuf;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx;
using StaticNet.Onnx.Protocol;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>
/// Graphs as old exporters wrote them and as nobody should: each computes what ONNX Runtime computes, or is refused by the node at fault, with what to do.
/// Constants are written <c>name:type[shape]=values</c>.
/// </summary>
public sealed class HostileGraphTests
{
    [Theory]
    [InlineData(7, "g[4] b[4] m[4] v[4]=1,2,3,4", "y = BatchNormalization(x, g, b, m, v)")]
    [InlineData(15, "g[4] b[4] m[4] v[4]=1,2,3,4", "y = BatchNormalization(x, g, b, m, v) momentum=0.9")]
    [InlineData(6, "", "y = Clip(x) min=-1.0 max=2.0")]
    [InlineData(13, "l[]=2 h[]=-1", "y = Clip(x, l, h)")]
    [InlineData(13, "l[1]=-1 h[1]=1", "y = Clip(x, l, h)")]
    [InlineData(11, "", "y = Softmax(x) axis=-1")]
    [InlineData(13, "W[4,3] c[1,1]", "y = Gemm(x, W, c)")]
    [InlineData(13, "W[4,2]", "y = Gemm(x, W, _) beta=2.0")]
    [InlineData(13, "W[4,2] c[2]=Infinity,NaN", "y = Gemm(x, W, c) beta=0.0")]
    [InlineData(13, "", "k = Constant() value_float=0.5|y = Mul(x, k)")]
    [InlineData(13, "", "k = Constant() value_ints=[3,-2,0,1]|c = Cast(k) to=1|y = Mul(x, c)")]
    [InlineData(13, "s:i64[1]=4", "k = ConstantOfShape(s)|y = Add(x, k)")]
    [InlineData(13, "k:i64[4]=0,5,1,-3", "b = Cast(k) to=9|f = Cast(b) to=1|y = Mul(x, f)")]
    [InlineData(13, "k:i16[4]=0,-32768,1,-3", "f = Cast(k) to=1|y = Mul(x, f)")]
    [InlineData(13, "k:u16[4]=0,65535,1,3", "f = Cast(k) to=1|y = Mul(x, f)")]
    [InlineData(13, "k:u32[4]=0,4000000000,1,3", "f = Cast(k) to=1|y = Mul(x, f)")]
    [InlineData(13, "k:u64[4]=0,4000000000,1,3", "f = Cast(k) to=1|y = Mul(x, f)")]
    [InlineData(13, "k:i8[4]=-128,127,1,3", "g = Cast(k) to=6|f = Cast(g) to=1|y = Mul(x, f)")]
    [InlineData(13, "k[4]=300,2.7,-1.5,3.5", "g = Cast(k) to=7|f = Cast(g) to=1|y = Mul(x, f)")]
    [InlineData(13, "k[1,4,1] a:i64[1]=0", "s = Squeeze(k, a)|t = Squeeze(s, l)|y = Mul(x, t)", "l:i64[1]=1")]
    [InlineData(13, "k[4] a:i64[1]=0", "u = Unsqueeze(k, a)|y = Add(x, u)")]
    [InlineData(13, "a[2] b[2]", "k = Concat(a, b) axis=0|y = Add(x, k)")]
    [InlineData(13, "K[2,3,4] p:i64[1]=0 q:i64[1]=1 r:i64[1]=2 W[4,2]", "t = Transpose(K) perm=[1,0,2]|s = Slice(t, p, q, p)|u = Squeeze(s, p)|v = Slice(u, q, r, p)|w = Squeeze(v, p)|d = Sub(x, w)|y = MatMul(d, W)")]
    [InlineData(13, "m:i64[]=2 W[4,2] r:i64[1]=-1", "t = Mul(m, m)|o = Unsqueeze(t, e)|s = Concat(r, o) axis=0|f = Reshape(x, s)|y = MatMul(f, W)", "e:i64[1]=0")]
    [InlineData(13, "a[]=-1 b[]=0.5", "y = Max(x, a, b)")]
    [InlineData(15, "m:i64[1]=-1 W[4,2]", "s = Shape(x) end=1|t = Concat(s, m) axis=0|r = Reshape(x, t)|y = MatMul(r, W)")]
    [InlineData(17, "s:i64[3]=0,2,2 g[2,2] b[2,2]", "r = Reshape(x, s)|n = LayerNormalization(r, g, b) axis=1|y = Flatten(n)")]
    [InlineData(13, "c[8] p:i64[2]=4,4", "a, b = Split(c, p)|m = Mul(x, a)|y = Add(m, b)")]
    [InlineData(13, "c[1] s:i64[1]=4", "e = Expand(c, s)|y = Add(x, e)")]
    [InlineData(13, "c[4]=1,0,1,0 z[4]=0.5,0.5,0.5,0.5 k[4]=0.25,1,2,3", "g = Greater(c, z)|w = Where(g, k, z)|y = Mul(x, w)")]
    public void OddForm_IsWhatOnnxRuntimeComputes(int operatorSet, string constants, string nodes, string more = "")
    {
        GraphText graph = Graph(operatorSet, [-1, 4], $"{constants} {more}", nodes);
        OnnxOperatorTests.CheckAgainstOnnxRuntime(graph, 3, 4);
    }

    [Theory]
    [InlineData(9, "node0", "BatchNormalization", "it is in training mode", "g[4] b[4] m[4] v[4]=1,2,3,4", "y, m2, v2, s, t = BatchNormalization(x, g, b, m, v)")]
    [InlineData(6, "node0", "BatchNormalization", "it is in training mode", "g[4] b[4] m[4] v[4]=1,2,3,4", "y = BatchNormalization(x, g, b, m, v)")]
    [InlineData(14, "node0", "BatchNormalization", "it is in training mode", "g[4] b[4] m[4] v[4]=1,2,3,4", "y, m2, v2 = BatchNormalization(x, g, b, m, v) training_mode=1")]
    [InlineData(6, "node0", "Dropout", "in operator set 6 is_test is 0 where it is left out", "W[4,3]", "d = Dropout(x)|y = MatMul(d, W)")]
    [InlineData(11, "node0", "Clip", "it has min as an attribute, which operator set 11 does not know", "", "y = Clip(x) min=-1.0 max=2.0")]
    [InlineData(13, "node0", "Clip", "its min is NaN", "l[]=NaN h[]=1", "y = Clip(x, l, h)")]
    [InlineData(13, "node0", "Cast", "it casts the constant 300 to UINT8, which cannot hold it", "k[4]=300,2.7,1,3.5", "g = Cast(k) to=2|f = Cast(g) to=1|y = Mul(x, f)")]
    [InlineData(13, "node0", "Relu", "it has the attribute 'alpha', which ONNX does not define for Relu", "", "y = Relu(x) alpha=0.1")]
    [InlineData(13, "node0", "Elu", "it has the attribute 'alpha' twice", "", "y = Elu(x) alpha=0.1 alpha=0.2")]
    [InlineData(13, "node0", "Cast", "it casts to INT64", "", "g = Cast(x) to=7|y = Cast(g) to=1")]
    [InlineData(13, "node1", "Sub", "its result is lost in rounding", "c[]=1e8", "a = Add(x, c)|y = Sub(a, c)")]
    [InlineData(13, "node1", "Sub", "its result is lost in rounding", "c[]=1e5", "a = Add(x, c)|y = Sub(a, c)")]
    [InlineData(17, "node1", "LayerNormalization", "for inputs of up to 1, float arithmetic leaves 0.", "c[]=1e4 g[4] b[4]", "a = Add(x, c)|y = LayerNormalization(a, g, b)")]
    [InlineData(13, "node1", "Mul", "its result leaves the range of float", "c[]=1e30 d[]=1e-30", "a = Mul(x, c)|b = Mul(a, c)|e = Mul(b, d)|y = Mul(e, d)")]
    [InlineData(13, "node1", "Mul", "its result leaves the range of float", "c[]=1e30 d[]=1e-30", "a = Mul(x, d)|b = Mul(a, d)|e = Mul(b, c)|y = Mul(e, c)")]
    [InlineData(13, "node1", "Exp", "its result leaves the range of float", "W[4,2]=3e6,2e6,-3e6,1e6,2e6,-1e6,1e6,3e6 c[]=1 l[]=1.5 h[]=1e8", "h2 = MatMul(x, W)|e = Exp(h2)|a = Add(e, c)|s = Log(a)|y = Clip(s, l, h)")]
    [InlineData(13, "node1", "Relu", "it writes the value 'h', which the node 'node0' (MatMul) writes as well", "W[4,4]", "h = MatMul(x, W)|h = Relu(x)|y = Relu(h)")]
    [InlineData(13, "node0", "LinearRegressor", "which ONNX Runtime leaves out in a regressor", "", "y = ai.onnx.ml.LinearRegressor(x) coefficients=[0.5,-1.25,2.0,0.75] post_transform=LOGISTIC")]
    [InlineData(13, "node0", "Gemm", "its bias 'c' has the shape [3, 1], expected [3]", "W[4,3] c[3,1]", "y = Gemm(x, W, c)")]
    public void GraphThatCannotBeMeant_IsRefusedByItsNode(int operatorSet, string node, string operation, string words, string constants, string nodes)
    {
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(Graph(operatorSet, [-1, 4], constants, nodes).Bytes, "net.onnx")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal((node, operation, false), (error.Node, error.Operation, error.IsFault));
    }

    [Fact]
    public void ConstantFromAnAxisOn_AsOperatorSet6MatchesIt_IsRefused()
    {
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(
            Graph(6, [-1, 3, 3], "b[3] W[9,2]", "a = Add(x, b) axis=1 broadcast=1|f = Flatten(a)|y = MatMul(f, W)").Bytes, "net.onnx")));
        Assert.Contains("is matched from axis 1 on, as only operator sets up to 6 do", error.Message, StringComparison.Ordinal);

        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(Graph(6, [-1, 4], "b[4] W[4,2]", "a = Add(x, b) axis=1 broadcast=1|y = MatMul(a, W)").Bytes, "net.onnx"));
        Assert.Equal(["ScaleShift", "Linear"], model.Layers.Select(static layer => layer.Kind));
    }

    [Theory]
    [InlineData("4e25")]

    // The sum overflows, and their mean does not.
    [InlineData("3e19")]
    public void NormOfNumbersWhoseSquaresOverflow_IsRefused(string largest)
    {
        // ONNX Runtime's variance is infinite, and its output the bias.
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(
            Graph(17, [-1, 4], $"c[4]={largest},2,3,{largest} g[4] b[4]", "a = Mul(x, c)|y = LayerNormalization(a, g, b)").Bytes, "net.onnx")));
        Assert.Contains("node 'node1' (LayerNormalization) cannot be run: the squares of what it normalizes leave the range of float", error.Message, StringComparison.Ordinal);
        Assert.Equal(("node1", "LayerNormalization", false), (error.Node, error.Operation, error.IsFault));
    }

    [Theory]
    [InlineData("W:f64[4,2]=1,1,1,1,1,1e60,1,1", "m = MatMul(x, W)|y = Mul(m, c)", "c[]=0.5", "'0.weight' [2, 4] (of 'W') holds Infinity (or a number beyond ±3.4E+38, the range of float) at [1, 2]")]
    [InlineData("W[4,2]", "m = MatMul(x, W)|y = Div(m, c)", "c[2]=1,0", "'1.scale' [2] holds Infinity (or a number beyond ±3.4E+38, the range of float) at [1]")]
    [InlineData("W[4,2] b[2]=NaN,1", "y = Gemm(x, W, b)", "", "'0.bias' [2] (of 'b') holds NaN at [0]")]
    [InlineData("W[4,2] b[2]=NaN,-Infinity", "h = MatMul(x, W)|y = Add(h, b)", "", "'0.bias' [2] (of 'b') holds 2 numbers that are not finite, the first NaN at [0]")]
    public void WeightsThatAreNotFinite_AreNamed(string constants, string nodes, string more, string expected)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Graph(13, [-1, 4], $"{constants} {more}", nodes).Bytes);
        Assert.Equal(expected, ModelText.Read(ModelFileConverter.Convert(model.ToByteArray(), "net.onnx")).NotFinite![0].What);
    }

    [Theory]
    [InlineData("y", "Sin", "the unnamed Sin node that writes 'y': the operator 'Sin' is not supported", "y = Sin(x)")]
    [InlineData("h", "Sin", "the unnamed Sin node that writes 'h' and 'g': the operator 'Sin' is not supported", "h = Sin(x)|g = Sin(x)|y = Add(h, g)")]
    [InlineData("y", "Sub", "the unnamed Sub node that writes 'y': its result is lost in rounding", "a = Add(x, c)|y = Sub(a, c)")]
    public void NodeWithoutAName_IsNamedByWhatItWrites(string node, string operation, string words, string nodes)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Graph(13, [-1, 4], "c[]=1e8", nodes).Bytes);
        foreach (NodeProto named in model.Graph.Node)
        {
            named.Name = "";
        }

        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(model.ToByteArray(), "net.onnx")));
        Assert.StartsWith(words, error.Message, StringComparison.Ordinal);
        Assert.Equal((node, operation), (error.Node, error.Operation));
    }

    [Fact]
    public void IntegersForAScaler_AreReadAsFloats()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Graph(13, [-1, 4], "", "y = ai.onnx.ml.Scaler(x) offset=[0.5,-1.0,0.25,2.5] scale=[0.5,2.0,4.0,0.125]").Bytes);
        model.Graph.Input[0].Type.TensorType.ElemType = 7;
        ImportedModel imported = ModelText.Read(ModelFileConverter.Convert(model.ToByteArray(), "net.onnx"));
        Assert.Equal([1.25, 8, 11, 0.0625], ImportedModelEvaluator.Evaluate(imported, [3, 3, 3, 3]));
    }

    [Theory]
    [InlineData("the file holds two graphs", 1)]
    [InlineData("the file names two versions of the operator set, 13 and 11", 2)]
    [InlineData("it uses operator set 40", 3)]
    [InlineData("the input 'x' has one dimension, which is open", 4)]
    public void FileThatContradictsItself_IsRefused(string words, int kind)
    {
        GraphText graph = Graph(kind == 3 ? 40 : 13, kind == 4 ? [-1] : [-1, 4], "", "y = Relu(x)");
        byte[] file = graph.Bytes;
        byte[] second = new ModelProto { OpsetImport = { new OperatorSetIdProto { Version = 11 } } }.ToByteArray();
        byte[] joined = kind switch { 1 => [.. file, .. file], 2 => [.. file, .. second], _ => file };
        Assert.Contains(words, Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(joined, "net.onnx"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Relu")]
    [InlineData("ai.onnx", "Relu")]
    public void FunctionOfTheFile_IsNotTakenForTheOperatorOfItsName(string domain, string name)
    {
        // FunctionProto: name 1, output 5, domain 10; in ModelProto it is field 25. Here Relu would be an empty function.
        byte[] function = [.. Field(1, name), .. Field(10, domain)];
        byte[] file = [.. Graph(20, [-1, 4], "W[4,2]", "h = MatMul(x, W)|y = Relu(h)").Bytes, 0xCA, 0x01, (byte)function.Length, .. function];
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(file, "net.onnx")));
        Assert.Equal(("node1", "Relu"), (error.Node, error.Operation));
        Assert.Contains("it calls a function of the file with 1 inputs and 1 outputs, which has 0 and 0; export the model again", error.Message, StringComparison.Ordinal);

        byte[] unused = [.. Graph(20, [-1, 4], "W[4,2]", "y = MatMul(x, W)").Bytes, 0xCA, 0x01, (byte)function.Length, .. function];
        Assert.Equal("Linear", Assert.Single(ModelText.Read(ModelFileConverter.Convert(unused, "net.onnx")).Layers).Kind);

        // No output needs the call.
        byte[] uncalled = [.. Graph(20, [-1, 4], "W[4,2]", "y = MatMul(x, W)|r = Relu(y)").Bytes, 0xCA, 0x01, (byte)function.Length, .. function];
        Assert.Equal("Linear", Assert.Single(ModelText.Read(ModelFileConverter.Convert(uncalled, "net.onnx")).Layers).Kind);

        static byte[] Field(int number, string text) => [(byte)((number << 3) | 2), (byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)];
    }

    [Fact]
    public void StoredTensorThatNothingReads_MayBeOfAnyType()
    {
        GraphText graph = Graph(13, [-1, 4], "W[4,2]", "y = MatMul(x, W)");
        graph.Graph.Initializer.Add(new TensorProto { Name = "labels", DataType = 8, Dims = { 3 } });
        Assert.Equal("Linear", Assert.Single(ModelText.Read(ModelFileConverter.Convert(graph.Bytes, "net.onnx")).Layers).Kind);
    }

    private static GraphText Graph(int operatorSet, long[] shape, string constants, string nodes)
    {
        var graph = new GraphText(operatorSet, shape, "y");
        foreach (string constant in constants.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            (int open, int close) = (constant.IndexOf('[', StringComparison.Ordinal), constant.IndexOf(']', StringComparison.Ordinal));
            string[] name = constant[..open].Split(':');
            long[] dimensions = [.. constant[(open + 1)..close].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static text => long.Parse(text, CultureInfo.InvariantCulture))];
            if (close == constant.Length - 1)
            {
                graph.Random(name[0], dimensions);
                continue;
            }

            (int type, Func<string, byte[]> encode) = Encoding(name.Length > 1 ? name[1] : "f32");
            var tensor = new TensorProto { Name = name[0], DataType = type, RawData = ByteString.CopyFrom([.. constant[(close + 2)..].Split(',').SelectMany(encode)]) };
            tensor.Dims.AddRange(dimensions);
            graph.Graph.Initializer.Add(tensor);
        }

        return graph.Nodes(nodes.Split('|'));
    }

    private static (int Type, Func<string, byte[]> Encode) Encoding(string type)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return type switch
        {
            "f32" => (1, text => BitConverter.GetBytes(float.Parse(text, culture))),
            "f64" => (11, text => BitConverter.GetBytes(double.Parse(text, culture))),
            "i8" => (3, text => [unchecked((byte)sbyte.Parse(text, culture))]),
            "i16" => (5, text => BitConverter.GetBytes(short.Parse(text, culture))),
            "u16" => (4, text => BitConverter.GetBytes(ushort.Parse(text, culture))),
            "u32" => (12, text => BitConverter.GetBytes(uint.Parse(text, culture))),
            "u64" => (13, text => BitConverter.GetBytes(ulong.Parse(text, culture))),
            _ => (7, text => BitConverter.GetBytes(long.Parse(text, culture))),
        };
    }
}
