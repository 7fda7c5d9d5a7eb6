using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>RTNeural's own models as classes, against the outputs that it keeps beside them. They are read from a folder that is not in the repository.</summary>
public sealed class StreamingModelTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData("lstm", "")]
    [InlineData("lstm_1d", "")]
    [InlineData("conv", "")]
    [InlineData("gru_torch", "), GRU(Name = \"gru\"), GRU(Name = \"gru2\", Layers = 3), Linear(Name = \"dense\"")]
    public void Model_ComputesTheOutputsBesideIt(string name, string layers)
    {
        float[] x = Numbers($"{name}_x_python.csv"), expected = Numbers($"{name}_y_python.csv");
        Compare(expected, Outputs($"{name}.json", layers, x));
    }

    [Fact]
    public void ConvolutionWithoutPadding_IsTheCausalOneLater()
    {
        // [channel][time], the first 200; without padding output t reads the steps t to t + 4.
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), "conv1d_torch_y_python_first200.csv"));
        float[][] channels = [.. lines.Select(static line => line.Split(',').Select(static value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        float[] x = Numbers("conv1d_torch_x_python.csv")[..204];
        float[] outputs = Outputs("conv1d_torch.json", "), Conv1d(12, 5", x);
        Compare([.. Enumerable.Range(0, 200).SelectMany(t => channels.Select(channel => channel[t]))], outputs[(4 * 12)..]);
    }

    [Fact]
    public async Task FileThatContradictsItself_IsRefusedWithBothNumbers()
    {
        string message = Assert.Single(await AnalyzerRun.Verify("[ModelFile({|SNET0033:\"bad_lstm.json\"|})] public partial class Net;", withGenerated: false, files: [Model("bad_lstm.json")]));
        Assert.Contains("layer 0 (lstm): its shape says 16 units, and its weights hold 20", message, StringComparison.Ordinal);
    }

    private static string Folder()
    {
        string? folder = Environment.GetEnvironmentVariable("STATICNET_STREAMING");
        Assert.SkipWhen(folder is null, "STATICNET_STREAMING names no folder with RTNeural's models");
        return Path.Combine(folder!, "rtneural");
    }

    private static ProjectFile Model(string file) =>
        new($"/project/obj/staticnet/{file}.staticnet.txt", ModelFileConverter.Convert(Path.Combine(Folder(), file), file));

    private static float[] Numbers(string file) => [.. File.ReadAllLines(Path.Combine(Folder(), file)).Select(static line => float.Parse(line, CultureInfo.InvariantCulture))];

    private static void Compare(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), static pair => Assert.InRange(pair.Second, pair.First - Tolerance, pair.First + Tolerance));
    }

    private static float[] Outputs(string file, string layers, float[] x)
    {
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + $$"""
                [ModelFile("{{file}}"{{layers}})] public partial class Net;
                public static class Program
                {
                    public static float[] Run(float[] input)
                    {
                        var output = new float[input.Length * Net.OutputSize];
                        new Net().Process(Net.CreateState(), input, output);
                        return output;
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([Model(file)])).AssertCompiles().Output);
        return (float[])project.Call("Program", "Run", x)!;
    }
}
