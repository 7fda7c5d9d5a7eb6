using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What does not compile is the compiler's to explain: generator and analyzers stay silent and the other networks stay.</summary>
public sealed class HalfTypedCodeTests
{
    [Theory]
    [InlineData("[Mlp(")]
    [InlineData("[Mlp(4")]
    [InlineData("[Mlp(4,")]
    [InlineData("[Mlp(4, )] partial class Net;")]
    [InlineData("[Mlp(\"x\")] partial class Net;")]
    [InlineData("[Mlp(4, \"x\")] partial class Net;")]
    [InlineData("[Mlp(4, 3.5)] partial class Net;")]
    [InlineData("[Mlp(4, n)] partial class Net;")]
    [InlineData("[Mlp(4, 3, Names = 5)] partial class Net;")]
    [InlineData("[Mlp(4, 3, Names = [5])] partial class Net;")]
    [InlineData("[Mlp(4, 3, Names = )] partial class Net;")]
    [InlineData("[Mlp(4, 3, Activation = )] partial class Net;")]
    [InlineData("[Mlp(4, 3, Activation = Activation.)] partial class Net;")]
    [InlineData("[Mlp(4, 3, Activation = \"ReLU\")] partial class Net;")]
    [InlineData("[Mlp(4, 3, Bias = null)] partial class Net;")]
    [InlineData("[Mlp(4, 3, Sizes = 5)] partial class Net;")]
    [InlineData("[Mlp(4, 3)] partial class ;")]
    [InlineData("[Mlp(4, 3)] partial interface Net;")]
    [InlineData("[Mlp(4, 3)] enum Net { A }")]
    [InlineData("[Mlp(4, 3)] delegate void Net();")]
    [InlineData("[Mlp(4, 3)]")]
    public async Task GeneratorAndAnalyzer_AreSilent(string source)
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + "[Mlp(2, 2)] partial class Other;", TestCompilation.Usings + source);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Contains("Other.g.cs", run.Files.Keys);
        Diagnostic[] ours = await AnalyzerRun.Over(run.Output);
        Assert.Empty(ours);
    }
}
