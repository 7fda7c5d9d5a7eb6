using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>The fixtures' ONNX and safetensors files, sound and malformed, through the text form.</summary>
public sealed class ModelFileTests
{
    private const double Tolerance = 4e-6;

    public static IEnumerable<TheoryDataRow<string>> OnnxFiles =>
        Directory.GetFiles(FixtureFiles.Find("onnx"), "*.onnx").Order(StringComparer.Ordinal).Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(OnnxFiles))]
    public void OnnxFile_ComputesWhatOnnxRuntimeComputed(string file)
    {
        ImportedModel model = Import($"onnx/{file}");
        using JsonDocument expected = FixtureFiles.ReadJson($"onnx/{Path.ChangeExtension(file, ".io.json")}");
        int checkedValues = 0;
        foreach (JsonElement testCase in expected.RootElement.GetProperty("cases").EnumerateArray())
        {
            float[] inputs = [.. testCase.GetProperty("input").EnumerateArray().Select(e => e.GetSingle())];
            double[] outputs = [.. testCase.GetProperty("outputs").GetProperty("data").EnumerateArray().Select(e => e.GetDouble())];
            double bound = (Tolerance * outputs.Max(Math.Abs)) + 1e-30;
            for (int row = 0; row < inputs.Length / model.InputSize; row++)
            {
                double[] found = ImportedModelEvaluator.Evaluate(model, inputs[(row * model.InputSize)..((row + 1) * model.InputSize)]);
                for (int i = 0; i < found.Length; i++, checkedValues++)
                {
                    Assert.InRange(found[i], outputs[(row * found.Length) + i] - bound, outputs[(row * found.Length) + i] + bound);
                }
            }
        }

        Assert.True(checkedValues >= 3);
    }

    [Fact]
    public void Layers_KeepTheNamesOfTheFile()
    {
        Assert.Equal(
            ["Linear hidden 4 10", "ReLU 1 10 10", "Linear output 10 3"],
            Import("onnx/1-gemm-4-10-3.onnx").Layers.Select(l => $"{l.Kind} {l.Name} {l.InputSize} {l.OutputSize}"));
        Assert.Equal(
            ["Linear 0", "ReLU 1", "Linear 2", "Softmax 3"],
            Import("onnx/2-matmul-add-softmax-dynamic-batch-4-10-3.onnx").Layers.Select(l => $"{l.Kind} {l.Name}"));
        ImportedModel normalized = Import("onnx/5-layernorm-decomposed-8-6-2.onnx");
        Assert.Equal(["Linear", "LayerNorm", "ReLU", "Linear", "Sigmoid"], normalized.Layers.Select(l => l.Kind));
        Assert.Equal(["1.weight", "1.bias", "2.weight", "2.bias", "4.weight", "4.bias"], normalized.Tensors.Select(t => t.Name));
        Assert.Equal(("eps", 1e-5), Assert.Single(normalized.Layers[1].Arguments));
        Assert.Equal(("negative_slope", 0.15), Assert.Single(Import("onnx/4-constant-nodes-leakyrelu-dropout-identity-6-9-5.onnx").Layers[1].Arguments));
    }

    [Fact]
    public void OperatorAndWrittenOutNormalization_AreTheSameLayers()
    {
        ImportedModel one = Import("onnx/5-layernorm-decomposed-8-6-2.onnx");
        ImportedModel other = Import("onnx/6-layernorm-op-8-6-2.onnx");
        Assert.Equal(one.Layers.Select(l => (l.Kind, l.Name)), other.Layers.Select(l => (l.Kind, l.Name)));
        Assert.Equal(one.Tensors.Select(t => t.Name), other.Tensors.Select(t => t.Name));
    }

    [Theory]
    [InlineData("o1-truncated", "", "bytes")]
    [InlineData("o2-weights-int64", "/hidden/Gemm", "'hidden.weight'", "INT64", "FLOAT")]
    [InlineData("o3-weight-shape-10x5-for-4-inputs", "/hidden/Gemm", "'hidden.weight' [10, 5] takes 5 values", "gives 4")]
    [InlineData("o5-external-data-path-traversal", "", "'output.weight'", "'../../../../etc/hostname'", "which is not read")]
    [InlineData("o6-unknown-operator", "/act", "'FancyRelu' of the domain 'com.example'", "it is not one of ONNX's own operators; export the model with standard operators only")]
    [InlineData("o7-missing-initializer", "/output/Gemm", "'output.bias'", "no initializer")]
    public void MalformedOnnx_NamesNodeAndReason(string file, string node, params string[] words)
    {
        string path = FixtureFiles.Find($"malformed/{file}.onnx");
        string text = ModelFileConverter.Convert(path, "models/net.onnx");
        Assert.StartsWith("staticnet-model\t1\nsource\tmodels/net.onnx\n", text, StringComparison.Ordinal);
        Assert.Contains("\nerror\t", text, StringComparison.Ordinal);
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(text));
        Assert.Equal(node, error.Node);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void NanAndInfiniteWeights_AreNamedByTensorAndIndex()
    {
        ImportedModel model = Import("malformed/o4-nan-inf-weights.onnx");
        int first = Array.FindIndex(model.Tensors[0].Values, float.IsNaN);
        Assert.Equal([(0, $"'hidden.weight' [10, 4] holds 2 numbers that are not finite, the first NaN at [{first / 4}, {first % 4}]")], model.NotFinite);
        ImportedModel stateDict = Import("malformed/s6-nan-and-infinity-weights.safetensors");
        Assert.True(float.IsNaN(stateDict.Tensors.Single(t => t.Name == "hidden.weight").Values[5]));
        (int index, string what) = Assert.Single(stateDict.NotFinite!);
        Assert.Equal("hidden.weight", stateDict.Tensors[index].Name);
        Assert.Equal("'hidden.weight' [10, 4] holds 2 numbers that are not finite, the first NaN at [1, 1]", what);
        Assert.Null(Import("onnx/1-gemm-4-10-3.onnx").NotFinite);
    }

    [Fact]
    public void DoublesBeyondFloat_AreNamed()
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"weight":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]}}""");
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. header, .. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(-1e60)];
        Assert.Equal(
            [(0, "'weight' [1, 2] holds -Infinity (or a number beyond ±3.4E+38, the range of float) at [0, 1]")],
            ModelText.Read(ModelFileConverter.Convert(file, "net.safetensors")).NotFinite);
    }

    [Theory]
    [InlineData("s1-truncated-data", "332")]
    [InlineData("s2-header-length-huge", "100000000")]
    [InlineData("s4-duplicate-key", "twice")]
    [InlineData("s5-overlapping-offsets", "120")]
    [InlineData("s7-dtype-f16-but-f32-sizes", "F16")]
    public void MalformedSafetensors_SaysWhy(string file, string word)
    {
        string text = ModelFileConverter.Convert(FixtureFiles.Find($"malformed/{file}.safetensors"), "net.safetensors");
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(text));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("The file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp-4-10-3", "hidden.bias 10,hidden.weight 10x4,output.bias 3,output.weight 3x10")]
    [InlineData("mlp-4-10-3.f64", "hidden.bias 10,hidden.weight 10x4,output.bias 3,output.weight 3x10")]
    [InlineData("mlp-4-10-3.f16", "hidden.bias 10,hidden.weight 10x4,output.bias 3,output.weight 3x10")]
    [InlineData("mlp-4-10-3.bf16", "hidden.bias 10,hidden.weight 10x4,output.bias 3,output.weight 3x10")]
    [InlineData("sequential-13-16-8-3", "net.0.bias 16,net.0.weight 16x13,net.2.bias 8,net.2.weight 8x16,net.4.bias 3,net.4.weight 3x8")]
    public void StateDict_IsTensorsWithoutLayers(string file, string tensors)
    {
        ImportedModel model = Import($"safetensors/{file}.safetensors");
        Assert.True(model.IsStateDict);
        Assert.Empty(model.Layers);
        Assert.Equal(tensors, string.Join(',', model.Tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => $"{t.Name} {string.Join('x', t.Shape)}")));
    }

    [Fact]
    public void FileOfOurOwn_KnowsItsLayers()
    {
        var stream = new MemoryStream();
        ExportNetwork network = ExportNetwork.Create(3);
        network.Save(stream);
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(stream.ToArray(), "own.safetensors"));
        Assert.False(model.IsStateDict);
        Assert.Equal(["Linear hidden", "ReLU relu", "Linear output"], model.Layers.Select(l => $"{l.Kind} {l.Name}"));
        var expected = new float[3];
        network.Forward([1, -2, 0.5f, 4], expected);
        double[] found = ImportedModelEvaluator.Evaluate(model, [1, -2, 0.5f, 4]);
        Assert.Equal(expected, found.Select(v => (float)v));
    }

    [Fact]
    public void Text_IsTheSameEveryTimeAndSurvivesAwkwardNames()
    {
        string path = FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx");
        Assert.Equal(ModelFileConverter.Convert(path, "a"), ModelFileConverter.Convert(path, "a"));

        var model = new ImportedModel { Source = "tab\there\\there\nand\rthere", InputSize = 2 };
        model.Layers.Add(new ImportedLayer("Linear", "a\tb", 2, 1, [-1], ("x", double.NegativeInfinity), ("y", 0.1)));
        model.Tensors.Add(new ImportedTensor(0, "a\tb.weight", [1, 2], [float.NaN, -0f]));
        ImportedModel read = ModelText.Read(ModelText.Write(model));
        Assert.Equal(model.Source, read.Source);
        Assert.Equal(model.Layers[0].Name, read.Layers[0].Name);
        Assert.Equal(model.Layers[0].Arguments, read.Layers[0].Arguments);
        Assert.Equal(model.Tensors[0].Values.Select(BitConverter.SingleToInt32Bits), read.Tensors[0].Values.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("staticnet-model\t2\n")]
    [InlineData("staticnet-model\t1\nsource\tx\n")]
    [InlineData("staticnet-model\t1\nlayer\tLinear\tx\tfour\t3\t-1\nend\n")]
    [InlineData("staticnet-model\t1\nlayer\tLinear\nend\n")]
    [InlineData("staticnet-model\t1\ntensor\t0\tx\t1\t???\nend\n")]
    public void DamagedText_IsInvalid(string text)
    {
        Assert.Throws<InvalidDataException>(() => ModelText.Read(text));
    }

    internal static ImportedModel Import(string fixture) => ModelText.Read(ModelFileConverter.Convert(FixtureFiles.Find(fixture), fixture));
}
