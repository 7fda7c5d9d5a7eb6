using System;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Tests.Import;
using Xunit;

namespace StaticNet.Onnx.Tests;

[Sequential(6), Linear(12, Name = "stem"), BatchNorm1d, ReLU, Linear(12), LayerNorm, Residual("stem"), PReLU(0.3f), Dropout(0.2f), Concat, LayerNorm(1e-3f, Affine = false), ScaleShift(0.75f, 0.5f, Mean = 1), Linear(5), Concat("stem"), PReLU(0.125f, PerFeature = true), HardTanh(float.NegativeInfinity, 2), Linear(4), ScaleShift(1.25f), Softmax]
public partial class EveryLayer;

// In an operator set of its own, so not among the others.
[Sequential(6), RMSNorm, Linear(9), RMSNorm(1e-3f, Affine = false), SiLU, Linear(4)]
public partial class RootMeanSquares;

/// <summary>Layers beside linear ones and activations, computed by ONNX Runtime from the exported file.</summary>
public sealed class EmittedLayerTests
{
    private const double Tolerance = 4e-6;

    [Fact]
    public void EveryLayer_IsComputedByOnnxRuntimeAsByTheNetwork() => Check(new EveryLayer(seed: 3));

    [Fact]
    public void RMSNorm_IsComputedByOnnxRuntimeAsByTheNetwork() => Check(new RootMeanSquares(seed: 3));

    private static void Check<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var random = new Random(4);
        foreach (ParameterInfo parameter in description.Layout.Parameters)
        {
            if (parameter.Shape.Length == 1)
            {
                network.Parameters.CopyFrom(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(_ => random.NextSingle() + 0.25f)]);
            }
        }

        const int Rows = 9;
        float[] inputs = [.. Enumerable.Range(0, Rows * description.InputSize).Select(_ => (random.NextSingle() * 6) - 3)];
        var expected = new float[Rows * description.OutputSize];
        network.ForwardBatch(inputs, expected);
        var file = new MemoryStream();
        network.ExportOnnx(file);
        using var session = new InferenceSession(file.ToArray());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [Rows, description.InputSize]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["input"], [input], ["output"]);
        float[] actual = results[0].GetTensorDataAsSpan<float>().ToArray();
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.InRange(actual[i], expected[i] - Tolerance, expected[i] + Tolerance));

        // And back, from both kinds of file.
        var saved = new MemoryStream();
        network.Save(saved);
        foreach (string text in (string[])[ModelFileConverter.Convert(file.ToArray(), "net.onnx"), ModelFileConverter.Convert(saved.ToArray(), "net.safetensors")])
        {
            ImportedModel model = ModelText.Read(text);
            double[] found = [.. inputs.Chunk(description.InputSize).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
            Assert.Equal(expected.Length, found.Length);
            Assert.All(Enumerable.Range(0, expected.Length), i => Assert.InRange(found[i], expected[i] - Tolerance, expected[i] + Tolerance));
        }
    }
}
