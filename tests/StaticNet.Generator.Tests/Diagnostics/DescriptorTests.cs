using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Model;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

public sealed class DescriptorTests
{
    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id)];

    [Fact]
    public void EveryKind_HasTheDescriptorOfItsNumber() => Assert.All(
        Enum.GetValues<ProblemKind>(),
        kind =>
        {
            DiagnosticDescriptor descriptor = DiagnosticDescriptors.Of(kind);
            Assert.Equal($"SNET{(int)kind:D4}", descriptor.Id);

            // Vectors that differ and a budget that is exceeded fail the build beside a class that is whole, so that its uses are no errors too.
            bool isError = kind.PreventsGeneration() || kind is ProblemKind.TestVectorsDiffer or ProblemKind.BudgetExceeded;
            Assert.Equal(isError, descriptor.DefaultSeverity == DiagnosticSeverity.Error);
        });

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_IsInReleasesWithItsSeverity(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.All.Single(candidate => candidate.Id == id);
        string releases = File.ReadAllText(RepositoryFiles.PathOf("generator/StaticNet.Generator/AnalyzerReleases.Unshipped.md"))
            + File.ReadAllText(RepositoryFiles.PathOf("generator/StaticNet.Generator/AnalyzerReleases.Shipped.md"));
        Assert.Contains($"{id} | StaticNet | {descriptor.DefaultSeverity} |", releases, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void HelpLink_IsAPageWithCauseExampleAndFix(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.All.Single(candidate => candidate.Id == id);
        Assert.Equal($"https://github.com/staticnet/staticnet/blob/main/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        string page = File.ReadAllText(RepositoryFiles.PathOf($"docs/diagnostics/{id}.md"));
        Assert.StartsWith($"# {id}: {descriptor.Title}", page, StringComparison.Ordinal);
        Assert.All(["## Cause", "## Example", "## Fix", "```csharp"], part => Assert.Contains(part, page, StringComparison.Ordinal));
    }
}
