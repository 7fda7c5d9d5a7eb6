using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>A network made by a constructor that calls no generated one is all zero, and nothing else says so.</summary>
public sealed class UserConstructorTests
{
    [Theory]
    [InlineData("public {|SNET0035:Net|}(string name) { }", "The parameters of a 'Net' that this constructor makes stay zero; add ': this()', which calls a generated constructor, or fill Parameters in it and suppress this warning")]
    [InlineData("public {|SNET0035:Net|}(string name, ulong seed) { }", "The parameters of a 'Net' that this constructor makes stay zero; add ': this(seed)', which calls a generated constructor, or fill Parameters in it and suppress this warning")]
    [InlineData("public {|SNET0035:Net|}() { }", "The parameters of a 'Net' that this constructor makes stay zero; add ': this(0UL)', which calls a generated constructor, or fill Parameters in it and suppress this warning")]
    [InlineData("public {|SNET0035:Net|}(ulong seed) { }", "The parameters of a 'Net' that this constructor makes stay zero; it replaces the generated one, so give it other parameters and add ': this(seed)', or remove it, or fill Parameters in it and suppress this warning")]
    [InlineData("private {|SNET0035:Net|}(int x) : base() { }", null)]
    [InlineData("public {|SNET0035:Net|}(int x) => X = x; int X { get; }", null)]
    [InlineData("public Net() : this(1) { } {|SNET0035:Net|}(int x) { }", null)]
    [InlineData("public partial {|SNET0035:Net|}(int x); public partial Net(int x) { }", null)]
    public async Task ConstructorThatCallsNoGeneratedOne_IsReported(string constructor, string? message)
    {
        string[] messages = await AnalyzerRun.Verify($"[Mlp(4, 3)] partial class Net {{ {constructor} }}");
        if (message is not null)
        {
            Assert.Equal(message, Assert.Single(messages));
        }
    }

    [Theory]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net(string name) : this(1) { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net() : this(7) { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net(string name) : this() { } public Net(int x) : this(\"\") { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { static Net() { } }")]
    [InlineData("[Mlp(4, 3)] partial record Net { protected Net(Net other) { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { public partial Net(int x); public partial Net(int x) : this() { } }")]
    [InlineData("#pragma warning disable SNET0035\n[Mlp(4, 3)] partial class Net { public Net(float[] values) { Parameters.Values[0] = values[0]; } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { void Net2() { } ~Net() { } }")]
    [InlineData("class Ordinary { public Ordinary(string name) { } }")]
    public async Task OtherConstructors_AreQuiet(string source) => Assert.Empty(await AnalyzerRun.Verify(source));

    [Theory]
    [InlineData("")]
    [InlineData(", Frozen = true")]
    public async Task NetworkWithWeightsOfItsOwn_IsQuiet(string options) => Assert.Empty(await AnalyzerRun.Verify(
        $"[ModelFile(\"mlp-4-10-3.safetensors\"{options})] partial class Net {{ public Net(string name) {{ }} }}",
        files: ProjectFile.Model("safetensors/mlp-4-10-3.safetensors")));
}
