using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Whole trainings against PyTorch's from the same weights: the loss before each of 20 updates, and the parameters behind them.</summary>
public sealed class SequenceCurveTests
{
    private const double LossTolerance = 1e-5;
    private const double ParameterTolerance = 2e-5;

    [Fact]
    public void AddingProblem_LSTM() => Check<AddingLstm>("adding-lstm.json");

    [Fact]
    public void AddingProblem_GRU() => Check<AddingGru>("adding-gru.json");

    [Fact]
    public void Classifier_GRU() => Check<Tones>("tones-gru.json");

    private static void Check<TNetwork>(string file)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson("sequence-training/" + file);
        Check<TNetwork, SGD>(document.RootElement, "sgd", new SGD(0.1f));
        Check<TNetwork, Adam>(document.RootElement, "adam", new Adam(0.01f));
    }

    private static void Check<TNetwork, TOptimizer>(JsonElement training, string optimizer, TOptimizer own)
        where TNetwork : class, IStreamingNetwork<TNetwork>
        where TOptimizer : IOptimizer
    {
        TNetwork network = TNetwork.Create(1);
        foreach (JsonProperty parameter in training.GetProperty("initial").EnumerateObject())
        {
            network.Parameters.CopyFrom(parameter.Name, training.GetProperty("initial").Singles(parameter.Name));
        }

        int steps = training.GetProperty("steps").GetInt32();
        float[] inputs = training.Singles("inputs");
        int count = inputs.Length / (steps * TNetwork.Description.InputSize);
        var trainer = network.CreateTrainer(own, count, steps);
        JsonElement curve = training.GetProperty(optimizer);
        double[] losses = curve.Doubles("losses");
        for (int i = 0; i < losses.Length; i++)
        {
            float loss = TNetwork.Description.OutputActivation == "Identity"
                ? trainer.Step(new SequenceBatch(inputs, training.Singles("targets"), steps))
                : trainer.Step(new SequenceBatch(inputs, training.Integers("targets"), steps));
            Assert.True(Math.Abs(losses[i] - loss) <= LossTolerance, $"{optimizer}, update {i + 1}: expected {losses[i]:R}, found {loss:R}");
        }

        JsonElement final = curve.GetProperty("final");
        foreach (JsonProperty parameter in final.EnumerateObject())
        {
            double[] expected = final.Doubles(parameter.Name);
            float[] found = new float[expected.Length];
            network.Parameters.CopyTo(parameter.Name, found);
            Assert.True(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() <= ParameterTolerance, $"{optimizer}, {parameter.Name} differs by {expected.Zip(found, (a, b) => Math.Abs(a - b)).Max():G3}");
        }
    }
}
