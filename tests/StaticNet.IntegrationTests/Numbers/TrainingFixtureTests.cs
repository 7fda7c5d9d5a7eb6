using System;
using System.Collections.Generic;
using System.Text.Json;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Numbers;

/// <summary>Whole trainings of emitted networks with the real trainer: the loss of every step and the final parameters of PyTorch.</summary>
public class TrainingFixtureTests
{
    [Theory]
    [InlineData("train-iris-fullbatch-sgd.json", "Training.Iris")]
    [InlineData("train-iris-fullbatch-sgd.json", "Training.IrisLoops")]
    [InlineData("train-iris-minibatch-adam.json", "Training.Iris")]
    [InlineData("train-iris-rawinputs-momentum-clip.json", "Training.Iris")]
    [InlineData("train-sine-momentum.json", "Training.Sine")]
    [InlineData("train-xor-adam.json", "Training.Xor")]
    public void Training_EqualsPyTorch(string file, string name)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        JsonElement root = document.RootElement;
        INetworkProbe network = NetworkProbe.Create(name);
        string[] own = [.. Names(network.Parameters.Layout)];
        int position = 0;
        var nameOf = new Dictionary<string, string>();
        foreach (JsonElement parameter in root.GetProperty("params").EnumerateArray())
        {
            nameOf[parameter.Text("name")] = own[position];
            network.Parameters.CopyFrom(own[position++], parameter.Singles("data"));
        }

        Assert.Equal(own.Length, position);
        int batch = root.GetProperty("batch").GetInt32(), samples = root.GetProperty("samples").GetInt32(), ins = network.Description.InputSize;
        ITrainerProbe trainer = network.CreateTrainer(
            Optimizer(root.GetProperty("optimizer")), batch, new TrainerOptions { ClipNorm = root.Number("clipGradNorm", 0) });
        float[] inputs = root.Singles("input"), targets = root.Singles("target");
        bool hasLabels = root.GetProperty("loss").Text("name") == "cross_entropy";
        int[] labels = hasLabels ? root.Integers("target") : [];
        List<float> losses = [], norms = [];
        for (int epoch = 0; epoch < root.GetProperty("epochs").GetInt32(); epoch++)
        {
            for (int row = 0; row < samples; row += batch)
            {
                int count = Math.Min(batch, samples - row);
                ReadOnlySpan<float> rows = inputs.AsSpan(row * ins, count * ins);
                losses.Add(hasLabels ? trainer.Step(rows, labels.AsSpan(row, count)) : trainer.Step(rows, targets.AsSpan(row, count)));
                norms.Add((float)trainer.LastGradientNorm);
            }
        }

        JsonElement expected = root.GetProperty("f64");
        Tolerance.Check(expected.Doubles("losses"), [.. losses], $"{file}, loss ");
        if (expected.TryGetProperty("gradNorms", out _))
        {
            Tolerance.Check(expected.Doubles("gradNorms"), [.. norms], $"{file}, gradient norm ");
        }

        foreach (JsonProperty parameter in expected.GetProperty("finalParams").EnumerateObject())
        {
            double[] values = [.. System.Linq.Enumerable.Select(parameter.Value.EnumerateArray(), e => e.AsDouble())];
            Tolerance.Check(values, Oracle.Read(network.Parameters, nameOf[parameter.Name]), $"{file}, {parameter.Name}");
        }
    }

    private static List<string> Names(ParameterLayout layout)
    {
        var names = new List<string>();
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            names.Add(parameter.Name);
        }

        return names;
    }

    private static IOptimizer Optimizer(JsonElement optimizer) => optimizer.Text("optimizer") switch
    {
        "sgd" => new SGD(optimizer.Number("lr", 0), optimizer.Number("momentum", 0)),
        "adam" => new Adam(optimizer.Number("lr", 0)),
        string other => throw new NotSupportedException($"No training fixture was expected to use '{other}'."),
    };
}
