using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>SNET0056: two records, one set of parameters.</summary>
public sealed class RecordCopyTests
{
    private const string Types = """

        [Mlp(4, 3)] public partial record Net { public string Name { get; init; } = ""; }
        [Mlp(4, 3)] public partial record Unnamed;
        public record Child : Net;
        public record Other(int X);
        """;

    [Theory]
    [InlineData("Net net", "{|SNET0056:net with { Name = \"copy\" }|}")]
    [InlineData("Unnamed net", "{|SNET0056:net with { }|}")]
    [InlineData("Child net", "{|SNET0056:net with { Name = \"copy\" }|}")]
    public async Task With_IsReported(string parameter, string expression)
    {
        string[] messages = await AnalyzerRun.Verify($"class User {{ object Use({parameter}) => {expression}; }}" + Types);
        string name = parameter.StartsWith('U') ? "Unnamed" : "Net";
        Assert.Equal($"'with' copies the reference to the parameters of '{name}', so training one network also changes the other; create a second network and call Parameters.CopyFrom", Assert.Single(messages));
    }

    [Theory]
    [InlineData("Other other", "other with { X = 1 }")]
    [InlineData("(int X, Net Net) pair", "pair with { X = 2 }")]
    [InlineData("Net net", "new Net { Name = net.Name }")]
    public async Task OtherCopies_AreQuiet(string parameter, string expression) =>
        Assert.Empty(await AnalyzerRun.Verify($"class User {{ object Use({parameter}) => {expression}; }}" + Types));
}
