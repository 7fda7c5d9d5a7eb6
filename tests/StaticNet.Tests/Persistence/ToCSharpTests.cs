using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Persistence;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Trained networks as source: the text. That the generator makes the same network of it is tested with the generator.</summary>
public sealed class ToCSharpTests
{
    [Fact]
    public void EachLine_IsOneRow()
    {
        IrisNetwork network = IrisNetwork.Create(11);
        var weights = new float[30];
        network.Parameters.CopyTo("output.weight", weights);
        string[] lines = network.ToCSharp().Split('\n');
        int start = Array.FindIndex(lines, line => line.Trim() == "tensor 2 output.weight 3x10") + 1;
        Assert.True(start > 0);
        for (int row = 0; row < 3; row++)
        {
            string expected = string.Join(", ", weights.Skip(10 * row).Take(10).Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            Assert.Equal(expected, lines[start + row].Trim());
        }

        Assert.Equal(network.ToCSharp(), IrisNetwork.Create(11).ToCSharp());
        Assert.DoesNotContain('\r', network.ToCSharp());
    }

    [Fact]
    public void Source_CompilesWithoutTheGeneratorToo_AndLeavesItsTextOut()
    {
        string source = IrisNetwork.Create(11).ToCSharp();
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Trained",
            [CSharpSyntaxTree.ParseText(source)],
            trusted.Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999, checkOverflow: true, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Hidden));
        Assert.DoesNotContain("hidden.weight", System.Text.Encoding.Latin1.GetString(assembly.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Source_TellsLayersLossAndWeights()
    {
        string source = NormalizedNetwork.Create(1).ToCSharp("partial record NormalizedNetwork");
        Assert.StartsWith("// Trained weights of NormalizedNetwork: Linear(5, 37) BatchNorm1d LeakyReLU Linear(37, 2).\n", source, StringComparison.Ordinal);
        Assert.Contains("\npartial record NormalizedNetwork\n", source, StringComparison.Ordinal);
        Assert.Contains(
            """
                input 5
                layer Linear 0 5 37 -1
                layer BatchNorm1d 1 37 37 0 eps=1E-05 momentum=0.1
                layer LeakyReLU 2 37 37 1 negative_slope=0.2
                layer Dropout 3 37 37 2 p=0.5
                layer Linear 4 37 2 3
                loss MeanSquaredError

                tensor 0 0.weight 37x5

            """.ReplaceLineEndings("\n"),
            source, StringComparison.Ordinal);
        Assert.Contains("    tensor 1 1.running_mean 37\n", source, StringComparison.Ordinal);
        Assert.Contains("\ninternal partial class IrisNetwork\n", IrisNetwork.Create(1).ToCSharp(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x7FC12345u, "NaN:7FC12345")]
    [InlineData(0xFFC00000u, "NaN")]
    [InlineData(0x7FC00000u, "NaN:7FC00000")]
    [InlineData(0x80000000u, "-0")]
    [InlineData(0x00000001u, "1E-45")]
    [InlineData(0xFF800000u, "-Infinity")]
    [InlineData(0x3DCCCCCDu, "0.1")]
    public void Numbers_AreShort(uint bits, string expected) => Assert.Equal(expected, TrainedSource.Number(BitConverter.UInt32BitsToSingle(bits)));

    [Fact]
    public void Numbers_ComeBackAlsoWhereTheyAreReadAsDoubles()
    {
        var random = new Random(7);
        for (int i = 0; i < 1_000_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(value))
            {
                Assert.Equal(value, (float)double.Parse(TrainedSource.Number(value), CultureInfo.InvariantCulture));
            }
        }
    }
}
