using System;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Tests.Import;
using Xunit;

namespace StaticNet.Onnx.Tests;

[Sequential(6), Linear(12, Name = "stem"), BatchNorm1d, ReLU, Linear(12), LayerNorm, Residual("stem"), PReLU(0.3f), Dropout(0.2f), Concat, LayerNorm(1e-3f, Affine = false), Linear(5), Concat("stem"), Linear(4), Softmax]
public partial class EveryLayer;

/// <summary>Layers beside linear ones and activations, computed by ONNX Runtime from the exported file.</summary>
public sealed class EmittedLayerTests
{
    private const double Tolerance = 4e-6;

    [Fact]
    public void EveryLayer_IsComputedByOnnxRuntimeAsByTheNetwork()
    {
        var network = new EveryLayer(seed: 3);
        var random = new Random(4);
        foreach (ParameterInfo parameter in EveryLayer.ParameterInfos)
        {
            if (parameter.Shape.Length == 1)
            {
                network.Parameters.CopyFrom(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(_ => random.NextSingle() + 0.25f)]);
            }
        }

        const int Rows = 9;
        float[] inputs = [.. Enumerable.Range(0, Rows * EveryLayer.InputSize).Select(_ => (random.NextSingle() * 6) - 3)];
        var expected = new float[Rows * EveryLayer.OutputSize];
        network.ForwardBatch(inputs, expected);
        var file = new MemoryStream();
        network.ExportOnnx(file);
        using var session = new InferenceSession(file.ToArray());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [Rows, EveryLayer.InputSize]);
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
            double[] found = [.. inputs.Chunk(EveryLayer.InputSize).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
            Assert.Equal(expected.Length, found.Length);
            Assert.All(Enumerable.Range(0, expected.Length), i => Assert.InRange(found[i], expected[i] - Tolerance, expected[i] + Tolerance));
        }
    }
}
