using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Incrementality;

/// <summary>What a keystroke costs: nothing is emitted again unless a network changed.</summary>
public sealed class RunReasonTests
{
    private const string Networks = TestCompilation.Usings + "[Mlp(4, 10, 3)] public partial class First;\n[Mlp(2, 8, 1)] public partial class Second;\n";
    private const string Elsewhere = "class Program { static int Answer() => 42; }";

    [Fact]
    public void UnrelatedEdit_KeepsEverythingCached() =>
        AssertReasons(Edited(1, "class Program { static int Answer() => 43; }"), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);

    [Fact]
    public void AddedComment_KeepsOutputCached() =>
        AssertReasons(Edited(0, "// A word about these.\n" + Networks), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);

    [Fact]
    public void BodyOfTheNetworksOwnPart_KeepsOutputCached() =>
        AssertReasons(
            Edited(0, Networks.Replace("class First;", "class First { int Twice(int x) => 2 * x; }", System.StringComparison.Ordinal)),
            IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);

    [Fact]
    public void AddedNetwork_KeepsTheOthersCached() =>
        AssertReasons(
            Edited(0, Networks + "[Mlp(5, 5)] public partial class Third;"),
            IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.New);

    [Fact]
    public void ChangedSize_EmitsOnlyThatNetwork() =>
        AssertReasons(Edited(0, Networks.Replace("10", "11", System.StringComparison.Ordinal)), IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached);

    [Fact]
    public void BrokenNetwork_RemovesOnlyItself() =>
        AssertReasons(Edited(0, Networks.Replace("2, 8, 1", "2, , 1", System.StringComparison.Ordinal)), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Removed);

    [Fact]
    public void NameThatDiffersInCase_RenamesOnlyTheTwo()
    {
        GeneratorRun run = Edited(0, Networks + "[Mlp(5, 5)] public partial class FIRST;");
        AssertReasons(run, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.New);
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(run, TrackingNames.CollidingHintNames)));
    }

    [Fact]
    public void UnrelatedEdit_DoesNotRunTheOutput()
    {
        GeneratorRun run = Edited(1, "class Program { }");
        Assert.All(
            run.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void EqualSources_GiveEqualSpecs() =>
        Assert.Equal(Specs.Read("[Mlp(4, 10, 3)] public partial class Net;"), Specs.Read("[Mlp(4,\n10, 3)]\n// again\npublic partial class Net { }"));

    private static GeneratorRun Edited(int file, string text)
    {
        CSharpCompilation before = TestCompilation.Create(Networks, Elsewhere);
        GeneratorRun first = GeneratorRun.Over(before);
        SyntaxTree old = before.SyntaxTrees[file];
        SyntaxTree edited = CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, old.FilePath);
        return GeneratorRun.Over(before.ReplaceSyntaxTree(old, edited), first.Driver);
    }

    private static void AssertReasons(GeneratorRun run, params IncrementalStepRunReason[] expected) =>
        Assert.Equal(expected, Reasons(run, TrackingNames.NamedNetworks));

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRun run, string step) =>
        run.Result.TrackedSteps[step].SelectMany(static tracked => tracked.Outputs).Select(static output => output.Reason);
}
