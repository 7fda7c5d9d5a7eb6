using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>What a keystroke and a changed file cost: nothing is read or emitted again that did not change.</summary>
public sealed class ModelFileRunReasonTests
{
    private const string Networks = TestCompilation.Usings
        + "[ModelFile(\"net.onnx\")] public partial class First;\n[ModelFile(\"iris.safetensors\", Frozen = true)] public partial class Second;\n";

    private static readonly ProjectFile s_net = ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx");
    private static readonly ProjectFile s_iris = ProjectFile.Model("safetensors/mlp-4-10-3.safetensors", "iris.safetensors");

    [Fact]
    public void UnrelatedEdit_ReadsNoFileAndEmitsNothing()
    {
        CSharpCompilation before = TestCompilation.Create(Networks, "class Program { static int Answer() => 42; }");
        GeneratorRun first = GeneratorRun.Over(before, Driver());
        GeneratorRun second = GeneratorRun.Over(
            before.ReplaceSyntaxTree(before.SyntaxTrees[1], CSharpSyntaxTree.ParseText("class Program { }", TestCompilation.ParseOptions, "User1.cs")), first.Driver);
        AssertReasons(second, TrackingNames.ModelFiles, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);
        AssertReasons(second, TrackingNames.NamedNetworks, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);
        AssertNoOutputRan(second);
    }

    [Fact]
    public void FileWrittenAgainWithTheSameContent_EmitsNothing()
    {
        GeneratorRun first = GeneratorRun.Over(TestCompilation.Create(Networks), Driver());
        GeneratorRun second = GeneratorRun.Over(
            TestCompilation.Create(Networks), first.Driver.ReplaceAdditionalText(s_net, new ProjectFile(s_net.Path, s_net.GetText().ToString())));
        AssertReasons(second, TrackingNames.NamedNetworks, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);
        AssertNoOutputRan(second);
    }

    [Fact]
    public void ChangedWeights_EmitOnlyTheirNetwork()
    {
        CSharpCompilation compilation = TestCompilation.Create(Networks);
        GeneratorRun first = GeneratorRun.Over(compilation, Driver());
        ProjectFile halved = ProjectFile.Model("safetensors/mlp-4-10-3.f16.safetensors", "iris.safetensors");
        GeneratorRun second = GeneratorRun.Over(compilation, first.Driver.ReplaceAdditionalText(s_iris, halved));
        AssertReasons(second, TrackingNames.NamedNetworks, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void FileThatGoesAway_LeavesMembersThatThrow_AndTheOtherNetwork()
    {
        CSharpCompilation compilation = TestCompilation.Create(Networks);
        GeneratorRun first = GeneratorRun.Over(compilation, Driver());
        GeneratorRun second = GeneratorRun.Over(compilation, first.Driver.RemoveAdditionalTexts([s_iris]));
        Assert.Contains(second.Files.Keys, static name => name == "First.g.cs");
        string left = Assert.Single(second.Files, static file => file.Key.StartsWith("Second", System.StringComparison.Ordinal)).Value;
        Assert.Contains("=> throw __Unavailable();", left, System.StringComparison.Ordinal);
    }

    private static GeneratorDriver Driver() => GeneratorRun.NewDriver().AddAdditionalTexts([s_net, s_iris]);

    private static void AssertReasons(GeneratorRun run, string step, params IncrementalStepRunReason[] expected) =>
        Assert.Equal(expected, run.Result.TrackedSteps[step].SelectMany(static tracked => tracked.Outputs).Select(static output => output.Reason));

    private static void AssertNoOutputRan(GeneratorRun run) => Assert.All(
        run.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
        static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
}
