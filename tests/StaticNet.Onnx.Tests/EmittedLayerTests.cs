using System;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Tests.Import;
using Xunit;

namespace StaticNet.Onnx.Tests;

[Sequential(6), Linear(12, Name = "stem"), BatchNorm1d, ReLU, Linear(12), LayerNorm, Residual("stem"), PReLU(0.3f), Dropout(0.2f), Concat, LayerNorm(1e-3f, Affine = false), ScaleShift(0.75f, 0.5f, Mean = 1), Linear(5), Concat("stem"), PReLU(0.125f, PerFeature = true), HardTanh(float.NegativeInfinity, 2), Linear(4), ScaleShift(1.25f, Name = "late"), Select([3, 0, 3, 1, 2], OfInput = true), Concat("late"), Select(1, 5), Softmax]
public partial class EveryLayer;

// In an operator set of its own, so not among the others.
[Sequential(6), RMSNorm, Linear(9), RMSNorm(1e-3f, Affine = false), SiLU, Linear(4)]
public partial class RootMeanSquares;

[Sequential(6), Standardize, Linear(9), Tanh, Linear(4), MinMax(-1, 3)]
public partial class Scaled;

[Sequential(6), MinMax(-1, 1), Linear(9), Tanh, Linear(4), Standardize(Name = "targets")]
public partial class ScaledToRange;

/// <summary>Layers beside linear ones and activations, computed by ONNX Runtime from the exported file.</summary>
public sealed class EmittedLayerTests
{
    private const double Tolerance = 4e-6;

    [Fact]
    public void EveryLayer_IsComputedByOnnxRuntimeAsByTheNetwork() => Check(new EveryLayer(seed: 3));

    [Fact]
    public void RMSNorm_IsComputedByOnnxRuntimeAsByTheNetwork() => Check(new RootMeanSquares(seed: 3));

    [Fact]
    public void Standardize_IsComputedByOnnxRuntimeAsByTheNetwork() => Check(new Scaled(seed: 3));

    [Fact]
    public void MinMax_IsComputedByOnnxRuntimeAsByTheNetwork() => Check(new ScaledToRange(seed: 3));

    [Fact]
    public void SpreadOfZero_CountsAsOneInOnnxRuntime()
    {
        var network = new Scaled(seed: 3);
        network.FitStandardize([1, 2, 3, 4, 5, 6], [1, 2, 3, 4]); // one row: every feature is constant
        Check(network, fill: false);
        network.Parameters.CopyFrom("0.std", [0, 1, 2, 0, 1, 1]);
        Check(network, fill: false);
    }

    private static void Check<TNetwork>(TNetwork network, bool fill = true)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var random = new Random(4);
        foreach (ParameterInfo parameter in description.Layout.Parameters)
        {
            if (fill && parameter.Shape.Length == 1)
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
