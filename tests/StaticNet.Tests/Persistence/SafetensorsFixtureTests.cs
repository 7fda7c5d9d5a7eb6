using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.Persistence;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Files that PyTorch wrote give PyTorch's outputs here.</summary>
public sealed class SafetensorsFixtureTests
{
    [Theory]
    [InlineData("mlp-4-10-3.safetensors", "probe")]
    [InlineData("mlp-4-10-3.f64.safetensors", "probe")]
    [InlineData("mlp-4-10-3.f16.safetensors", "f16Probe")]
    [InlineData("mlp-4-10-3.bf16.safetensors", "bf16Probe")]
    public void IrisFile_GivesTheLogitsOfPyTorch(string file, string probe)
    {
        IrisNetwork network = IrisNetwork.Load(FixtureFiles.Find($"safetensors/{file}"));
        using JsonDocument expected = FixtureFiles.ReadJson("safetensors/expected.json");
        CheckProbe(network, expected.RootElement.GetProperty(probe));
    }

    [Fact]
    public void SequentialFile_IsMatchedByOrder()
    {
        var network = ThreeLayerNetwork.Create(0);
        StateDictReport report = network.LoadStateDict(FixtureFiles.Find("safetensors/sequential-13-16-8-3.safetensors"));
        Assert.True(report.IsComplete);
        Assert.Equal(["hidden1.weight", "hidden1.bias", "hidden2.weight", "hidden2.bias", "output.weight", "output.bias"], report.LoadedKeys);
        using JsonDocument expected = FixtureFiles.ReadJson("safetensors/expected.json");
        CheckProbe(network, expected.RootElement.GetProperty("sequential").GetProperty("probe"));
    }

    [Fact]
    public void SequentialFile_IsMatchedByPrefixMap()
    {
        var network = ThreeLayerNetwork.Create(0);
        StateDictReport report = network.LoadStateDict(
            FixtureFiles.Find("safetensors/sequential-13-16-8-3.safetensors"),
            prefixes: new Dictionary<string, string> { ["net.0"] = "hidden1", ["net.2."] = "hidden2.", ["net.4"] = "output" });
        Assert.Equal("<All keys matched successfully>", report.ToString());
        using JsonDocument expected = FixtureFiles.ReadJson("safetensors/expected.json");
        CheckProbe(network, expected.RootElement.GetProperty("sequential").GetProperty("probe"));
    }

    [Fact]
    public void LargeWeightsFile_HasEveryParameter()
    {
        using FileStream stream = File.OpenRead(FixtureFiles.Find("net-784-32-10-relu.weights.safetensors"));
        SafetensorsFile file = SafetensorsFile.Read(stream, "file");
        Assert.Equal(
            ["10", "10x32", "32", "32x784"],
            file.Tensors.Select(t => string.Join('x', t.Entry.Shape)).Order(StringComparer.Ordinal));
        Assert.Equal(4 * 25450, file.Tensors.Sum(t => t.Bytes.Length));
    }

    [Theory]
    [InlineData("s1-truncated-data", "332", "312")]
    [InlineData("s2-header-length-huge", "9223372036854775807", "100000000")]
    [InlineData("s3-hidden-weight-transposed-shape-4x10", "'hidden.weight'", "[10, 4]", "[4, 10]")]
    [InlineData("s4-duplicate-key", "'hidden.bias'", "twice")]
    [InlineData("s5-overlapping-offsets", "'hidden.bias'", "120", "160")]
    [InlineData("s7-dtype-f16-but-f32-sizes", "'hidden.weight'", "F16", "80", "160")]
    public void MalformedFile_IsRefusedWithFileTensorFoundAndExpected(string file, params string[] words)
    {
        string path = FixtureFiles.Find($"malformed/{file}.safetensors");
        IrisNetwork network = IrisNetwork.Create(3);
        UInt128 before = network.Parameters.Hash();
        foreach (Action load in (Action[])[() => IrisNetwork.Load(path), () => network.LoadStateDict(path), () => network.LoadStateDict(path, strict: false)])
        {
            var error = Assert.Throws<InvalidDataException>(load);
            Assert.All(words.Prepend(path), word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }

        Assert.Equal(before, network.Parameters.Hash());
    }

    [Fact]
    public void NanAndInfiniteWeights_AreLoadedAsTheyAre()
    {
        IrisNetwork network = IrisNetwork.Load(FixtureFiles.Find("malformed/s6-nan-and-infinity-weights.safetensors"));
        var weights = new float[40];
        network.Parameters.CopyTo("hidden.weight", weights);
        Assert.Equal(float.NaN, weights[5]);
        Assert.Equal(float.NegativeInfinity, weights[11]);
        Assert.Equal(38, weights.Count(float.IsFinite));
    }

    private static void CheckProbe<TNetwork>(TNetwork network, JsonElement probe)
        where TNetwork : class, INetwork<TNetwork>
    {
        float[] inputs = [.. probe.GetProperty("input").EnumerateArray().Select(e => e.GetSingle())];
        double[] logits = [.. probe.GetProperty("f64").GetProperty("logits").EnumerateArray().Select(e => e.GetDouble())];
        var outputs = new float[logits.Length];
        network.ForwardBatch(inputs, outputs);
        double tolerance = (4e-6 * logits.Max(Math.Abs)) + 1e-30;
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.InRange(outputs[i], logits[i] - tolerance, logits[i] + tolerance);
        }
    }
}
