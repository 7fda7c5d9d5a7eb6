using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Protocol;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Functions that a file defines, as PyTorch's exporter and onnxscript write modules: written out where they are called, as ONNX Runtime does.</summary>
public sealed class ModelFunctionTests
{
    private const double Tolerance = 4e-6;
    private const string Domain = "pkg.torch";

    [Fact]
    public void Modules_AreWrittenOut()
    {
        // Two calls of one function, which calls another; names inside are those of the graph.
        Check(
            "h = Linear(x, W1, b1)|r = Act(h)|y = Linear(r, W2, b2)",
            ["ScaleShift", "Linear", "SiLU", "Linear"],
            Function("Linear", "x,w,b", "y", "t = Transpose(w) perm=[1,0]|h = MatMul(x, t)|y = Add(h, b)"),
            Function("Act", "r", "z", "y = Sigmoid(r)|z = Mul(r, y)"));
    }

    [Fact]
    public void FunctionOfFunctions_IsWrittenOut()
    {
        Check(
            "y = Block(x, W1, b1, W2, b2)",
            ["ScaleShift", "Linear", "ReLU", "Linear"],
            Function("Linear", "x,w,b", "y", "y = Gemm(x, w, b) transB=1"),
            Function("Block", "x,w,b,v,c", "y", "h = pkg.torch.Linear(x, w, b)|r = Relu(h)|y = pkg.torch.Linear(r, v, c)"));
    }

    [Theory]
    [InlineData("", 0.3)]
    [InlineData(" slope=0.125", 0.125)]
    public void AttributeOfTheCall_ReachesTheNode(string attribute, double slope)
    {
        byte[] function = Function("Leaky", "x", "y", "y = LeakyRelu(x) alpha=9.0", defaults: "slope", references: ("alpha", "slope"));
        ImportedModel model = Check("h = Linear(x, W1, b1)|y = Leaky(h)" + attribute, ["ScaleShift", "Linear", "LeakyReLU"], Function("Linear", "x,w,b", "y", "y = Gemm(x, w, b) transB=1"), function);
        Assert.Equal(slope, model.Layers[2].Arguments[0].Value, 7);
    }

    [Fact]
    public void InputThatIsLeftOut_IsLeftOutInside()
    {
        Check("y = Linear(x, W1)", ["ScaleShift", "Linear"], Function("Linear", "x,w,b", "y", "y = Gemm(x, w, b) transB=1"));
    }

    [Fact]
    public void FunctionOfAnOperatorsName_TakesPrecedence()
    {
        // Here Relu is the identity times two.
        byte[] own = Function("Relu", "x", "y", "y = Add(x, x)", domain: "");
        byte[] file = File("y = Relu(x)", own);
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(file, "net.onnx"));
        Assert.Equal([-8.0, 8, 0, 2], ImportedModelEvaluator.Evaluate(model, [-4, 4, 0, 1]));
    }

    [Fact]
    public void UnsupportedOperatorInside_IsNamedByItsCall()
    {
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(File("h = Sine(x)|y = Relu(h)", Function("Sine", "x", "y", "y = Sin(x)")), "net.onnx")));
        Assert.StartsWith("node 'node0/node0' (Sin): the operator 'Sin' is not supported", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it calls functions of the file 64 deep", "y = A(x)", "A x y y=pkg.torch.A(x)")]
    [InlineData("it calls functions of the file 64 deep", "y = A(x)", "A x y y=pkg.torch.B(x)", "B x y y=pkg.torch.A(x)")]
    [InlineData("with 2 inputs and 1 outputs, which has 1 and 1; export the model again", "y = A(x, x)", "A x y y=Relu(x)")]
    [InlineData("gives 'x' back as it got it", "y = A(x)", "A x x h=Relu(x)")]
    [InlineData("is written for operator set 17, and the graph is for 18", "y = A(x)", "A x y y=Relu(x) 17")]
    [InlineData("the function 'A' of the file has the input 'x' twice; export the model again", "y = A(x, x)", "A x,x y y=Relu(x)")]
    [InlineData("the function 'A' of the file has an input without a name; export the model again", "y = A(x, x)", "A x, y y=Clip(x,_,x)")]
    [InlineData("the function 'A' of the file has the output 'y' twice; export the model again", "y, z = A(x)", "A x y,y y=Relu(x)")]
    [InlineData("the function 'A' of the file has an output without a name; export the model again", "y, z = A(x)", "A x y, y=Relu(x)")]
    [InlineData("the file defines the function 'A' twice", "y = A(x)", "A x y y=Relu(x)", "A x y y=Tanh(x)")]
    public void CallThatCannotBe_IsRefused(string words, string nodes, params string[] functions)
    {
        byte[][] all = [.. functions.Select(static text => text.Split(' ')).Select(static part => Function(part[0], part[1], part[2], part[3], operatorSet: part.Length > 4 ? int.Parse(part[4]) : 18))];
        Assert.Contains(words, Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(File(nodes, all), "net.onnx"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyCallsOfManyCalls_EndEarly()
    {
        // 8 functions of 10 calls each: 10^8 nodes.
        byte[][] functions = [.. Enumerable.Range(0, 8).Select(static i => Function(
            $"F{i}", "x", "y", string.Join('|', Enumerable.Range(0, 10).Select(k => $"{(k == 9 ? "y" : $"v{k}")} = {(i == 7 ? "Relu" : $"pkg.torch.F{i + 1}")}({(k == 0 ? "x" : $"v{k - 1}")})"))))];
        Assert.Contains("have more than 100000 nodes and calls", Message(File("y = F0(x)", functions)), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyCallsOfAnEmptyFunction_EndEarly()
    {
        // Each calls the one before it twice: 2^62 calls, and no node.
        byte[][] functions = [.. Enumerable.Range(0, 63).Select(static i => Function($"F{i}", "x", "y", i == 0 ? "" : $"v = pkg.torch.F{i - 1}(x)|y = pkg.torch.F{i - 1}(v)"))];
        Assert.Contains("have more than 100000 nodes and calls", Message(File("y = F62(x)", functions)), StringComparison.Ordinal);
    }

    [Fact]
    public void LongNames_EndEarly()
    {
        // A call of a long name, of 100 nodes: each gets it in front of its own.
        byte[] function = Function("A", "x", "y", string.Join('|', Enumerable.Range(0, 100).Select(static i => $"{(i == 99 ? "y" : $"v{i}")} = Relu({(i == 0 ? "x" : $"v{i - 1}")})")));
        Assert.Contains("letters, of which at most these are read", Message(Named(File("y = A(x)", function), new string('n', 1 << 20))), StringComparison.Ordinal);
    }

    [Fact]
    public void CallsOfOneName_DoNotMeet()
    {
        byte[] file = File("h = Linear(x, W1, b1)|r = Linear(h, W1, b1)|y = Linear(r, W2, b2)", Function("Linear", "x,w,b", "y", "t = Transpose(w) perm=[1,0]|h = MatMul(x, t)|y = Add(h, b)"));
        double[][] found = [.. new[] { file, Named(file, "layer") }.Select(static bytes => ImportedModelEvaluator.Evaluate(ModelText.Read(ModelFileConverter.Convert(bytes, "net.onnx")), [-4, 4, 0, 1]))];
        Assert.Equal(3, found[0].Length);
        Assert.Equal(found[0], found[1]);
    }

    internal static byte[] Field(int number, byte[] value)
    {
        var stream = new System.IO.MemoryStream();
        var output = new CodedOutputStream(stream);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
        output.Flush();
        return stream.ToArray();
    }

    private static string Message(byte[] file) => Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(file, "net.onnx"))).Message;

    /// <summary>Gives all nodes of the graph one name.</summary>
    private static byte[] Named(byte[] file, string name)
    {
        var model = ModelProto.Parser.ParseFrom(file);
        foreach (NodeProto node in model.Graph.Node)
        {
            node.Name = name;
        }

        return model.ToByteArray();
    }

    private static ImportedModel Check(string nodes, string[] kinds, params byte[][] functions)
    {
        byte[] file = File("s = Mul(x, p)|" + nodes.Replace("(x", "(s", StringComparison.Ordinal), functions);
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(file, "net.onnx"));
        using var session = new InferenceSession(file);
        float[] inputs = [.. Enumerable.Range(0, 12).Select(static i => (0.7f * i) - 4)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [3, 4]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["x"], [input], ["y"]);
        float[] expected = results[0].GetTensorDataAsSpan<float>().ToArray();
        double[] found = [.. inputs.Chunk(4).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
        double bound = Tolerance * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
        Assert.Equal(kinds, model.Layers.Select(static layer => layer.Kind));
        return model;
    }

    private static byte[] File(string nodes, params byte[][] functions)
    {
        var graph = new GraphText(18, [-1, 4], "y");
        graph.Floats("p", [4], 0.5f, 2, 1.25f, 3).Random("W1", 4, 4).Random("b1", 4).Random("W2", 3, 4).Random("b2", 3).Nodes(nodes.Split('|'));
        var model = ModelProto.Parser.ParseFrom(graph.Bytes);
        bool isOwn = functions.Any(static function => function.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Domain)) >= 0);
        string[] operators = ["Mul", "Relu", "Sigmoid", "Sin"];
        foreach (NodeProto node in model.Graph.Node.Where(node => isOwn && !operators.Contains(node.OpType)))
        {
            node.Domain = Domain;
        }

        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        return [.. model.ToByteArray(), .. functions.SelectMany(static function => Field(25, function))];
    }

    /// <summary>
    /// FunctionProto: name 1, input 4, output 5, attribute 6, node 7, opset_import 9, domain 10, attribute_proto 11. An attribute that refers to one of the call
    /// has its name in field 21 and no value.
    /// </summary>
    private static byte[] Function(string name, string inputs, string outputs, string nodes, string? domain = null, string? defaults = null, (string Own, string Reference)? references = null, int operatorSet = 18)
    {
        var bytes = new List<byte>();
        bytes.AddRange(Field(1, name));
        foreach (string input in inputs.Split(','))
        {
            bytes.AddRange(Field(4, input));
        }

        foreach (string output in outputs.Split(','))
        {
            bytes.AddRange(Field(5, output));
        }

        foreach (NodeProto node in new GraphText(18, [-1, 4], "y").Nodes(nodes.Split('|', StringSplitOptions.RemoveEmptyEntries)).Graph.Node)
        {
            if (node.OpType.StartsWith(Domain + ".", StringComparison.Ordinal))
            {
                (node.Domain, node.OpType) = (Domain, node.OpType[(Domain.Length + 1)..]);
            }

            byte[] own = node.ToByteArray();
            if (references is (string attribute, string reference))
            {
                node.Attribute.Clear();
                own = [.. node.ToByteArray(), .. Field(5, [.. Field(1, attribute), .. Field(21, reference), 0xA0, 0x01, 1])];
            }

            bytes.AddRange(Field(7, own));
        }

        bytes.AddRange(Field(9, new OperatorSetIdProto { Version = operatorSet }.ToByteArray()));
        bytes.AddRange(Field(9, new OperatorSetIdProto { Domain = Domain, Version = 1 }.ToByteArray()));
        bytes.AddRange(Field(10, domain ?? Domain));
        if (defaults is not null)
        {
            bytes.AddRange(Field(11, new AttributeProto { Name = defaults, Type = AttributeProto.Types.AttributeType.Float, F = 0.3f }.ToByteArray()));
        }

        return [.. bytes];
    }

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));
}
