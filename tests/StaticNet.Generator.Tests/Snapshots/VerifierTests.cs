using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>The comparison of snapshots itself: it must fail where something differs.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snapshots");

    [Fact]
    public async Task MissingApproval_FailsAndLeavesWhatWasReceived()
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + "[Mlp(4, 3)] partial class Net;");
        await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify(run.Driver, TestFile, "Some"));
        Assert.Contains("VerifierTests.Some#Net.g.received.cs", Names());
    }

    [Fact]
    public async Task ApprovedText_Passes_AndAnyDifferenceOrOrphanFails()
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + "[Mlp(4, 3)] partial class Net;");
        await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify(run.Driver, TestFile, "Some"));
        foreach (string received in Directory.GetFiles(_folder.FullName, "*.received.cs"))
        {
            File.Move(received, received.Replace(".received.", ".verified.", StringComparison.Ordinal));
        }

        await Verifier.Verify(run.Driver, TestFile, "Some");
        string approved = Directory.GetFiles(_folder.FullName, "*Net.g.verified.cs").Single();
        await File.AppendAllTextAsync(approved, "// edited\n", TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify(run.Driver, TestFile, "Some"));

        File.Delete(approved.Replace(".verified.", ".received.", StringComparison.Ordinal));
        GeneratorRun nothing = GeneratorRun.Over(TestCompilation.Usings + "class Program;");
        XunitException orphan = await Assert.ThrowsAnyAsync<XunitException>(() => Verifier.Verify(nothing.Driver, TestFile, "Some"));
        Assert.Contains("no longer generated", orphan.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string TestFile => Path.Combine(_folder.FullName, "VerifierTests.cs");

    private string[] Names() => [.. Directory.GetFiles(_folder.FullName).Select(static path => Path.GetFileName(path))];
}
