using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>
/// Real networks that are not part of the repository, imported. Skipped where no environment variable says where they are.
/// </summary>
public sealed class ExternalModelTests
{
    private const double Tolerance = 4e-6;
    private const double AbsoluteTolerance = 1e-7;

    // STATICNET_FIXTURES: a folder with wakeword.json.
    // STATICNET_WAKEWORD: the folder of the networks that wakeword.json names (the package's models/).
    private static readonly string? s_fixtures = Environment.GetEnvironmentVariable("STATICNET_FIXTURES");
    private static readonly string? s_wakeWordModels = Environment.GetEnvironmentVariable("STATICNET_WAKEWORD");

    public static bool HasWakeWords => File.Exists(Path.Combine(s_fixtures ?? "", "wakeword.json")) && Directory.Exists(s_wakeWordModels);

    [Fact(Skip = "STATICNET_FIXTURES and STATICNET_WAKEWORD name no folders with the wake-word networks", SkipUnless = nameof(HasWakeWords))]
    public void WakeWordNetworks_Match()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_fixtures!, "wakeword.json")));
        float[][] embeddings = [.. expected.RootElement.GetProperty("embeddings").EnumerateArray().Select(Floats)];
        foreach (JsonElement head in expected.RootElement.GetProperty("heads").EnumerateArray())
        {
            string name = head.GetProperty("model").GetString()!;
            string path = Path.Combine(s_wakeWordModels!, name);
            Assert.Equal(head.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
            ImportedModel model = ModelText.Read(ModelFileConverter.Convert(path, name));
            int window = head.GetProperty("window").GetInt32();
            ImportedModel logits = UpToLastLinear(model);
            float[][] windows = [.. Enumerable.Range(0, embeddings.Length - window + 1).Select(k => embeddings.Skip(k).Take(window).SelectMany(e => e).ToArray())];
            float[][] rows = [.. head.GetProperty("outputs").EnumerateArray().Select(Floats)];
            double[] outputs = [.. rows.SelectMany(row => row.Take(model.OutputSize)).Select(v => (double)v)];
            double[] expectedLogits = [.. rows.SelectMany(row => row.Skip(model.OutputSize)).Select(v => (double)v)];
            Assert.Equal(rows.Length, windows.Length);

            // One network's probabilities are all near 0, where ONNX Runtime's float32 sigmoid is off by 2e-4 of itself (it
            // gives 0 for -21): judged absolutely, as the fixtures say for tails. Its logits are judged as everything else.
            double[] found = [.. windows.SelectMany(input => ImportedModelEvaluator.Evaluate(model, input))];
            Check(name, outputs, found, Math.Max(AbsoluteTolerance, Tolerance * outputs.Max(Math.Abs)));
            double[] foundLogits = [.. windows.SelectMany(input => ImportedModelEvaluator.Evaluate(logits, input))];
            Check(name, expectedLogits, foundLogits, Tolerance * expectedLogits.Max(Math.Abs));
        }
    }

    private static ImportedModel UpToLastLinear(ImportedModel model)
    {
        int last = model.Layers.FindLastIndex(layer => layer.Kind == "Linear");
        var part = new ImportedModel { InputSize = model.InputSize };
        part.Layers.AddRange(model.Layers.Take(last + 1));
        part.Tensors.AddRange(model.Tensors);
        return part;
    }

    private static void Check(string name, double[] expected, double[] found, double bound)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= bound, $"{name}: value {i} is {found[i]}, expected {expected[i]} ± {bound}");
        }
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetSingle())];
}
