using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using StaticNet.Onnx.Protocol;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests;

/// <summary>What is exported computes in ONNX Runtime what the network computes here.</summary>
public sealed class OnnxExportTests
{
    /// <summary>The bound of the reference values: float32 against double, relative to the largest magnitude.</summary>
    private const double Tolerance = 4e-6;

    public static IEnumerable<TheoryDataRow<Activation>> Activations => Enum.GetValues<Activation>().Select(a => new TheoryDataRow<Activation>(a));

    [Theory]
    [MemberData(nameof(Activations))]
    public void EveryActivation_IsComputedAlike(Activation activation)
    {
        // Alone on a wide range of inputs, and inside a network.
        CheckAgainstReference(new LayerDescription(activation.ToString(), "0", 64, 64));
        CheckAgainstReference(
            new LayerDescription("Linear", "hidden", 5, 9), new LayerDescription(activation.ToString(), "1", 9, 9), new LayerDescription("Linear", "output", 9, 4));
    }

    [Fact]
    public void ArgumentsOfActivations_AreKept()
    {
        CheckAgainstReference(new LayerDescription("LeakyReLU", "0", 64, 64, ("negative_slope", 0.25)));
        CheckAgainstReference(new LayerDescription("ELU", "0", 64, 64, ("alpha", 1.5)));
        CheckAgainstReference(new LayerDescription("CELU", "0", 64, 64, ("alpha", 0.75)));
        CheckAgainstReference(new LayerDescription("Softplus", "0", 64, 64, ("beta", 2.5)));
        CheckAgainstReference(new LayerDescription("Softplus", "0", 64, 64, ("beta", 0.5), ("threshold", 2)));
        CheckAgainstReference(new LayerDescription("HardTanh", "0", 64, 64, ("min_val", -2), ("max_val", 0.5)));
        CheckAgainstReference(new LayerDescription("Softshrink", "0", 64, 64, ("lambd", 1.25)));
        CheckAgainstReference(new LayerDescription("Hardshrink", "0", 64, 64, ("lambd", 1.25)));
    }

    [Fact]
    public void Normalizations_AreComputedAlike()
    {
        CheckAgainstReference(
            new LayerDescription("Linear", "0", 6, 12), new LayerDescription("LayerNorm", "1", 12, 12, ("eps", 1e-3)), new LayerDescription("ReLU", "2", 12, 12),
            new LayerDescription("Dropout", "3", 12, 12, ("p", 0.5)), new LayerDescription("Linear", "4", 12, 2));
        CheckAgainstReference(
            new LayerDescription("Linear", "0", 6, 40), new LayerDescription("BatchNorm1d", "1", 40, 40, ("eps", 1e-5)), new LayerDescription("SiLU", "2", 40, 40),
            new LayerDescription("Linear", "3", 40, 2), new LayerDescription("Softmax", "4", 2, 2));
    }

    [Fact]
    public void LayerWithoutBiasAndNormalizationWithoutWeights_AreExported()
    {
        var layout = new ParameterLayout(24, 24, new ParameterInfo("a.weight", [2, 3], 0, 4), new ParameterInfo("n.running_mean", [2], 12), new ParameterInfo("n.running_var", [2], 16));
        var network = new NetworkDescription(
            "Bare", 3, 2, Loss.Auto, layout, new LayerDescription("Linear", "a", 3, 2), new LayerDescription("BatchNorm1d", "n", 2, 2), new LayerDescription("LayerNorm", "m", 2, 2));
        var parameters = new ParameterBuffer(layout);
        parameters.CopyFrom("a.weight", [1, 2, 3, 4, 5, 7]);
        parameters.CopyFrom("n.running_mean", [0.5f, -1]);
        parameters.CopyFrom("n.running_var", [2, 3]);
        CheckAgainstReference(network, parameters);
    }

    [Fact]
    public void NamesThatCollide_AreKeptApart()
    {
        CheckAgainstReference(
            new LayerDescription("Linear", "output", 5, 9), new LayerDescription("ReLU", "input", 9, 9),
            new LayerDescription("HardTanh", "input", 9, 9), new LayerDescription("Linear", "input", 9, 4));
    }

    [Fact]
    public void Model_StatesVersionsShapesAndNames()
    {
        var stream = new MemoryStream();
        ExportNetwork network = ExportNetwork.Create(1);
        network.ExportOnnx(stream);
        ModelProto model = ModelProto.Parser.ParseFrom(stream.ToArray());
        Assert.Equal(9, model.IrVersion);
        Assert.Equal(20, Assert.Single(model.OpsetImport).Version);
        Assert.Equal("StaticNet", model.ProducerName);
        Assert.Equal("ExportNetwork", model.Graph.Name);
        Assert.Equal(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], model.Graph.Initializer.Select(i => i.Name));
        Assert.Equal(["hidden", "relu", "output"], model.Graph.Node.Select(n => n.Name));
        Assert.Equal(new long[] { 10, 4 }, model.Graph.Initializer[0].Dims);
        TensorShapeProto shape = model.Graph.Input.Single().Type.TensorType.Shape;
        Assert.Equal("batch", shape.Dim[0].DimParam);
        Assert.Equal(4, shape.Dim[1].DimValue);

        var again = new MemoryStream();
        network.ExportOnnx(again);
        Assert.Equal(stream.ToArray(), again.ToArray());
    }

    [Fact]
    public void ExportToAPath_ReplacesTheFile()
    {
        string folder = Directory.CreateTempSubdirectory("staticnet-onnx-").FullName;
        string path = Path.Combine(folder, "model.onnx");
        try
        {
            File.WriteAllText(path, "old");
            ExportNetwork network = ExportNetwork.Create(2);
            network.ExportOnnx(path);
            Assert.Equal([path], Directory.GetFiles(folder));
            float[] inputs = [1, -2, 3, 0.5f];
            var expected = new float[3];
            network.Forward(inputs, expected);
            using var session = new InferenceSession(path);
            float[] outputs = Run(session, inputs, 1, 4);
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(expected[i], outputs[i], 1e-5f);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void UnknownLayer_IsNamed()
    {
        NetworkDescription network = TestLayouts.Describe("Net", Loss.Auto, bias: true, new LayerDescription("Conv2d", "features", 4, 4));
        var error = Assert.Throws<NotSupportedException>(() => OnnxModelBuilder.Build(network, new ParameterBuffer(network.Layout)));
        Assert.Contains("'features' is a Conv2d", error.Message, StringComparison.Ordinal);
    }

    private static void CheckAgainstReference(params LayerDescription[] layers)
    {
        NetworkDescription network = TestLayouts.Describe("Net", Loss.Auto, bias: true, layers);
        var parameters = new ParameterBuffer(network.Layout);
        var random = new Random(17);
        foreach (ParameterInfo parameter in network.Layout.Parameters)
        {
            float shift = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) ? 1.5f : 0;
            parameters.CopyFrom(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(_ => (random.NextSingle() * 2) - 1 + shift)]);
        }

        CheckAgainstReference(network, parameters);
    }

    private static void CheckAgainstReference(NetworkDescription network, ParameterBuffer parameters)
    {
        using var session = new InferenceSession(OnnxModelBuilder.Build(network, parameters).ToByteArray());
        var random = new Random(23);
        foreach (int batch in (int[])[1, 5])
        {
            // From -8 to 8, the kinks at 0 included.
            float[] inputs = [.. Enumerable.Range(0, batch * network.InputSize).Select(i => i % 16 == 3 ? 0f : (random.NextSingle() * 16) - 8)];
            double[] expected = [.. Enumerable.Range(0, batch).SelectMany(row =>
                ReferenceLayers.Forward(network, parameters, inputs.AsSpan(row * network.InputSize, network.InputSize)))];
            float[] outputs = Run(session, inputs, batch, network.InputSize);
            Assert.Equal(expected.Length, outputs.Length);
            double bound = (Tolerance * expected.Max(Math.Abs)) + 1e-30;
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(outputs[i] - expected[i]) <= bound, $"{network.Layers[0].Kind}: output {i} is {outputs[i]}, expected {expected[i]} ± {bound}");
            }
        }
    }

    private static float[] Run(InferenceSession session, float[] inputs, int batch, int inputSize)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [batch, inputSize]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["input"], [input], ["output"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}

internal sealed class ExportNetwork() : DescribedNetwork<ExportNetwork>(Description), INetwork<ExportNetwork>
{
    public static NetworkDescription Description { get; } = TestLayouts.Describe(
        "ExportNetwork", Loss.Auto, bias: true,
        new LayerDescription("Linear", "hidden", 4, 10), new LayerDescription("ReLU", "relu", 10, 10), new LayerDescription("Linear", "output", 10, 3));

    public static ExportNetwork Create(ulong seed)
    {
        var network = new ExportNetwork();
        network.Randomize(seed);
        return network;
    }
}
