using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>The fixtures' model files as classes: they compute what PyTorch and ONNX Runtime computed.</summary>
public sealed class ModelFileNetworkTests
{
    public static IEnumerable<TheoryDataRow<string>> OnnxFiles =>
        Directory.GetFiles(FixtureFiles.Find("onnx"), "*.onnx").Order(StringComparer.Ordinal).Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(OnnxFiles))]
    public void OnnxFile_IsAClassThatComputesItsOutputs(string file)
    {
        using var project = new ModelProject(file, "", ProjectFile.Model($"onnx/{file}"), ProjectFile.Vectors($"onnx/{file}", file));
        using JsonDocument vectors = FixtureFiles.ReadJson($"onnx/{Path.ChangeExtension(file, ".io.json")}");
        JsonElement[] cases = [.. vectors.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.True(cases.Length >= 3);
        foreach (JsonElement stored in cases)
        {
            project.Check(Floats(stored.GetProperty("input")), Doubles(stored.GetProperty("outputs").GetProperty("data")));
        }

        Assert.All(ModelProject.Kinds, kind => Assert.InRange(project.SelfTest(kind), 0, 4e-6));
        float[] row = Floats(cases[0].GetProperty("input"));
        Assert.InRange(project.InputGradient(row), 0f, 4e-6f);
    }

    public static IEnumerable<TheoryDataRow<string>> FunctionFiles =>
        Directory.GetFiles(FixtureFiles.Find("onnx-functions"), "*.onnx").Order(StringComparer.Ordinal).Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(FunctionFiles))]
    public void FileWithFunctionsAndConstants_IsAClassThatComputesItsOutputs(string file)
    {
        using var project = new ModelProject(file, "", ProjectFile.Model($"onnx-functions/{file}"), ProjectFile.Vectors($"onnx-functions/{file}", file));
        using JsonDocument vectors = FixtureFiles.ReadJson($"onnx-functions/{Path.ChangeExtension(file, ".io.json")}");
        foreach (JsonElement stored in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            float[] inputs = Floats(stored.GetProperty("input"));
            project.Check(inputs, Doubles(stored.GetProperty("outputs").GetProperty("data")));
            Assert.True(project.FitKeepsOutputs(inputs));
        }

        Assert.All(ModelProject.Kinds, kind => Assert.InRange(project.SelfTest(kind), 0, 4e-6));
    }

    [Theory]
    [InlineData("c14-action-value", "act")]
    [InlineData("c15-skl-mlpclassifier", "probabilities")]
    [InlineData("c36-slice-input", null)]
    public void ExportOfAnotherProgram_IsAClassThatComputesItsOutputs(string file, string? output)
    {
        string options = output is null ? "" : $", Output = \"{output}\"";
        using var project = new ModelProject($"{file}.onnx", options, ProjectFile.Model($"onnx-cases/{file}.onnx"), ProjectFile.Vectors($"onnx-cases/{file}.onnx", $"{file}.onnx"));
        Assert.All(ModelProject.Kinds, kind => Assert.InRange(project.SelfTest(kind), 0, 4e-6));
    }

    [Theory]
    [InlineData("mlp-4-10-3.safetensors", "probe")]
    [InlineData("mlp-4-10-3.f64.safetensors", "probe")]
    [InlineData("mlp-4-10-3.f16.safetensors", "f16Probe")]
    [InlineData("mlp-4-10-3.bf16.safetensors", "bf16Probe")]
    [InlineData("sequential-13-16-8-3.safetensors", "sequential")]
    public void StateDict_IsAClassThatComputesPyTorchsLogits(string file, string probe)
    {
        using JsonDocument expected = FixtureFiles.ReadJson("safetensors/expected.json");
        JsonElement values = expected.RootElement.GetProperty(probe);
        values = probe == "sequential" ? values.GetProperty("probe") : values;
        float[] inputs = Floats(values.GetProperty("input"));
        using var project = new ModelProject(file, "", ProjectFile.Model($"safetensors/{file}"));
        project.Check(inputs, Doubles(values.GetProperty("f64").GetProperty("logits")));
        using var softmax = new ModelProject(file, ", Activation = Activation.ReLU, OutputActivation = Activation.Softmax", ProjectFile.Model($"safetensors/{file}"));
        softmax.Check(inputs, Doubles(values.GetProperty("f64").GetProperty("softmax")));
    }

    [Fact]
    public void Classes_HaveWhatTheirOptionsSay()
    {
        using var project = new ModelProject("mlp-4-10-3.safetensors", "", ProjectFile.Model("safetensors/mlp-4-10-3.safetensors"));
        foreach (string kind in ModelProject.Kinds)
        {
            Assert.All(
                new[] { "InputSize", "OutputSize", "ParameterCount", "Forward", "ForwardBatch", "PredictClass", "PredictProbabilities", "ParameterInfos", "Description", "Summary" },
                member => Assert.True(project.HasMember(kind, member), $"{kind}.{member}"));
            Assert.Equal(!kind.Contains("Inference", StringComparison.Ordinal), project.HasMember(kind, "ComputeGradients"));
            Assert.Equal(!kind.Contains("Inference", StringComparison.Ordinal), project.HasMember(kind, "Backward"));
            Assert.Equal(!kind.Contains("Inference", StringComparison.Ordinal), project.HasMember(kind, "CreateGradients"));
            Assert.Equal(!kind.Contains("Frozen", StringComparison.Ordinal), project.HasMember(kind, "Parameters"));
            Assert.False(project.HasMember(kind, "SelfTest"));
        }
    }

    [Fact]
    public void SelfTest_ThrowsWhereStoredOutputsDiffer()
    {
        const string file = "1-gemm-4-10-3.onnx";
        ProjectFile vectors = ProjectFile.Vectors($"onnx/{file}", $"models/{file}");
        ProjectFile model = ProjectFile.Model($"onnx/{file}", $"models/{file}");
        using JsonDocument stored = JsonDocument.Parse(vectors.GetText().ToString());
        string first = stored.RootElement.GetProperty("cases")[0].GetProperty("outputs").GetProperty("data")[0].GetRawText();
        ProjectFile changed = new(vectors.Path, vectors.GetText().ToString().Replace(first, first + "1e-1", StringComparison.Ordinal));
        Assert.NotEqual(vectors.GetText().ToString(), changed.GetText().ToString());

        using var sound = new ModelProject($"models/{file}", "", model, vectors);
        Assert.InRange(sound.SelfTest("Frozen"), 0, 4e-6);
        using var damaged = new ModelProject(file, "", model, changed);
        var error = Assert.Throws<InvalidOperationException>(() => damaged.SelfTest("Frozen"));
        Assert.Contains("1-gemm-4-10-3.io.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("output 0 of row 0 in case 0", error.Message, StringComparison.Ordinal);
        Assert.InRange(damaged.SelfTest("Frozen", tolerance: 1000f), 1e-3, 1000);
    }

    [Theory]
    [InlineData("onnx/1-gemm-4-10-3.onnx", 4)]
    [InlineData("safetensors/sequential-13-16-8-3.safetensors", 13)]
    public void Clone_CopiesParametersAsTheyAre_AndRefusesConstants(string path, int inputs)
    {
        using var project = new ModelProject(Path.GetFileName(path), "", ProjectFile.Model(path));
        Assert.True(project.CloneKeepsOutputs([.. Enumerable.Range(0, 20 * inputs).Select(i => MathF.Sin(i))]));
        Assert.StartsWith("The weights of 'Frozen' are constants", project.CloneFrozen(), StringComparison.Ordinal);
    }

    [Fact]
    public void FrozenNetwork_EvaluatesAndRefusesToTrain()
    {
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + """
                using System;
                [ModelFile("iris.safetensors", Frozen = true)] public partial class Iris;
                public static class Program
                {
                    public static string Run()
                    {
                        var iris = new Iris();
                        Evaluation evaluation = iris.Evaluate([5.1f, 3.5f, 1.4f, 0.2f], [0]);
                        try { iris.Fit([5.1f, 3.5f, 1.4f, 0.2f], [0], new SGD(0.1f), new FitOptions { Epochs = 1, BatchSize = 1 }); return "trained"; }
                        catch (NotSupportedException error) { return evaluation.Accuracy + " " + error.Message; }
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([ProjectFile.Model("safetensors/mlp-4-10-3.safetensors", "iris.safetensors")])).AssertCompiles().Output);
        Assert.StartsWith("1 The weights of 'Iris' are constants", (string)project.Call("Program", "Run")!, StringComparison.Ordinal);
    }

    [Fact]
    public void FrozenBatchNorm_GivesTheBitsOfTheLoadedOne()
    {
        var random = new Random(3);
        string Tensor(int layer, string name, string shape, int count, float least)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(_ => least + random.NextSingle())];
            return $"tensor\t{layer}\t{name}\t{shape}\t{Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values))}";
        }

        string text = string.Join(
            '\n',
            [
                "staticnet-model\t1", "source\tnet.onnx", "activations\tgiven", "input\t5",
                "layer\tBatchNorm1d\tfirst\t5\t5\t-1\teps=0.001", "layer\tLinear\tfc\t5\t19\t0", "layer\tBatchNorm1d\tnorm\t19\t19\t1",
                "layer\tReLU\t3\t19\t19\t2", "layer\tLinear\thead\t19\t3\t3",
                Tensor(0, "first.weight", "5", 5, 0.5f), Tensor(0, "first.bias", "5", 5, -0.5f),
                Tensor(0, "first.running_mean", "5", 5, -0.5f), Tensor(0, "first.running_var", "5", 5, 0.1f),
                Tensor(1, "fc.weight", "19x5", 95, -0.5f), Tensor(1, "fc.bias", "19", 19, -0.5f),
                Tensor(2, "norm.weight", "19", 19, 0.5f), Tensor(2, "norm.bias", "19", 19, -0.5f),
                Tensor(2, "norm.running_mean", "19", 19, -0.5f), Tensor(2, "norm.running_var", "19", 19, 0.1f),
                Tensor(4, "head.weight", "3x19", 57, -0.5f), Tensor(4, "head.bias", "3", 3, -0.5f),
                "end", "",
            ]);
        GeneratorRun run = GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + """
                using System;
                [ModelFile("net.onnx")] public partial class Loaded;
                [ModelFile("net.onnx", Frozen = true)] public partial class Frozen;
                [ModelFile("net.onnx", InferenceOnly = true)] public partial class Inference;
                public static class Program
                {
                    public static string Run()
                    {
                        var random = new Random(4);
                        var inputs = new float[11 * 5];
                        foreach (ref float value in inputs.AsSpan()) { value = random.NextSingle() * 4 - 2; }
                        float[] loaded = Batch(new Loaded(), inputs);
                        return loaded.AsSpan().SequenceEqual(Batch(new Frozen(), inputs)) + " " + loaded.AsSpan().SequenceEqual(Batch(new Inference(), inputs))
                            + " " + (loaded[0] != 0 && loaded[0] != loaded[3]);
                    }

                    private static float[] Batch<T>(T network, float[] inputs) where T : class, IInferenceNetwork<T>
                    {
                        var outputs = new float[11 * 3];
                        var row = new float[3];
                        network.ForwardBatch(inputs, outputs);
                        for (int i = 0; i < 11; i++)
                        {
                            network.Forward(inputs.AsSpan(5 * i, 5), row);
                            if (!row.AsSpan().SequenceEqual(outputs.AsSpan(3 * i, 3))) { throw new InvalidOperationException("row " + i); }
                        }

                        return outputs;
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([new ProjectFile("/project/obj/staticnet/net.onnx.staticnet.txt", text)])).AssertCompiles();
        using LoadedProject project = LoadedProject.Of(run.Output);
        Assert.Equal("True True True", project.Call("Program", "Run"));
        Assert.All(run.Files.Where(static file => file.Key.StartsWith("Frozen.", StringComparison.Ordinal)), static file => Assert.DoesNotContain("BatchNormRows.Fold", file.Value));
    }

    [Fact]
    public void LoadedNetwork_StartsWithTheFilesWeightsAndTrains()
    {
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + """
                using System;
                [ModelFile("iris.safetensors")] public partial class Iris { public Iris() { } }
                public static class Program
                {
                    public static string Run()
                    {
                        var iris = new Iris();
                        float[] x = [5.1f, 3.5f, 1.4f, 0.2f];
                        float before = iris.ComputeLoss(x, [0]);
                        var gradients = Iris.CreateGradients();
                        iris.ComputeGradients(x, [0], gradients);
                        new SGD(0.01f).Step(iris.Parameters, gradients, new SGD(0.01f).CreateState(iris.Parameters));
                        return (iris.ComputeLoss(x, [0]) < before) + " " + (new Iris(7).ComputeLoss(x, [0]) != before) + " " + Iris.ParameterInfos[0];
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([ProjectFile.Model("safetensors/mlp-4-10-3.safetensors", "iris.safetensors")])).AssertCompiles().Output);
        Assert.Equal("True True hidden.weight [10, 4]", project.Call("Program", "Run"));
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(static element => element.GetSingle())];

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(static element => element.GetDouble())];
}
