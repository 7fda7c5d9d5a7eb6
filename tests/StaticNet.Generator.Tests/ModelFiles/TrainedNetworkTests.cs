using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>What <c>ToCSharp()</c> writes is a network with constant weights: by itself, and beside the declaration it came from.</summary>
public sealed class TrainedNetworkTests
{
    // Every layer kind that has parameters or joins; the batch norm's averages move by training.
    public static IEnumerable<TheoryDataRow<string>> Declarations =>
    [
        new("[Mlp(4, 10, 3)]"),
        new("[Mlp(5, 37, 8, 1, Activation = Activation.LeakyReLU, OutputActivation = Activation.Sigmoid, Names = [\"body.a\", \"b-2\", \"head\"])]"),
        new("[Mlp(4, 33, 2, Bias = false, Activation = Activation.Softplus, Loss = Loss.Huber), Training(HuberDelta = 0.5f)]"),
        new("[Perceptron(4)]"),
        new("[Sequential(4), Linear(32), LayerNorm, SiLU, Dropout(0.1f), Linear(3), Softmax, Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f, ClassWeights = [1f, 2f, 0.5f], FocalGamma = 2f)]"),
        new("[Sequential(4), ScaleShift(0.5f, 1, Mean = 2), Linear(9), ScaleShift(2), HardTanh(float.NegativeInfinity, 3), Linear(3)]"),
        new("[Mlp(4, 10, 3, Standardize = true)]"),
        new("[Sequential(4), MinMax(-1f, 2f), Linear(9), Tanh, Linear(3), Standardize(Name = \"targets\")]"),
        new("[Sequential(4), Linear(9), BatchNorm1d, ReLU, RMSNorm(0.01f), Linear(3)]"),
        new("[Sequential(6), Linear(6, Name = \"stem\"), PReLU, Residual(2), Concat, Concat(\"stem\", From = 2, Count = 3), HardTanh(-2f, 0.5f), Linear(5, Bias = false), LogSoftmax]"),
        new("[Sequential(6), Select(1, 4), Linear(6, Name = \"stem\"), Tanh, Select([3, 0, 3], OfInput = true), Concat(\"2\"), Linear(5), Concat(\"stem\"), Select([1, 0]), Softmax]"),
        new("[Sequential(3), ELU(0.7f), Linear(4), Softshrink(0.2f), Linear(2), Tanh]"),
        new("[Sequential(4), FreeParameter(\"log_std\", 2, -0.5f), FreeParameter(\"dist.scale\", 3), Linear(8), Tanh, Linear(3)]"),
        new("[Sequential(4), FreeParameter(\"log_std\", 2), Linear(8), Tanh, Head(\"kind_of\", 3, Loss = Loss.CrossEntropy, LossWeight = 0.5f, ClassWeights = [1f, 0.25f, 4f]), Head(\"value\"), Linear(5), ReLU, Linear(1), Training(LabelSmoothing = 0.1f)]"),
    ];

    [Fact]
    public void SourceBesideAReadableNetwork_HasTheSameBits()
    {
        using LoadedProject trained = LoadedProject.Of(Probe(isTrained: false), "using StaticNet; namespace My.Networks { [Mlp(4, 10, 3)] public partial class Net; }");
        using LoadedProject readable = LoadedProject.Of(
            Probe(isTrained: true), (string)trained.Call("Program", "Source")!, "using StaticNet; namespace My.Networks { [Mlp(4, 10, 3, Style = NetworkStyle.Readable)] public partial class Net; }");
        Assert.Equal((float[])trained.Call("Program", "Outputs")!, (float[])readable.Call("Program", "Outputs")!);
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Source_IsTheSameNetwork(string declaration)
    {
        using LoadedProject trained = LoadedProject.Of(Probe(isTrained: false), $"using StaticNet; namespace My.Networks {{ {declaration} public partial class Net; }}");
        string source = (string)trained.Call("Program", "Source")!;
        var outputs = (float[])trained.Call("Program", "Outputs")!;
        Assert.All(outputs, static value => Assert.True(float.IsFinite(value)));

        // By itself, in another project. Constant averages cannot follow a batch: then there is no loss.
        bool hasBatchNorm = declaration.Contains("BatchNorm1d", StringComparison.Ordinal);
        using LoadedProject alone = LoadedProject.Of(Probe(isTrained: true, hasLoss: !hasBatchNorm), source);
        Assert.Equal(outputs, (float[])alone.Call("Program", "Outputs")!);
        Assert.Equal(trained.Call("Program", "Text"), alone.Call("Program", "Text"));

        // As a part of the class that was trained.
        using LoadedProject beside = LoadedProject.Of(Probe(isTrained: true, hasLoss: !hasBatchNorm), source, $"using StaticNet; namespace My.Networks {{ {declaration} public partial class Net; }}");
        Assert.Equal(outputs, (float[])beside.Call("Program", "Outputs")!);

        // Not frozen: a copy in each instance, and the whole way round.
        using LoadedProject loaded = LoadedProject.Of(Probe(isTrained: false, create: "new Net()"), source.Replace("\"\"\")]", "\"\"\", Frozen = false)]", StringComparison.Ordinal));
        Assert.Equal(outputs, (float[])loaded.Call("Program", "Outputs")!);
        Assert.Equal(source, loaded.Call("Program", "Source"));

        Assert.Equal(!hasBatchNorm, alone.Assembly.GetType("My.Networks.Net")!.GetMethods().Any(static method => method.Name == "ComputeLoss"));
        if (!hasBatchNorm)
        {
            Assert.Equal(trained.Call("Value", "Run"), LossOf(source, declaration, isAlone: true));
            Assert.Equal(trained.Call("Value", "Run"), LossOf(source, declaration, isAlone: false));
        }
    }

    [Theory]
    [InlineData("[Sequential(3), LSTM(5, Layers = 2), LayerNorm, GRU(4, Bias = false), Concat(From = 1), Linear(1), Residual(5, From = 1, Count = 1), Training(Loss = Loss.ErrorToSignal, PreEmphasis = 0.5f)]")]
    [InlineData("[Sequential(2), Conv1d(6, kernel: 3, dilation: 2, groups: 2), Tanh, RNN(5, Nonlinearity = Activation.ReLU), MeanOverTime, Linear(2)]")]
    [InlineData("[Sequential(2), GRU(5), Linear(4), BatchNorm1d, ReLU, LastStep, Linear(2), Softmax]")]
    public void Source_OfANetworkWithMemory_IsTheSameNetwork(string declaration)
    {
        static string Program(string create) => $$"""
            using System;
            using StaticNet;
            using My.Networks;

            public static class Program
            {
                public static readonly Net Network = {{create}};

                public static float[] Outputs()
                {
                    var x = new float[90 * Net.InputSize];
                    for (int i = 0; i < x.Length; i++) { x[i] = (float)Math.Sin(1.3 * i) * 2; }
                    var outputs = new float[90 * Net.OutputSize];
                    Network.Process(Net.CreateState(), x, outputs);
                    return outputs;
                }

                // Constant averages are folded when compiled: a frozen network needs less memory.
                public static string Text() => Network.ToString() + string.Join('\n', Array.FindAll(Network.Summary().Split('\n'), line => !line.Contains("memory of inference")));
            """;
        const string Source = "    public static string Source() => Network.ToCSharp();\n}\n";
        using LoadedProject trained = LoadedProject.Of(Program("new Net(7)") + Source, $"using StaticNet; namespace My.Networks {{ {declaration} public partial class Net; }}");
        string source = (string)trained.Call("Program", "Source")!;
        var outputs = (float[])trained.Call("Program", "Outputs")!;
        Assert.All(outputs, static value => Assert.True(float.IsFinite(value)));
        using LoadedProject alone = LoadedProject.Of(Program("new Net()") + "}", source);
        Assert.Equal(outputs, (float[])alone.Call("Program", "Outputs")!);
        Assert.Equal(trained.Call("Program", "Text"), alone.Call("Program", "Text"));
        using LoadedProject beside = LoadedProject.Of(Program("new Net()") + "}", source, $"using StaticNet; namespace My.Networks {{ {declaration} public partial class Net; }}");
        Assert.Equal(outputs, (float[])beside.Call("Program", "Outputs")!);
        using LoadedProject loaded = LoadedProject.Of(Program("new Net()") + Source, source.Replace("\"\"\")]", "\"\"\", Frozen = false)]", StringComparison.Ordinal));
        Assert.Equal(outputs, (float[])loaded.Call("Program", "Outputs")!);
        Assert.Equal(source, loaded.Call("Program", "Source"));
    }

    [Fact]
    public void NestedClass_OfSpecialWeights_KeepsEveryBit()
    {
        const string Declaration = "using StaticNet;\npublic static partial class @class { [Mlp(4, 10, 3)] internal sealed partial class @in; }\n";
        using LoadedProject project = LoadedProject.Of(Declaration, """
            using System;
            using StaticNet;
            public static class Program
            {
                private static readonly float[] s_special = [-0f, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7FC12345), 1.17549435E-38f, 0.1f];
                private static @class.@in Network()
                {
                    var network = new @class.@in(3);
                    network.Parameters.CopyFrom("hidden.bias", s_special);
                    return network;
                }

                public static string Source() => Network().ToCSharp();
                public static string Hash() => Network().Parameters.Hash().ToString();
            }
            """);
        var source = (string)project.Call("Program", "Source")!;
        using LoadedProject compiled = LoadedProject.Of(
            source.Replace("\"\"\")]", "\"\"\", Frozen = false)]", StringComparison.Ordinal),
            "public static class Program { public static string Hash() => new @class.@in().Parameters.Hash().ToString(); }");
        Assert.Equal(project.Call("Program", "Hash"), compiled.Call("Program", "Hash"));
    }

    [Theory]
    [InlineData("tensor 0 hidden.weight 2x4", "tensor 0 hidden.weight 2x5", "row 1 of 'hidden.weight' has 4 numbers, expected 5")]
    [InlineData("0.25", "0.2x5", "'0.2x5' in row 1 of 'hidden.weight' is no number")]
    [InlineData("5, 6, 7, 8", "", "'hidden.weight' has 4 numbers, expected 8 (2x4)")]
    [InlineData("layer ReLU 1 2 2 0", "layer Fancy 1 2 2 0", "layer '1' (Fancy) is of a kind that cannot be compiled")]
    [InlineData("layer ReLU 1 2 2 0", "", "the text that the build made of it is damaged; rebuild the project")]
    [InlineData("input 4", "inputs 4", "the line 'inputs 4' is no record of input, layer, loss, head or tensor")]
    [InlineData("loss Auto", "loss Auto\n    head a 1 MeanSquaredError 1\n    head b 1 Huber 1", "its heads have 2 outputs, and the network has 1")]
    [InlineData("loss Auto", "loss Auto\n    head 1a 1 Huber 1", "the name '1a' of a head does not begin with a letter; the network's members are named after it")]
    [InlineData("loss Auto", "loss Auto\n    head a 1 Auto 1", "Auto is no loss of a head, and head 'a' has it")]
    [InlineData("loss Auto", "loss Auto\n    head a 1 Huber -1", "the weight of the loss of head 'a' is -1; it must be 0 or more")]
    [InlineData("loss Auto", "loss Auto\n    head a 0 Huber 1", "'0' of head 'a' is no number of outputs")]
    [InlineData("loss Auto", "loss Auto gamma=3", "'gamma=3' is no option of a loss")]
    [InlineData("tensor 2 output.bias 1", "tensor 2 output.offset 1", "'output.offset' is no parameter of layer 'output' (Linear)")]
    [InlineData("tensor 2 output.bias 1", "tensor 0 hidden.more 1", "'hidden.more' is no parameter of layer 'hidden' (Linear)")]
    [InlineData("layer Linear output 2 1 1", "layer Linear output 2 2 1", "'output.weight' has 2 values, but layer 'output' needs 4")]
    [InlineData("tensor 2 output", "tensor 0 output", "'output.weight' has 2 values, but layer 'hidden' needs 8")]
    [InlineData("# no such line", "", null)]
    public async Task EditedText_IsSaidAtIt(string original, string edited, string? expected)
    {
        string source = TestCompilation.Usings + Text.Replace(original, edited, StringComparison.Ordinal);
        string[] messages = await Messages(source);
        Assert.Equal(expected is null ? [] : [$"SNET0033 'trained weights' cannot be compiled: {expected}"], messages);
        GeneratorRun run = GeneratorRun.Over(source);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Equal(expected is null, run.Files.Values.Any(IsNetwork));
    }

    [Theory]
    [InlineData("[Mlp(4, 3, 1)]", "they are of another network: its layer 0 is Linear 'hidden' of 2 outputs, but this class declares Linear 'hidden' of 3 outputs; train it anew, or give them a class of their own")]
    [InlineData("[Mlp(5, 2, 1)]", "they are of a network with 4 inputs, but this one has 5; train it anew, or give them a class of their own")]
    [InlineData("[Mlp(4, 2, 1, OutputActivation = Activation.Sigmoid)]", "they are of another network: its layer 3 is none, but this class declares Sigmoid(0, 0); train it anew, or give them a class of their own")]
    [InlineData("[Mlp(4, 2, 1, Activation = Activation.Tanh)]", "they are of another network: its layer 1 is ReLU(0, 0), but this class declares Tanh(0, 0); train it anew, or give them a class of their own")]
    [InlineData("[ModelFile(\"net.onnx\")]", "this class has the weights of its [ModelFile]; write these under another name, with ToCSharp(\"internal partial class Name\"), or remove [ModelFile]")]
    [InlineData("[Mlp(4, 2, 1, Initializer = Initializer.Zeros)]", null)]
    public async Task OtherDeclaration_IsRefused(string declaration, string? expected)
    {
        string source = TestCompilation.Usings + Text + declaration + " partial class Net;";
        string[] messages = await Messages(source, ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx"));
        Assert.Equal(expected is null ? [] : [$"SNET0033 'trained weights' cannot be compiled: {expected}"], messages);
        GeneratorRun run = GeneratorRun.Over(source);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Equal(expected is null, run.Files.Values.Any(IsNetwork));
    }

    [Theory]
    [InlineData("[TrainedNetwork] public partial class Net;")]
    [InlineData("[TrainedNetwork(] public partial class Net;")]
    [InlineData("[TrainedNetwork(null)] public partial class Net;")]
    [InlineData("[TrainedNetwork(\"\")] public partial class Net;")]
    [InlineData("[TrainedNetwork(\"input 4\")] public partial class Net;")]
    [InlineData("[TrainedNetwork(\"input 4\\nlayer Linear a 4 3 -1\")] public partial class Net;")]
    [InlineData("[TrainedNetwork(\"input 4\\nlayer Linear a 4 99999999 -1\\ntensor 0 a.weight 99999999x4\")] public partial class Net;")]
    [InlineData("[TrainedNetwork(\"input 4\\nlayer ReLU a 4 3 7\"), Frozen = ] public partial class Net;")]
    public void HalfTypedCode_NeitherThrowsNorMakesANetwork(string source)
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + source);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.DoesNotContain(run.Files.Values, IsNetwork);
    }

    /// <summary>Not the members that throw, which a class with a wrong text gets.</summary>
    private static bool IsNetwork(string text) => text.Contains("__Layout", StringComparison.Ordinal);

    [Fact]
    public void UnrelatedEdit_EmitsNothing()
    {
        var before = TestCompilation.Create(TestCompilation.Usings + Text, "class Program { static int Answer() => 42; }");
        GeneratorRun first = GeneratorRun.Over(before, GeneratorRun.NewDriver());
        GeneratorRun second = GeneratorRun.Over(
            before.ReplaceSyntaxTree(before.SyntaxTrees[1], Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class Program { }", TestCompilation.ParseOptions, "User1.cs")), first.Driver);
        Assert.NotEmpty(first.Files);
        Assert.All(
            second.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private const string Text = """"
        [TrainedNetwork("""
            input 4
            layer Linear hidden 4 2 -1
            layer ReLU 1 2 2 0
            layer Linear output 2 1 1
            loss Auto

            tensor 0 hidden.weight 2x4
            0.25, 2, 3, 4
            5, 6, 7, 8

            tensor 0 hidden.bias 2
            0, -0

            tensor 2 output.weight 1x2
            1, 2

            tensor 2 output.bias 1
            3
            """)]
        public partial class Net { }

        """";

    private static async Task<string[]> Messages(string source, params ProjectFile[] files)
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(source), GeneratorRun.NewDriver().AddAdditionalTexts([.. files]));
        IReadOnlyList<Diagnostic> found = await AnalyzerRun.Over(run.Output, [.. files]);
        return [.. found.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }

    private static object? LossOf(string source, string declaration, bool isAlone)
    {
        string[] sources = [Probe(isTrained: true), source, .. isAlone ? Array.Empty<string>() : [$"using StaticNet; namespace My.Networks {{ {declaration} public partial class Net; }}"]];
        using LoadedProject project = LoadedProject.Of(sources);
        return project.Call("Value", "Run");
    }

    /// <summary>A program that makes a network, trains it where it is to be trained, and computes.</summary>
    private static string Probe(bool isTrained, string create = "Train(new Net(7))", bool hasLoss = true) => $$"""
        using System;
        using StaticNet;
        using My.Networks;

        public static class Program
        {
            public static float[] Inputs() { var x = new float[16 * Net.InputSize]; for (int i = 0; i < x.Length; i++) { x[i] = (float)Math.Sin(1.3 * i) * 2; } return x; }

            public static readonly Net Network = {{(isTrained ? "new Net()" : create)}};

            public static float[] Outputs()
            {
                var outputs = new float[16 * Net.OutputSize];
                Network.ForwardBatch(Inputs(), outputs);
                return outputs;
            }

            // Constant averages are folded when compiled: a frozen network needs less memory.
            public static string Text() => Network.ToString() + string.Join('\n', Array.FindAll(Network.Summary().Split('\n'), line => !line.Contains("memory of inference"))) + string.Join(" ", Array.ConvertAll(Net.ParameterInfos.ToArray(), p => p.ToString()));
        {{(isTrained ? "" : """

                public static string Source() => Network.ToCSharp();

                private static Net Train(Net network)
                {
                    var targets = new float[16 * Net.OutputSize];
                    for (int i = 0; i < targets.Length; i++) { targets[i] = i % Net.OutputSize == i / Net.OutputSize % Net.OutputSize ? 1f : 0f; }
                    var trainer = network.CreateTrainer(new SGD(0.05f), 16);
                    for (int i = 0; i < 5; i++) { trainer.Step(Inputs(), targets); }
                    return network;
                }
            """)}}
        }

        public static class Value
        {
            public static double Run()
            {
                var targets = new float[16 * Net.OutputSize];
                for (int i = 0; i < targets.Length; i += Net.OutputSize) { targets[i] = 1f; }
                return {{(hasLoss ? "Program.Network.ComputeLoss(new Batch(Program.Inputs(), targets))" : "targets.Length")}};
            }
        }
        """;
}
