using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

[Sequential(12), Linear(8, Name = "fc1"), LayerNorm(Name = "ln1"), ReLU, Linear(8, Name = "fc2"), LayerNorm(Name = "ln2"), ReLU, Linear(3, Name = "fc3")]
public partial class LayerNormNetwork;

[Sequential(12), Linear(8, Name = "fc1"), LayerNorm(Name = "ln1"), ReLU, Linear(8, Name = "fc2"), LayerNorm(Name = "ln2"), ReLU, Linear(3, Name = "fc3"), Sigmoid]
[Training(Loss = Loss.MeanSquaredError)]
public partial class LayerNormSigmoidNetwork;

/// <summary>A network of PyTorch's with LayerNorm: outputs, loss and all gradients.</summary>
public sealed class LayerNormNetworkTests
{
    // The fixtures' README: here a right float32 program can be off by up to 2.5e-5 of the largest value (cancellation in the norms).
    private const double Conditioned = 2.5e-5;

    [Theory]
    [InlineData("ce-b1")]
    [InlineData("ce-b7")]
    public void Classifier_AgreesWithPyTorch(string id) => Check<LayerNormNetwork>(id);

    [Fact]
    public void Sigmoid_AgreesWithPyTorch() => Check<LayerNormSigmoidNetwork>("mse-sigmoid-b7");

    private static void Check<TNetwork>(string id)
        where TNetwork : class, INetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson("net-12-8-8-3-layernorm.json");
        JsonElement sample = FixtureJson.Case(document, id);
        JsonElement expected = sample.GetProperty("f64");
        TNetwork network = TNetwork.Create(0);
        foreach (JsonElement parameter in document.RootElement.GetProperty("params").EnumerateArray())
        {
            network.Parameters.CopyFrom(parameter.Text("name"), parameter.Singles("data"));
        }

        float[] inputs = sample.Singles("input");
        int count = inputs.Length / 12;
        var outputs = new float[count * 3];
        network.ForwardBatch(inputs, outputs);
        Tolerance.Check(expected.Doubles("output"), outputs, "output");

        Batch batch = id.StartsWith("ce", StringComparison.Ordinal) ? new Batch(inputs, sample.Integers("target")) : new Batch(inputs, sample.Singles("target"));
        var gradients = new ParameterBuffer(TNetwork.Description.Layout);
        float loss = network.ComputeGradients(batch, gradients, accumulate: true);
        Tolerance.Check([expected.GetProperty("loss").AsDouble()], [loss], "loss");
        foreach (ParameterInfo parameter in TNetwork.Description.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            gradients.CopyTo(parameter.Name, values);
            Tolerance.Check(expected.GetProperty("grads").Doubles(parameter.Name), values, parameter.Name, Conditioned);
        }
    }
}
