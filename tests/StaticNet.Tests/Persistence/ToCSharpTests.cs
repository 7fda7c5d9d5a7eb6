using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Persistence;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Weights as source: what is compiled has the bits that were trained.</summary>
public sealed class ToCSharpTests
{
    private const string OtherPart = """
        namespace StaticNet.Tests.Persistence;

        public partial class IrisNetwork
        {
            public StaticNet.ParameterBuffer Parameters { get; } = new(new StaticNet.ParameterLayout(
                83, 83,
                new StaticNet.ParameterInfo("hidden.weight", [10, 4], 0, 10), new StaticNet.ParameterInfo("hidden.bias", [10], 40),
                new StaticNet.ParameterInfo("output.weight", [3, 10], 50, 3), new StaticNet.ParameterInfo("output.bias", [3], 80)));
        }
        """;

    [Fact]
    public void Source_CompilesAndGivesTheSameBits()
    {
        IrisNetwork network = IrisNetwork.Create(11);
        var special = new float[10];
        float[] values = [-0f, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-45f, 1.17549435E-38f, 0.1f];
        values.CopyTo(special, 0);
        network.Parameters.CopyFrom("hidden.bias", special);
        Assert.Equal(network.Parameters.Hash(), CompileAndCreate(network.ToCSharp()));
    }

    [Fact]
    public void NanWithAPayload_KeepsIt()
    {
        IrisNetwork network = IrisNetwork.Create(11);
        network.Parameters.CopyFrom("output.bias", [BitConverter.UInt32BitsToSingle(0x7FC12345), float.NaN, -float.NaN]);
        Assert.Equal(network.Parameters.Hash(), CompileAndCreate(network.ToCSharp()));
    }

    [Fact]
    public void EachLine_IsOneRow()
    {
        IrisNetwork network = IrisNetwork.Create(11);
        var weights = new float[30];
        network.Parameters.CopyTo("output.weight", weights);
        string[] lines = network.ToCSharp().Split('\n');
        int start = Array.FindIndex(lines, line => line.Contains("// output.weight [3, 10]", StringComparison.Ordinal)) + 3;
        for (int row = 0; row < 3; row++)
        {
            string expected = string.Join(", ", weights.Skip(10 * row).Take(10).Select(TrainedSource.Literal)) + ",";
            Assert.Equal(expected, lines[start + row].Trim());
        }

        Assert.Equal(network.ToCSharp(), IrisNetwork.Create(11).ToCSharp());
        Assert.DoesNotContain('\r', network.ToCSharp());
    }

    [Fact]
    public void NumberedNames_BecomeIdentifiers()
    {
        string source = NormalizedNetwork.Create(1).ToCSharp("partial record NormalizedNetwork");
        Assert.Contains("network.Parameters.CopyFrom(\"1.running_mean\", TrainedWeights.Layer1RunningMean);", source, StringComparison.Ordinal);
        Assert.Contains("partial record NormalizedNetwork\n", source, StringComparison.Ordinal);
        Assert.Contains("// Trained weights of NormalizedNetwork: Linear(5, 37) BatchNorm1d LeakyReLU Linear(37, 2).\n", source, StringComparison.Ordinal);
    }

    private static UInt128 CompileAndCreate(string source)
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Trained",
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(OtherPart)],
            trusted.Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999, checkOverflow: true, nullableContextOptions: NullableContextOptions.Enable));
        var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Hidden));
        assembly.Position = 0;
        var context = new AssemblyLoadContext("trained", isCollectible: true);
        MethodInfo factory = context.LoadFromStream(assembly).GetType("StaticNet.Tests.Persistence.IrisNetwork")!.GetMethod("CreateTrained")!;
        dynamic network = factory.Invoke(null, null)!;
        UInt128 hash = ((ParameterBuffer)network.Parameters).Hash();
        context.Unload();
        return hash;
    }
}
