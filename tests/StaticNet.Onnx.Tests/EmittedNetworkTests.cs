using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Tests.Import;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests;

/// <summary>Files of networks that the generator emitted: saved, loaded, exported, read back.</summary>
public sealed class EmittedNetworkTests
{
    private const double Tolerance = 4e-6;

    [Fact]
    public void StateDictOfPyTorch_GivesItsLogits()
    {
        EmittedIris network = EmittedIris.Load(FixtureFiles.Find("safetensors/mlp-4-10-3.safetensors"));
        using JsonDocument expected = FixtureFiles.ReadJson("safetensors/expected.json");
        JsonElement probe = expected.RootElement.GetProperty("probe");
        float[] inputs = [.. probe.GetProperty("input").EnumerateArray().Select(e => e.GetSingle())];
        double[] logits = [.. probe.GetProperty("f64").GetProperty("logits").EnumerateArray().Select(e => e.GetDouble())];
        var outputs = new float[logits.Length];
        network.ForwardBatch(inputs, outputs);
        for (int i = 0; i < logits.Length; i++)
        {
            Assert.InRange(outputs[i], logits[i] - (Tolerance * logits.Max(Math.Abs)), logits[i] + (Tolerance * logits.Max(Math.Abs)));
        }
    }

    [Fact]
    public void SavedNetwork_LoadsWithTheSameBits()
    {
        var network = new EmittedIris(5);
        var stream = new MemoryStream();
        network.Save(stream);
        stream.Position = 0;
        EmittedIris loaded = EmittedIris.Load(stream);
        Assert.Equal(network.Parameters.Hash(), loaded.Parameters.Hash());
        Assert.Equal(network.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());

        stream.Position = 0;
        var other = new EmittedIris(6);
        Assert.True(other.LoadStateDict(stream).IsComplete);
        Assert.Equal(network.Parameters.Hash(), other.Parameters.Hash());
    }

    [Fact]
    public void EveryActivation_IsComputedByOnnxRuntimeAsByTheNetwork()
    {
        CheckExport<WithIdentity>();
        CheckExport<WithReLU>();
        CheckExport<WithLeakyReLU>();
        CheckExport<WithELU>();
        CheckExport<WithSELU>();
        CheckExport<WithGELU>();
        CheckExport<WithGELUTanh>();
        CheckExport<WithSiLU>();
        CheckExport<WithMish>();
        CheckExport<WithSoftplus>();
        CheckExport<WithSoftsign>();
        CheckExport<WithSigmoid>();
        CheckExport<WithTanh>();
        CheckExport<WithHardSigmoid>();
        CheckExport<WithHardTanh>();
        CheckExport<WithHardSwish>();
        CheckExport<WithReLU6>();
        CheckExport<WithCELU>();
        CheckExport<WithLogSigmoid>();
        CheckExport<WithTanhshrink>();
        CheckExport<WithSoftshrink>();
        CheckExport<WithHardshrink>();
        CheckExport<WithStep>();
        CheckExport<EndingSoftmax>();
        CheckExport<EndingLogSoftmax>();
        CheckExport<EndingSigmoid>();
        CheckExport<EndingTanh>();
    }

    private static void CheckExport<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(3);
        NetworkDescription description = TNetwork.Description;
        var file = new MemoryStream();
        network.ExportOnnx(file);
        using var session = new InferenceSession(file.ToArray());
        var random = new Random(4);
        const int rows = 9;
        float[] inputs = [.. Enumerable.Range(0, rows * description.InputSize).Select(_ => (random.NextSingle() * 12) - 6)];
        var expected = new float[rows * description.OutputSize];
        network.ForwardBatch(inputs, expected);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [rows, description.InputSize]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["input"], [input], ["output"]);
        Compare(description.Name, expected, [.. results[0].GetTensorDataAsSpan<float>().ToArray().Select(v => (double)v)]);

        // And back: the importer finds the same network in the exported and in the saved file.
        ImportedModel exported = ModelText.Read(ModelFileConverter.Convert(file.ToArray(), "net.onnx"));
        Compare(description.Name, expected, [.. inputs.Chunk(description.InputSize).SelectMany(row => ImportedModelEvaluator.Evaluate(exported, row))]);
        var saved = new MemoryStream();
        network.Save(saved);
        ImportedModel stored = ModelText.Read(ModelFileConverter.Convert(saved.ToArray(), "net.safetensors"));
        Compare(description.Name, expected, [.. inputs.Chunk(description.InputSize).SelectMany(row => ImportedModelEvaluator.Evaluate(stored, row))]);
    }

    private static void Compare(string name, float[] expected, double[] found)
    {
        double bound = Tolerance * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= bound, $"{name}: value {i} is {found[i]}, the network gives {expected[i]} ± {bound}");
        }
    }
}

[Mlp(4, 10, 3)]
internal sealed partial class EmittedIris;

[Mlp(5, 9, 4, Activation = Activation.Identity)]
internal sealed partial class WithIdentity;

[Mlp(5, 9, 4, Activation = Activation.ReLU)]
internal sealed partial class WithReLU;

[Mlp(5, 9, 4, Activation = Activation.LeakyReLU)]
internal sealed partial class WithLeakyReLU;

[Mlp(5, 9, 4, Activation = Activation.ELU)]
internal sealed partial class WithELU;

[Mlp(5, 9, 4, Activation = Activation.SELU)]
internal sealed partial class WithSELU;

[Mlp(5, 9, 4, Activation = Activation.GELU)]
internal sealed partial class WithGELU;

[Mlp(5, 9, 4, Activation = Activation.GELUTanh)]
internal sealed partial class WithGELUTanh;

[Mlp(5, 9, 4, Activation = Activation.SiLU)]
internal sealed partial class WithSiLU;

[Mlp(5, 9, 4, Activation = Activation.Mish)]
internal sealed partial class WithMish;

[Mlp(5, 9, 4, Activation = Activation.Softplus)]
internal sealed partial class WithSoftplus;

[Mlp(5, 9, 4, Activation = Activation.Softsign)]
internal sealed partial class WithSoftsign;

[Mlp(5, 9, 4, Activation = Activation.Sigmoid)]
internal sealed partial class WithSigmoid;

[Mlp(5, 9, 4, Activation = Activation.Tanh)]
internal sealed partial class WithTanh;

[Mlp(5, 9, 4, Activation = Activation.HardSigmoid)]
internal sealed partial class WithHardSigmoid;

[Mlp(5, 9, 4, Activation = Activation.HardTanh)]
internal sealed partial class WithHardTanh;

[Mlp(5, 9, 4, Activation = Activation.HardSwish)]
internal sealed partial class WithHardSwish;

[Mlp(5, 9, 4, Activation = Activation.ReLU6)]
internal sealed partial class WithReLU6;

[Mlp(5, 9, 4, Activation = Activation.CELU)]
internal sealed partial class WithCELU;

[Mlp(5, 9, 4, Activation = Activation.LogSigmoid)]
internal sealed partial class WithLogSigmoid;

[Mlp(5, 9, 4, Activation = Activation.Tanhshrink)]
internal sealed partial class WithTanhshrink;

[Mlp(5, 9, 4, Activation = Activation.Softshrink)]
internal sealed partial class WithSoftshrink;

[Mlp(5, 9, 4, Activation = Activation.Hardshrink)]
internal sealed partial class WithHardshrink;

[Mlp(5, 9, 4, Activation = Activation.Step)]
internal sealed partial class WithStep;

[Mlp(7, 40, 3, OutputActivation = Activation.Softmax)]
internal sealed partial class EndingSoftmax;

[Mlp(7, 40, 3, OutputActivation = Activation.LogSoftmax)]
internal sealed partial class EndingLogSoftmax;

[Mlp(7, 40, 3, OutputActivation = Activation.Sigmoid)]
internal sealed partial class EndingSigmoid;

[Mlp(7, 40, 3, OutputActivation = Activation.Tanh)]
internal sealed partial class EndingTanh;
