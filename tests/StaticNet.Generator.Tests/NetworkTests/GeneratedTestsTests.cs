using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Generator.Tests.ModelFiles.StateDicts;
using Xunit;

namespace StaticNet.Generator.Tests.NetworkTests;

/// <summary><c>[assembly: NetworkTests]</c>: which tests are written, for which networks.</summary>
public sealed partial class GeneratedTestsTests
{
    /// <summary>What of xunit the generated text needs.</summary>
    private const string Xunit = "namespace Xunit { public sealed class FactAttribute : System.Attribute { public string? Skip { get; set; } } }";

    private const string FileName = "StaticNet.NetworkTests.g.cs";

    private const string Networks = """
        namespace App
        {
            [Mlp(4, 10, 3), Budget(Nanoseconds = 100)] public partial class Iris;
            [Sequential(1), LSTM(8), Linear(1)] public partial class Amp;
            public partial class Outer { [Mlp(2, 1)] public partial class Iris; [Mlp(2, 1)] private partial class Hidden; }
            [Mlp(2, 1)] public partial class Box<T>;
        }
        namespace Other { [Mlp(4, 3)] internal partial class Iris; }
        """;

    private static readonly string[] s_expected =
    [
        "AmpTests: Process_GivesTheBitsOfStepAfterStep, PassesAndTrainingSteps_AllocateNothing, Gradients_MatchCentralDifferences, SavedAndLoaded_HasTheSameBits",
        "IrisTests: ForwardBatch_GivesTheBitsOfForward, Inference_AllocatesNothing, Gradients_MatchCentralDifferences, TrainingSteps_AllocateNothing, SavedAndLoaded_HasTheSameBits, Forward_IsWithinItsTimeBudget",
        "Outer_IrisTests: ForwardBatch_GivesTheBitsOfForward, Inference_AllocatesNothing, Gradients_MatchCentralDifferences, TrainingSteps_AllocateNothing, SavedAndLoaded_HasTheSameBits",
    ];

    private const string OfTheOther = "IrisTests2: ForwardBatch_GivesTheBitsOfForward, Inference_AllocatesNothing, Gradients_MatchCentralDifferences, TrainingSteps_AllocateNothing, SavedAndLoaded_HasTheSameBits";

    [Fact]
    public void NetworksOfTheProject_GetTests()
    {
        GeneratorRun run = GeneratorRun.Over("using StaticNet; [assembly: NetworkTests]\n" + Networks, Xunit).AssertCompiles();
        Assert.Equal([.. s_expected, OfTheOther], Written(run));
        Assert.Contains("[global::Xunit.Fact(Skip = \"Times of code without optimization", run.Files[FileName], System.StringComparison.Ordinal);
        Assert.Contains("global::StaticNet.Testing.NetworkChecks.Gradients<global::App.Outer.Iris>()", run.Files[FileName], System.StringComparison.Ordinal);
    }

    [Fact]
    public void NetworksOfAProjectReferredTo_GetTests()
    {
        Compilation app = GeneratorRun.Over("using StaticNet;\n" + Networks).AssertCompiles().Output;
        CSharpCompilation tests = TestCompilation.Create("using StaticNet; [assembly: NetworkTests]", Xunit).AddReferences(app.ToMetadataReference());
        Assert.Equal(s_expected, Written(GeneratorRun.Over(tests).AssertCompiles()));
    }

    [Fact]
    public void ListedNetworks_AreTheOnlyOnes()
    {
        GeneratorRun run = GeneratorRun.Over("using StaticNet; [assembly: NetworkTests(typeof(App.Amp), typeof(Other.Iris))]\n" + Networks, Xunit).AssertCompiles();
        Assert.Equal(["AmpTests", "IrisTests"], Written(run).Select(static text => text[..text.IndexOf(':')]));
    }

    [Fact]
    public void SequencesWithConstantWeights_GetWhatTheyCanPass()
    {
        CSharpCompilation project = TestCompilation.Create(
            """
            using StaticNet;
            [assembly: NetworkTests]
            [ModelFile("net.safetensors")] public partial class Amp;
            [ModelFile("net.safetensors", Frozen = true)] public partial class Frozen;
            [ModelFile("net.safetensors", InferenceOnly = true)] public partial class Inference;
            [ModelFile("net.safetensors", InferenceOnly = true), Budget(Nanoseconds = 100)] public partial class Timed;
            """,
            Xunit);
        ProjectFile file = StateDictFile.Of("weight_ih_l0 12x2, weight_hh_l0 12x3, bias_ih_l0 12, bias_hh_l0 12").In("net.safetensors");
        Assert.Equal(
            [
                "AmpTests: Process_GivesTheBitsOfStepAfterStep, PassesAndTrainingSteps_AllocateNothing, Gradients_MatchCentralDifferences, FrozenWeights_GiveTheBitsOfLoadedOnes, SavedAndLoaded_HasTheSameBits",
                "FrozenTests: Process_GivesTheBitsOfStepAfterStep, Inference_AllocatesNothing, LossAndGradients_AllocateNothing",
                "InferenceTests: Process_GivesTheBitsOfStepAfterStep, Inference_AllocatesNothing, FrozenWeights_GiveTheBitsOfLoadedOnes",
                "TimedTests: Process_GivesTheBitsOfStepAfterStep, Inference_AllocatesNothing, FrozenWeights_GiveTheBitsOfLoadedOnes, Forward_IsWithinItsTimeBudget",
            ],
            Written(GeneratorRun.Over(project, GeneratorRun.NewDriver().AddAdditionalTexts([file])).AssertCompiles()));
    }

    [Theory]
    [InlineData("[ModelFile(\"net.safetensors\", Frozen = true)] public partial class Frozen;", true)]
    [InlineData("[ModelFile(path: \"net.safetensors\", InferenceOnly = true, Frozen = true), Budget(Nanoseconds = 100)] public partial class Frozen;", true)]
    [InlineData("[ModelFile(\"net.safetensors\", Frozen = false)] public partial class Frozen;", false)]
    [InlineData("[ModelFile(\"net.safetensors\", Frozen = true, Activation = Activation.Tanh)] public partial class Frozen;", false)]
    [InlineData("[ModelFile(\"other.safetensors\", Frozen = true)] public partial class Frozen;", false)]
    [InlineData("[ModelFile(\"net.safetensors\", Frozen = true)] public class Frozen;", false)]
    [InlineData("[ModelFile(\"net.safetensors\", Frozen = true", false)]
    public void LoadedNetwork_IsComparedWithTheFrozenOneOfTheSameFile(string other, bool isTwin)
    {
        const string Shapes = "0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3";
        GeneratorRun run = GeneratorRun.Over(
            TestCompilation.Create("using StaticNet; [assembly: NetworkTests]\n[ModelFile(\"net.safetensors\")] public partial class Loaded;\n" + other, Xunit),
            GeneratorRun.NewDriver().AddAdditionalTexts([StateDictFile.Of(Shapes).In("net.safetensors"), StateDictFile.Of(Shapes).In("other.safetensors")]));
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Equal(isTwin, run.Files[FileName].Contains("NetworkChecks.SameBits(new global::Loaded(), new global::Frozen())", System.StringComparison.Ordinal));
        if (isTwin)
        {
            run.AssertCompiles();
        }
    }

    [Theory]
    [InlineData("[Mlp(4, 3)] public partial class Net { private Net() : this(1) { } }", false)]
    [InlineData("[Mlp(4, 3)] public partial class Net { protected Net() : this(1) { } }", false)]
    [InlineData("[Mlp(4, 3)] public partial class Net { internal Net() : this(1) { } }", true)]
    [InlineData("[Mlp(4, 3)] public partial class Net { private Net(ulong seed) => __Initialize(seed); }", true)]
    public void NetworkThatTestsCannotCreate_GetsNone(string declaration, bool isTested)
    {
        GeneratorRun own = GeneratorRun.Over("using StaticNet; [assembly: NetworkTests]\n" + declaration, Xunit).AssertCompiles();
        Assert.Equal(isTested, own.Files.ContainsKey(FileName));
        Compilation app = GeneratorRun.Over("using StaticNet;\n" + declaration).AssertCompiles().Output;
        GeneratorRun other = GeneratorRun.Over(TestCompilation.Create("using StaticNet; [assembly: NetworkTests]", Xunit).AddReferences(app.ToMetadataReference())).AssertCompiles();
        Assert.Equal(isTested && !declaration.Contains("internal", System.StringComparison.Ordinal), other.Files.ContainsKey(FileName));
    }

    [Fact]
    public void WithOptimization_TimeIsMeasured()
    {
        CSharpCompilation project = TestCompilation.Create("using StaticNet; [assembly: NetworkTests]\n" + Networks, Xunit);
        GeneratorRun run = GeneratorRun.Over(project.WithOptions(project.Options.WithOptimizationLevel(OptimizationLevel.Release)));
        Assert.DoesNotContain("Skip", run.Files[FileName], System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("using StaticNet;\n" + Networks)]
    [InlineData("using StaticNet; [assembly: NetworkTests(")]
    [InlineData("using StaticNet; [assembly: NetworkTests(null)] ")]
    [InlineData("using StaticNet; [assembly: NetworkTests(typeof(Nothing))] ")]
    [InlineData("[assembly: StaticNet.NetworkTests(3)] ")]
    public void WithoutNetworks_NothingIsWritten(string source)
    {
        GeneratorRun run = GeneratorRun.Over(source, Xunit);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.DoesNotContain(FileName, run.Files.Keys);
    }

    [Fact]
    public void UnrelatedEdit_KeepsTheTests()
    {
        CSharpCompilation project = TestCompilation.Create("using StaticNet; [assembly: NetworkTests]\n" + Networks, Xunit, "class A;");
        GeneratorRun first = GeneratorRun.Over(project);
        GeneratorRun second = GeneratorRun.Over(project.ReplaceSyntaxTree(project.SyntaxTrees[2], CSharpSyntaxTree.ParseText("class B;", TestCompilation.ParseOptions, "User2.cs")), first.Driver);
        Assert.All(
            second.Result.TrackedSteps[TrackingNames.NetworkTests].SelectMany(static step => step.Outputs),
            static output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    [Fact]
    public async Task WithoutXunit_IsAnError() => Assert.Equal(
        "[NetworkTests] writes no tests: the project does not refer to xunit; add the package xunit.v3, or call StaticNet.Testing.NetworkChecks from tests of another framework",
        Assert.Single(await AnalyzerRun.Verify("[assembly: {|SNET0086:NetworkTests|}] [Mlp(4, 3)] partial class Net;", withGenerated: false)));

    [Fact]
    public async Task ListedTypeThatIsNoNetwork_IsAnError() => Assert.Equal(
        "[NetworkTests] writes no tests: 'string' is no network that this project can create; list classes with [Mlp], [Sequential] or another network attribute that are neither generic nor private and whose constructor without parameters is not private",
        Assert.Single(await AnalyzerRun.Verify("[assembly: {|SNET0086:NetworkTests(typeof(string), typeof(Net), typeof(Missing))|}] [Mlp(4, 3)] partial class Net; " + Xunit, withGenerated: false)));

    [Theory]
    [InlineData("[assembly: NetworkTests] [Mlp(4, 3)] partial class Net; " + Xunit)]
    [InlineData("[assembly: NetworkTests(typeof(Net))] [Mlp(4, 3)] partial class Net; " + Xunit)]
    public async Task RightUse_IsQuiet(string source) => Assert.Empty(await AnalyzerRun.Verify(source, withGenerated: false));

    /// <summary>Class: methods, in the order of the text.</summary>
    private static string[] Written(GeneratorRun run) => [.. TestClass().Matches(run.Files[FileName]).Select(static found =>
        $"{found.Groups[1].Value}: {string.Join(", ", TestMethod().Matches(found.Value).Select(static method => method.Groups[1].Value))}")];

    [GeneratedRegex(@"class (\w+)\n\{(?:[^}]|\}(?!\n))*\}")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"public void (\w+)\(\)")]
    private static partial Regex TestMethod();
}
