using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Optimizers;

/// <summary>20 steps of every optimizer against PyTorch in float64, on 6 parameters padded to 8.</summary>
public class OptimizerFixtureTests
{
    private const string File = "optimizers.json";

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureJson.CaseIds(File).Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(Cases))]
    public void TwentySteps_EqualPyTorch(string id)
    {
        using JsonDocument document = FixtureFiles.ReadJson(File);
        JsonElement fixture = FixtureJson.Case(document, id);
        float[] initial = document.RootElement.Singles("initial");
        float[][] gradients = [.. document.RootElement.GetProperty("grads").EnumerateArray().Select(g => g.EnumerateArray().Select(e => e.AsSingle()).ToArray())];
        double[][] expected = [.. fixture.GetProperty("f64").EnumerateArray().Select(s => s.EnumerateArray().Select(e => e.AsDouble()).ToArray())];

        IOptimizer optimizer = OptimizerCases.Create(fixture);
        var layout = new ParameterLayout(8, 8, new ParameterInfo("w", [6], 0));
        var parameters = new ParameterBuffer(layout);
        var gradient = new ParameterBuffer(layout);
        parameters.CopyFrom("w", initial);
        OptimizerState state = optimizer.CreateState(parameters);
        for (int step = 0; step < expected.Length; step++)
        {
            gradient.CopyFrom("w", gradients[step]);
            optimizer.Step(parameters, gradient, state);
            Tolerance.Check(expected[step], parameters.Values[..6], $"{id}, step {step}, parameter ");
            Assert.Equal([0f, 0f], parameters.Values[6..].ToArray());
        }

        Assert.Equal(expected.Length, state.StepCount);
    }
}

/// <summary>Optimizers by the names of the fixtures, and all of them for sweeps.</summary>
internal static class OptimizerCases
{
    public static IOptimizer Create(JsonElement f)
    {
        double learningRate = f.Number("lr", double.NaN);
        double epsilon = f.Number("eps", 1e-8);
        double weightDecay = f.Number("weight_decay", 0);
        double beta1 = f.Number("beta1", 0.9);
        double beta2 = f.Number("beta2", 0.999);
        return f.Text("optimizer") switch
        {
            "sgd" => new SGD(learningRate, f.Number("momentum", 0), f.Number("dampening", 0), f.Flag("nesterov"), weightDecay),
            "rmsprop" => new RMSprop(learningRate, f.Number("alpha", 0.99), epsilon, weightDecay, f.Number("momentum", 0), f.Flag("centered")),
            "adam" => new Adam(learningRate, beta1, beta2, epsilon, weightDecay, f.Flag("amsgrad")),
            "adamw" => new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, f.Flag("amsgrad")),
            "adagrad" => new Adagrad(learningRate, f.Number("lr_decay", 0), weightDecay, f.Number("initial_accumulator_value", 0), epsilon),
            "adadelta" => new Adadelta(learningRate, f.Number("rho", 0.9), epsilon, weightDecay),
            "adamax" => new Adamax(learningRate, beta1, beta2, epsilon, weightDecay),
            "nadam" => new NAdam(learningRate, beta1, beta2, epsilon, weightDecay, f.Number("momentum_decay", 4e-3)),
            "radam" => new RAdam(learningRate, beta1, beta2, epsilon, weightDecay),
            string other => throw new NotSupportedException($"The fixtures use an optimizer '{other}' that this test does not know."),
        };
    }

    /// <summary>Every optimizer and variant, with weight decay.</summary>
    public static IOptimizer[] All =>
    [
        new SGD(0.1f), new SGD(0.1f, momentum: 0.9f), new SGD(0.1f, momentum: 0.9f, dampening: 0.5, weightDecay: 0.01),
        new SGD(0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.01), new RMSprop(), new RMSprop(centered: true),
        new RMSprop(momentum: 0.9), new RMSprop(momentum: 0.9, centered: true, weightDecay: 0.01), new Adam(learningRate: 1e-2f),
        new Adam(weightDecay: 0.01, amsgrad: true), new AdamW(), new AdamW(amsgrad: true), new Adagrad(),
        new Adagrad(learningRateDecay: 0.1, weightDecay: 0.01, initialAccumulatorValue: 0.1), new Adadelta(weightDecay: 0.01),
        new Adamax(weightDecay: 0.01), new NAdam(weightDecay: 0.01), new RAdam(weightDecay: 0.01), new Lion(weightDecay: 0.1),
    ];
}
