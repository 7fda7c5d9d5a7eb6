using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>A file that is not there, broken or unsupported is said at the attribute.</summary>
public sealed class ModelFileDiagnosticTests
{
    [Fact]
    public async Task MissingFile_NamesThoseThatAreThere()
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0032:\"iris.onnx\"|})] public partial class Net;",
            files: [ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "models/net.onnx"), ProjectFile.Model("safetensors/mlp-4-10-3.safetensors", "iris.safetensors")]);
        Assert.Equal(
            ["'iris.onnx' is not one of the project's model files; there are: 'iris.safetensors', 'models/net.onnx'. Paths start at the project's folder; a file elsewhere needs <StaticNetModelFile Include=\"...\" /> in the project file"],
            messages);
    }

    [Fact]
    public async Task NoFileAtAll_SaysWhatToDo()
    {
        string[] messages = await AnalyzerRun.Verify("[ModelFile({|SNET0032:\"iris.onnx\"|})] public partial class Net;");
        Assert.Contains("there are none. Put the .safetensors, .onnx, .npz, .json or .nam file into the project's folder", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameNameTwice_AsksForThePath()
    {
        ProjectFile first = ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "a/net.onnx");
        ProjectFile second = ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "b/net.onnx");
        string[] messages = await AnalyzerRun.Verify("[ModelFile({|SNET0032:\"net.onnx\"|})] public partial class Net;", files: [first, second]);
        Assert.Contains("several have this name, so write the path from the project's folder: 'a/net.onnx', 'b/net.onnx'", Assert.Single(messages), StringComparison.Ordinal);
        Assert.Empty(await AnalyzerRun.Verify("[ModelFile(\"b/net.onnx\")] public partial class Net;", files: [first, second]));
    }

    [Fact]
    public async Task UnknownOperator_NamesNodeAndOperatorAndSaysWhatToDo()
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0033:\"o6-unknown-operator.onnx\"|})] public partial class Net;", files: [ProjectFile.Model("malformed/o6-unknown-operator.onnx")]);
        Assert.Equal(
            ["'o6-unknown-operator.onnx' cannot be compiled: node '/act' (FancyRelu): the operator 'FancyRelu' of the domain 'com.example' is not supported; it is not one of ONNX's own operators; export the model with standard operators only"],
            messages);
    }

    [Fact]
    public async Task SeveralOutputs_AskForOne()
    {
        ProjectFile model = ProjectFile.Model("onnx-cases/c14-action-value.onnx", "policy.onnx");
        Assert.Equal(
            ["'policy.onnx' cannot be compiled: it has 2 outputs ('act', 'value'); choose one, for example Output = \"act\""],
            await AnalyzerRun.Verify("[ModelFile({|SNET0033:\"policy.onnx\"|})] public partial class Net;", files: [model]));
        Assert.Equal(
            ["'policy.onnx' cannot be compiled: it has no output 'actions'; its outputs are 'act', 'value'"],
            await AnalyzerRun.Verify("[ModelFile(\"policy.onnx\", Output = {|SNET0033:\"actions\"|})] public partial class Net;", files: [model]));
        Assert.Empty(await AnalyzerRun.Verify("[ModelFile(\"policy.onnx\", Output = \"value\")] public partial class Net;", files: [model]));
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile(\"net.safetensors\", Output = {|SNET0033:\"y\"|})] public partial class Net;",
            files: [ProjectFile.Model("safetensors/mlp-4-10-3.safetensors", "net.safetensors")]));
        Assert.StartsWith("'net.safetensors' cannot be compiled: Output = \"y\" chooses none of its networks", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LabelsBesideProbabilities_AreNamedAsWhatCannotBeCompiled()
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0033:\"c15-skl-mlpclassifier.onnx\"|})] public partial class Net;", files: [ProjectFile.Model("onnx-cases/c15-skl-mlpclassifier.onnx")]);
        Assert.Equal(
            ["'c15-skl-mlpclassifier.onnx' cannot be compiled: it has 2 outputs ('label', which cannot be compiled, 'probabilities'); choose one, for example Output = \"probabilities\""],
            messages);
    }

    [Fact]
    public async Task ImportThatIsADifferentNetwork_IsAFaultOfOurs()
    {
        const string text = "staticnet-model\t1\nsource\tnet.onnx\noutput\ty\nfault\t/act\tClip\tat node '/act' (Clip), read as layer '1' (ReLU), for 300 the graph gives 255, the layers give 300\nend\n";
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0039:\"net.onnx\"|})] public partial class Net;", files: [new ProjectFile("/project/obj/net.onnx.staticnet.txt", text)]);
        Assert.Equal(
            ["'net.onnx' is not compiled, because the class would not compute what the file says: at node '/act' (Clip), read as layer '1' (ReLU), for 300 the graph gives 255, the layers give 300. This is a fault of StaticNet, not of the file; please report it with the file"],
            messages);
    }

    [Fact]
    public async Task StoredOutputsThatDiffer_AreAnErrorBesideTheClass()
    {
        byte[] file = File.ReadAllBytes(FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx"));
        string vectors = File.ReadAllText(FixtureFiles.Find("onnx/1-gemm-4-10-3.io.json"));
        Assert.DoesNotContain("\nvectors\t", StaticNet.ModelFiles.ModelFileConverter.Convert(file, "net.onnx", vectors), StringComparison.Ordinal);
        string text = StaticNet.ModelFiles.ModelFileConverter.Convert(
            file, "net.onnx", "{\"cases\": [{\"input\": [0, 0, 0, 0], \"output\": [1, 2, 3]}]}");
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0040:\"net.onnx\"|})] public partial class Net;", files: [new ProjectFile("/project/obj/net.onnx.staticnet.txt", text)]);
        string message = Assert.Single(messages);
        Assert.StartsWith("'net.onnx' does not compute the outputs stored beside it: 'net.io.json', case 0: output 0 of row 0 is ", message, StringComparison.Ordinal);
        Assert.EndsWith(", expected 1 ± 1.2E-05; store the vectors of this file, or the file that belongs to the vectors", message, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string>> Malformed =>
        Directory.GetFiles(FixtureFiles.Find("malformed")).Where(static path => Path.GetExtension(path) is ".onnx" or ".safetensors")
            .Select(static path => Path.GetFileName(path)).Where(static name => !name.Contains("nan", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(static name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task MalformedFile_IsSaidAtTheAttribute(string name)
    {
        string[] messages = await AnalyzerRun.Verify(
            $$"""[ModelFile({|SNET0033:"{{name}}"|})] public partial class Net;""", files: [ProjectFile.Model($"malformed/{name}")]);
        Assert.StartsWith($"'{name}' cannot be compiled: ", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("o4-nan-inf-weights.onnx", "3, 2")]
    [InlineData("s6-nan-and-infinity-weights.safetensors", "1, 1")]
    public async Task WeightsThatAreNotFinite_AreAnError(string name, string place)
    {
        string[] messages = await AnalyzerRun.Verify(
            $$"""[ModelFile({|SNET0042:"{{name}}"|})] public partial class Net;""", files: [ProjectFile.Model($"malformed/{name}")]);
        Assert.Equal(
            [$"'{name}' has numbers that are not finite: 'hidden.weight' [10, 4] holds 2 numbers that are not finite, the first NaN at [{place}]. "
                + "Usually the training diverged, or a constant feature was divided by its standard deviation, 0; take an earlier checkpoint or train again with a lower learning rate, or give that feature the standard deviation 1"],
            messages);
    }

    [Fact]
    public async Task CutOffText_AsksForARebuild()
    {
        ProjectFile sound = ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx");
        string text = sound.GetText().ToString();
        for (int length = 0; length < text.Length - 5; length += 83)
        {
            string[] messages = await AnalyzerRun.Verify(
                "[ModelFile({|SNET0033:\"net.onnx\"|})] public partial class Net;",
                files: [new ProjectFile(sound.Path, text[..length])]);
            Assert.Contains("rebuild the project", Assert.Single(messages), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Options_ThatTheFileDecidesHaveNoEffect()
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile(\"net.onnx\", Activation = {|SNET0027:Activation.Tanh|})] public partial class Net;", files: [ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx")]);
        Assert.Equal(["Activation has no effect on 'net.onnx', which tells its layers and activations; it belongs to a file that holds weights only"], messages);
    }

    [Theory]
    [InlineData("{", "it is no JSON at character 1")]
    [InlineData("{\"cases\": []}", "it has no 'cases'")]
    [InlineData("{\"cases\": [{\"input\": [1, 2, 3], \"output\": [1, 2, 3]}]}", "case 0 has 3 inputs and 3 outputs, expected rows of 4 and as many rows of 3")]
    [InlineData("{\"cases\": [{\"input\": [1, 2, 3, \"4\"], \"output\": [1, 2, 3]}]}", "case 0 has no numbers for its input or output")]
    public async Task UnusableVectors_AreAWarning(string json, string expected)
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0034:\"net.onnx\"|})] public partial class Net;",
            files: [ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx"), new ProjectFile("/project/net.io.json", json)]);
        Assert.StartsWith($"No SelfTest() was generated from 'net.io.json': {expected}", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", Frozen = true")]
    [InlineData(", InferenceOnly = true")]
    [InlineData(", Frozen = true, InferenceOnly = true")]
    public void UnusableFile_LeavesOneMessageAndMembersThatThrow(string options)
    {
        bool isInference = options.Contains("Inference", StringComparison.Ordinal);
        string training = isInference ? "" : "net.Evaluate(x, [0]); net.ComputeLoss(x, y); net.Backward(x, y, Net.CreateGradients());";
        string parameters = options.Length > 0 ? "" : "net.Fit(x, [0], new SGD(0.1f), new FitOptions { Epochs = 1 }); net.Parameters.Clear(); net.Save(\"a\"); Net.Load(\"b\"); new Net(7);";
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(TestCompilation.Usings + $$"""
            using System;
            [ModelFile("net.onnx"{{options}})] public partial class Net;
            [ModelFile("net.onnx"{{options}})] public partial class NET;
            public static class Program
            {
                public static string Run()
                {
                    try { new Net(); return "made"; }
                    catch (InvalidOperationException error) { return error.Message; }
                }

                public static void Use(Net net, float[] x, float[] y)
                {
                    net.Forward(x, y); net.ForwardBatch(x, y); _ = net.PredictClass(x) + net.Predict(x) + Net.InputSize + Net.SelfTest() + Net.ParameterInfos.Length;
                    net.PredictProbabilities(x, y); _ = net.Summary() + Net.Description;
                    {{training}} {{parameters}}
                }
            }
            """)).AssertCompiles();
        using LoadedProject project = LoadedProject.Of(run.Output);
        Assert.StartsWith("'Net' has no network: net.onnx: there are none. Put the", (string)project.Call("Program", "Run")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ModelFile] public partial class Net;")]
    [InlineData("[ModelFile(] public partial class Net;")]
    [InlineData("[ModelFile(null)] public partial class Net;")]
    [InlineData("[ModelFile(3)] public partial class Net;")]
    [InlineData("[ModelFile(\"net.onnx\", Frozen = )] public partial class Net;")]
    [InlineData("[ModelFile(\"net.onnx\"), Mlp(4, 3)] public partial class Net;")]
    [InlineData("[ModelFile(\"net.onnx\"), Training(Loss = )] public partial class Net;")]
    [InlineData("[ModelFile(\"net.onnx\")] public partial struct Net;")]
    public async Task HalfTypedCode_NeitherThrowsNorGenerates(string source)
    {
        ProjectFile model = ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx");
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(TestCompilation.Usings + source), GeneratorRun.NewDriver().AddAdditionalTexts([model]));
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.Files);
        await AnalyzerRun.Over(run.Output, model);
    }
}
