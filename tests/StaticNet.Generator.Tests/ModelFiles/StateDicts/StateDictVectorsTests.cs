using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>The test vectors beside a state dict are compared with the declared network at build time, whatever the declaration says.</summary>
public sealed class StateDictVectorsTests
{
    private const string Norms = "fc1.weight 8x4, fc1.bias 8, ln1.weight 8, ln1.bias 8, fc2.weight 8x8, fc2.bias 8, out.weight 3x8, out.bias 3";

    /// <summary>Tensors, declaration, what computes it.</summary>
    public static TheoryData<string, string, string> Networks => new()
    {
        { "0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3", "[ModelFile({|:\"net.safetensors\"|})]", "0 ReLU 2" },
        { "0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3", "[ModelFile({|:\"net.safetensors\"|}, Activation = Activation.Tanh, OutputActivation = Activation.Tanh)]", "0 Tanh 2 Tanh" },
        { "0.weight 4x8, 0.bias 8, 2.weight 8x3, 2.bias 3", "[ModelFile({|:\"net.safetensors\"|}, Transposed = true)]", "Linear^T:0 ReLU Linear^T:2" },
        { "a.0.weight 8x4, a.0.bias 8, a.2.weight 3x8, a.2.bias 3, b.0.weight 5x4", "[ModelFile({|:\"net.safetensors\"|}, Prefix = \"a.\", Frozen = true)]", "a.0 ReLU a.2" },
        { Norms, "[ModelFile({|:\"net.safetensors\"|}), Linear(Name = \"fc1\"), LayerNorm(Name = \"ln1\"), ReLU, Linear(Name = \"fc2\"), Tanh, Linear(Name = \"out\")]", "fc1 LayerNorm:ln1 ReLU fc2 Tanh out" },
        { "0.weight 8x4, 1.weight 8, 3.weight 3x8", "[ModelFile({|:\"net.safetensors\"|}, Transposed = false), Linear(Name = \"0\"), RMSNorm(Name = \"1\"), ReLU, Linear(Name = \"3\")]", "0 RMSNorm:1 ReLU 3" },
        { "0.weight 8x4, 1.weight 8, 1.bias 8, 1.running_mean 8, 1.running_var 8, 2.weight 1, 3.weight 3x8", "[ModelFile({|:\"net.safetensors\"|}), Linear, BatchNorm1d, PReLU, Linear]", "0 BatchNorm1d:1 PReLU:2 3" },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Vectors_ThatTheNetworkComputesAreQuiet_OthersAnError(string tensors, string declaration, string layers)
    {
        var file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(4);
        double[] outputs = file.Compute(layers, input);
        Assert.Empty(await Run(file.In("net.safetensors"), declaration, input, outputs, isWrong: false));

        outputs[1] += 1e-3 * outputs.Max(Math.Abs);
        string message = Assert.Single(await Run(file.In("net.safetensors"), declaration, input, outputs, isWrong: true));
        Assert.StartsWith("'net.safetensors' does not compute the outputs stored beside it: 'net.io.json', case 0: output 1 of row 0 is ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EarlierValues_AreReadAsTheClassReadsThem()
    {
        // Residual("0") adds what layer 0 wrote; Select takes two of the results.
        var file = StateDictFile.Of("0.weight 4x4, 0.bias 4, 2.weight 4x4, 2.bias 4");
        const string declaration = "[ModelFile({|:\"net.safetensors\"|}, Transposed = false), Linear, ReLU, Linear, Residual(\"0\"), Select(1, 2)]";
        float[] input = StateDictFile.Probe(4);
        double[] first = file.Compute("0", input);
        double[] sum = [.. file.Compute("0 ReLU 2", input).Zip(first, static (a, b) => a + b)];
        Assert.Empty(await Run(file.In("net.safetensors"), declaration, input, sum[1..3], isWrong: false));
        Assert.Single(await Run(file.In("net.safetensors"), declaration, input, sum[0..2], isWrong: true));
    }

    [Theory]
    [InlineData("GRU", "")]
    [InlineData("LSTM", ", LastStep")]
    public async Task Sequences_AreComparedStepByStep(string kind, string end)
    {
        var file = StateDictFile.Of(string.Join(", ", new[] { "weight_ih_l0 {0}x2", "weight_hh_l0 {0}x3", "bias_ih_l0 {0}", "bias_hh_l0 {0}" }.Select(tensor => "rec." + string.Format(CultureInfo.InvariantCulture, tensor, kind == "GRU" ? 9 : 12))));
        float[] input = StateDictFile.Probe(20);
        double[][] steps = new ReferenceSequence(file.Values).Recurrent(kind, "rec.", ReferenceSequence.Steps(input, 2));
        double[] outputs = end.Length > 0 ? steps[^1] : [.. steps.SelectMany(static step => step)];
        string declaration = $"[ModelFile({{|:\"net.safetensors\"|}}), {kind}(Name = \"rec\"){end}]";
        Assert.Empty(await Run(file.In("net.safetensors"), declaration, input, outputs, isWrong: false));
        outputs[^1] += 0.01;
        Assert.Contains("output 2 of step 9 is ", Assert.Single(await Run(file.In("net.safetensors"), declaration, input, outputs, isWrong: true)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RNN", 40, 40, false)]
    [InlineData("RNN", 40, 40, true)]
    [InlineData("GRU", 6, 40, false)]
    public async Task SelfTest_HasTheToleranceThatRoundingNeeds(string kind, int units, int steps, bool isResource)
    {
        int rows = (kind == "GRU" ? 3 : 1) * units;
        var file = StateDictFile.Of($"rec.weight_ih_l0 {rows}x1, rec.weight_hh_l0 {rows}x{units}, rec.bias_ih_l0 {rows}, rec.bias_hh_l0 {rows}");
        string folder = Directory.CreateTempSubdirectory("staticnet-").FullName;
        try
        {
            float[] input = [.. Enumerable.Range(0, steps).Select(static step => (float)Math.Sin(0.7 * step))];
            double[] outputs = [.. new ReferenceSequence(file.Values).Recurrent(kind, "rec.", ReferenceSequence.Steps(input, 1)).SelectMany(static step => step)];
            string declaration = $"[ModelFile({{|:\"net.safetensors\"|}}), {kind}(Name = \"rec\")]";
            ResourceDescription? resource = null;
            string text = isResource ? file.In("net.safetensors", folder) : file.Text("net.safetensors");
            if (isResource)
            {
                file.In("net.safetensors", out resource);
            }

            var model = new ProjectFile(Path.Combine(folder, "net.safetensors.staticnet.txt"), text);
            Assert.Empty(await Run(model, declaration, input, outputs, isWrong: false));

            GeneratorRun run = GeneratorRun.Over(
                TestCompilation.Create(TestCompilation.Usings + declaration.Replace("{|:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal) + " public partial class Net;"),
                GeneratorRun.NewDriver().AddAdditionalTexts([model, Vectors(input, outputs)])).AssertCompiles();
            using LoadedProject project = LoadedProject.Of(run.Output, resource is null ? [] : [resource]);
            MethodInfo selfTest = project.Assembly.GetType("Net", throwOnError: true)!.GetMethod("SelfTest")!;
            double SelfTest(object tolerance) => (double)selfTest.Invoke(null, BindingFlags.DoNotWrapExceptions | BindingFlags.OptionalParamBinding, null, [tolerance], null)!;
            var tolerance = (float)selfTest.GetParameters()[0].DefaultValue!;
            double found = SelfTest(Type.Missing);
            Assert.True(found <= tolerance);
            if (kind == "GRU")
            {
                Assert.Equal(4e-6f, tolerance);
            }
            else
            {
                // Its rounding errors grow from step to step: what every other network keeps it cannot.
                Assert.InRange(tolerance, 1e-4f, 1e-2f);
                Assert.InRange(found, 4e-6, tolerance);
                Assert.Contains("'Net' does not compute what 'net.io.json' says", Assert.Throws<InvalidOperationException>(() => SelfTest(4e-6f)).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task TermsThatCancel_HaveTheToleranceThatRoundingNeeds()
    {
        // 512 terms come to 0.01; another order of the sum moves that by far more than 4e-6 of it.
        var file = StateDictFile.Of("0.weight 512x4, 0.bias 512, 2.weight 1x512, 2.bias 1");
        float[] Input(double scale) => [.. new[] { 1, -0.5, 0.25, 2 }.Select(value => (float)(scale * value))];
        double Output(double scale) => file.Compute("0 Tanh 2", Input(scale))[0];
        (double low, double high) = Output(50) > 0 ? (-50, 50) : (50, -50);
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Output(middle) < 0.01 ? (middle, high) : (low, middle);
        }

        float[] input = Input(low);
        float[] hidden = [.. file.Compute("0 Tanh", input).Select(static value => (float)value)];
        float[] weight = file.Values("2.weight")!;
        float[] terms = [.. hidden.Select((value, i) => value * weight[i]), file.Values("2.bias")![0]];
        float output = 0;
        foreach (float term in terms.Order())
        {
            output += term;
        }

        Assert.InRange(Math.Abs(output - Output(low)) / output, 2e-5, 1e-2);
        const string declaration = "[ModelFile({|:\"net.safetensors\"|}, Activation = Activation.Tanh)]";
        Assert.Empty(await Run(file.In("net.safetensors"), declaration, input, [output], isWrong: false));
        Assert.Single(await Run(file.In("net.safetensors"), declaration, input, [1.02 * output], isWrong: true));
        using var project = new ModelProject("net.safetensors", ", Activation = Activation.Tanh", file.In("net.safetensors"), Vectors(input, [output]));
        Assert.InRange(project.DefaultSelfTest("Frozen"), 4e-6, 1e-2);
    }

    [Fact]
    public async Task WeightsOfTheResource_AreReadFromTheBuildsFolder()
    {
        string folder = Directory.CreateTempSubdirectory("staticnet-").FullName;
        try
        {
            var file = StateDictFile.Of("0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3");
            string text = file.In("models/net.safetensors", folder);
            float[] input = StateDictFile.Probe(4);
            double[] outputs = file.Compute("0 ReLU 2", input);
            var model = new ProjectFile(Path.Combine(folder, "models", "net.safetensors.staticnet.txt"), text);
            const string declaration = "[ModelFile({|:\"models/net.safetensors\"|})]";
            Assert.Empty(await Run(model, declaration, input, outputs, isWrong: false, "/project/models/net.io.json"));
            outputs[2] = 7;
            Assert.Contains(", expected 7 ±", Assert.Single(await Run(model, declaration, input, outputs, isWrong: true, "/project/models/net.io.json")), StringComparison.Ordinal);

            // Without the file there is nothing to compare; its absence is an error of the compiler.
            Assert.Empty(await Run(new ProjectFile("/elsewhere/models/net.safetensors.staticnet.txt", text), declaration, input, outputs, isWrong: false, "/project/models/net.io.json"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("F16", 0.004)]
    [InlineData("BF16", 0.03)]
    public async Task HalfPrecision_HasTheToleranceOfItsDtype(string type, double tolerance)
    {
        // y = x0 + 2·x1.
        byte[] data = type == "F16" ? [0x00, 0x3C, 0x00, 0x40] : [0x80, 0x3F, 0x00, 0x40];
        byte[] json = System.Text.Encoding.UTF8.GetBytes($$$"""{"weight":{"dtype":"{{{type}}}","shape":[1,2],"data_offsets":[0,4]}}""");
        string text = ModelFileConverter.Convert([.. BitConverter.GetBytes((long)json.Length), .. json, .. data], "net.safetensors");
        var model = new ProjectFile("/project/obj/net.safetensors.staticnet.txt", text);
        const string declaration = "[ModelFile({|:\"net.safetensors\"|}, Transposed = false)]";
        Assert.Empty(await Run(model, declaration, [1f, 1f], [3 * (1 + (0.9 * tolerance))], isWrong: false));
        Assert.Single(await Run(model, declaration, [1f, 1f], [3 * (1 + (1.2 * tolerance))], isWrong: true));

        using var project = new ModelProject("net.safetensors", ", Transposed = false", model, Vectors([1f, 1f], [3 * (1 + (0.9 * tolerance))]));
        Assert.InRange(project.DefaultSelfTest("Frozen"), 0.5 * tolerance, tolerance);
    }

    private static ProjectFile Vectors(float[] input, IEnumerable<double> outputs, string path = "/project/net.io.json")
    {
        static string List<T>(IEnumerable<T> values) => string.Join(", ", values.Select(static value => string.Format(CultureInfo.InvariantCulture, "{0:R}", value)));
        return new(path, $$$"""{"cases": [{"input": [{{{List(input)}}}], "outputs": {"data": [{{{List(outputs)}}}]}}]}""");
    }

    private static Task<string[]> Run(ProjectFile model, string declaration, float[] input, IEnumerable<double> outputs, bool isWrong, string vectors = "/project/net.io.json") =>
        AnalyzerRun.Verify(
            (isWrong ? declaration.Replace("{|:", "{|SNET0040:", StringComparison.Ordinal) : declaration.Replace("{|:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal))
            + " public partial class Net;",
            withGenerated: false, files: [model, Vectors(input, outputs, vectors)]);
}
