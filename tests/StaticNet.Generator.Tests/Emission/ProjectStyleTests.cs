using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Emission;

/// <summary><c>&lt;StaticNetStyle&gt;Readable&lt;/StaticNetStyle&gt;</c> makes the project's networks readable where their attributes do not choose.</summary>
public sealed class ProjectStyleTests
{
    private const string Networks = """
        using StaticNet;
        [Mlp(4, 10, 3)] public partial class Open;
        [Sequential(4), Linear(3), Tanh, Linear(2)] public partial class OpenList;
        [Mlp(4, 10, 3, Style = NetworkStyle.Fast)] public partial class Fast;
        [Mlp(4, 10, 3, Style = NetworkStyle.Readable)] public partial class Readable;
        [Mlp(4, 10, 3, Standardize = true)] public partial class NotCovered;
        [Sequential(4), Linear(3), LayerNorm, Linear(2)] public partial class NotCoveredList;
        [Sequential(1), LSTM(4), Linear(1)] public partial class Memory;
        [Perceptron(2)] public partial class Gate;
        [Sequential(4), FreeParameter("log_std", 2), Linear(8), Tanh, Linear(3)] public partial class WithFreeParameter;
        [Sequential(4), Linear(8), Tanh, Head("policy", 2), Head("value", 1)] public partial class TwoHeads;
        """;

    [Theory]
    [InlineData("Readable", "Open OpenList Readable")]
    [InlineData("readable ", "Open OpenList Readable")]
    [InlineData("Fast", "Readable")]
    [InlineData("", "Readable")]
    [InlineData("Legible", "Readable")]
    [InlineData(null, "Readable")]
    public void Property_ChoosesWhereTheAttributeDoesNot(string? style, string readable) => Assert.Equal(readable, Readable(Over(style, Networks).AssertCompiles()));

    [Fact]
    public void OtherAttributes_DoNotChoose() => Assert.Equal(
        "Net", Readable(Over("Readable", "using StaticNet; [Mlp(4, 10, 3), Budget(ParameterBytes = 4000)] public partial class Net;")));

    [Fact]
    public void UnchangedStyle_KeepsTheNetworks()
    {
        CSharpCompilation project = TestCompilation.Create(Networks, "class A;");
        GeneratorRun first = GeneratorRun.Over(project, Driver("Readable"));
        GeneratorRun second = GeneratorRun.Over(project.ReplaceSyntaxTree(project.SyntaxTrees[1], CSharpSyntaxTree.ParseText("class B;", TestCompilation.ParseOptions, "User1.cs")), first.Driver);
        Assert.All(
            second.Result.TrackedSteps[TrackingNames.NamedNetworks].SelectMany(static step => step.Outputs),
            static output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    /// <summary>The budget and the advice are about the code that is generated.</summary>
    [Fact]
    public async Task Analyzer_JudgesTheNetworkInTheProjectsStyle()
    {
        string fast = Assert.Single(await Messages(null, "[Mlp(64, 64, 64, 10), Budget(StackBytes = 1)]"));
        string readable = Assert.Single(await Messages(null, "[Mlp(64, 64, 64, 10, Style = NetworkStyle.Readable), Budget(StackBytes = 1)]"));
        Assert.NotEqual(fast, readable);
        Assert.Equal([readable], await Messages("Readable", "[Mlp(64, 64, 64, 10), Budget(StackBytes = 1)]"));
        Assert.Equal([fast], await Messages("Readable", "[Mlp(64, 64, 64, 10, Style = NetworkStyle.Fast), Budget(StackBytes = 1)]"));
        Assert.Single(await Messages(null, "[Mlp(784, 512, 10, Unroll = Unroll.Full)]"));
        Assert.Empty(await Messages("Readable", "[Mlp(784, 512, 10, Unroll = Unroll.Full)]"));
    }

    private static async Task<string[]> Messages(string? style, string network) =>
        [.. (await AnalyzerRun.Over(TestCompilation.Create($"using StaticNet; {network} public partial class Net;"), new AnalyzerOptions([], new Provider(style)))).Select(static found => found.GetMessage(CultureInfo.InvariantCulture))];

    private static GeneratorRun Over(string? style, string source) => GeneratorRun.Over(TestCompilation.Create(source), Driver(style));

    private static GeneratorDriver Driver(string? style) => GeneratorRun.NewDriver().WithUpdatedAnalyzerConfigOptions(new Provider(style));

    private static string Readable(GeneratorRun run) => string.Join(
        ' ', run.Files.Where(static file => file.Value.Contains("z = W·x + b", StringComparison.Ordinal)).Select(static file => file.Key[..file.Key.IndexOf('.', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));

    private sealed class Provider(string? style) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(style);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(string? style) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.StaticNetStyle" ? style : null;
            return value is not null;
        }
    }
}
