using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>Whole trainings of the fixtures step by step, and what Trainer.Step promises.</summary>
public class TrainerTests
{
    [Fact]
    public void IrisFullBatchSgd_EqualsPyTorch() => RunFixture("train-iris-fullbatch-sgd.json", new LoopIris());

    [Fact]
    public void IrisMiniBatchAdam_EqualsPyTorch() => RunFixture("train-iris-minibatch-adam.json", new LoopIris());

    [Fact]
    public void IrisRawInputsMomentumClip_EqualsPyTorch() => RunFixture("train-iris-rawinputs-momentum-clip.json", new LoopIris());

    [Fact]
    public void SineMomentum_EqualsPyTorch() => RunFixture("train-sine-momentum.json", new LoopSine());

    [Fact]
    public void XorAdam_EqualsPyTorch() => RunFixture("train-xor-adam.json", new LoopXor());

    [Fact]
    public void Step_AllocatesNothing()
    {
        var trainer = new LoopIris().CreateTrainer(
            new Adam(learningRate: 1e-2f), maxBatchSize: 8, new TrainerOptions { ClipNorm = 1, ClipValue = 5, Schedule = LearningRate.Exponential(0.99) });
        var inputs = new float[32];
        int[] labels = [0, 1, 2, 0, 1, 2, 0, 1];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                trainer.Step(inputs, labels);
            }
        }));
        Assert.True(trainer.StepCount >= 100);
        Assert.Equal(0.01f * Math.Pow(0.99, trainer.StepCount), trainer.LearningRate, 1e-12);
    }

    [Fact]
    public void SampleWeights_ReachTheNetwork()
    {
        var model = new LoopIris();
        var trainer = model.CreateTrainer(new SGD(0f), maxBatchSize: 2);
        float[] inputs = [1, 2, 3, 4, 4, 3, 2, 1];
        float first = trainer.Step(inputs.AsSpan(0, 4), [0]);
        float second = trainer.Step(inputs.AsSpan(4, 4), [2]);
        Assert.Equal((2 * first) + (0.5f * second), 2 * trainer.Step(inputs, [0, 2], [2, 0.5f]), 1e-5f);
    }

    [Fact]
    public void AnOptimizerOfTheUsersOwn_Works()
    {
        var own = new LoopIris(1);
        var library = new LoopIris(1);
        float[] inputs = [1, 2, 3, 4];
        var a = own.CreateTrainer(new SignDescent(0.01f), maxBatchSize: 1, new TrainerOptions { Schedule = LearningRate.Exponential(0.5) });
        var b = library.CreateTrainer(new Lion(0.01f, beta1: 0, beta2: 0), maxBatchSize: 1, new TrainerOptions { Schedule = LearningRate.Exponential(0.5) });
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(b.Step(inputs, [1]), a.Step(inputs, [1]));
        }

        Assert.Equal(library.Parameters.Hash(), own.Parameters.Hash());
        Assert.Equal(5, a.StepCount);
    }

    /// <summary>θ ← θ − learningRate·sign(g): Lion without memory.</summary>
    private readonly struct SignDescent(float learningRate) : IOptimizer
    {
        public OptimizerState CreateState(ParameterBuffer parameters) => new(parameters, moments: 0, learningRate);

        public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
        {
            Span<float> values = parameters.TrainableValues;
            Span<float> gradient = gradients.TrainableValues;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] -= (float)state.LearningRate * MathF.Sign(gradient[i]);
            }

            state.StepCount++;
        }
    }

    [Fact]
    public void WrongArguments_SayFoundExpectedAndWhatToDo()
    {
        var trainer = new LoopIris().CreateTrainer(new SGD(0.1f), maxBatchSize: 2);
        Assert.Contains("4 values per row, but inputs has 5", Message<ArgumentException>(() => trainer.Step(new float[5], new int[1])), StringComparison.Ordinal);
        Assert.Contains("labels must have 2 values (1 per row), but it has 3", Message<ArgumentException>(() => trainer.Step(new float[8], new int[3])), StringComparison.Ordinal);
        Assert.Contains("targets must have 6 values (3 per row), but it has 2", Message<ArgumentException>(() => trainer.Step(new float[8], new float[2])), StringComparison.Ordinal);
        Assert.Contains("at most 2", Message<ArgumentException>(() => trainer.Step(new float[12], new int[3])), StringComparison.Ordinal);
        Assert.Contains("at least one row", Message<ArgumentException>(() => trainer.Step([], Array.Empty<int>())), StringComparison.Ordinal);
        Assert.Contains("2 rows, but 3 sample weights", Message<ArgumentException>(() => trainer.Step(new float[8], new int[2], new float[3])), StringComparison.Ordinal);

        var regression = new LoopSine().CreateTrainer(new SGD(0.1f), maxBatchSize: 2);
        string message = Message<InvalidOperationException>(() => regression.Step(new float[1], new int[1]));
        Assert.Contains("MeanSquaredError", message, StringComparison.Ordinal);
        Assert.Contains("float[]", message, StringComparison.Ordinal);
    }

    internal static string Message<TException>(Action action)
        where TException : Exception => Assert.Throws<TException>(action).Message;

    private static void RunFixture<TNetwork>(string file, TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        JsonElement root = document.RootElement;
        foreach (JsonElement parameter in root.GetProperty("params").EnumerateArray())
        {
            model.Parameters.CopyFrom(parameter.Text("name"), parameter.Singles("data"));
        }

        IOptimizer optimizer = Optimizers.OptimizerCases.Create(root.GetProperty("optimizer"));
        int batch = root.GetProperty("batch").GetInt32(), samples = root.GetProperty("samples").GetInt32();
        bool clips = root.TryGetProperty("clipGradNorm", out _);
        Trainer<TNetwork, IOptimizer> trainer = model.CreateTrainer(optimizer, batch, new TrainerOptions { ClipNorm = root.Number("clipGradNorm", 0) });
        float[] inputs = root.Singles("input"), targets = root.Singles("target");
        int ins = TNetwork.Description.InputSize;
        bool labels = root.GetProperty("loss").Text("name") != "mse";
        int[] classes = labels ? root.Integers("target") : [];
        var losses = new System.Collections.Generic.List<float>();
        var norms = new System.Collections.Generic.List<float>();
        for (int epoch = 0; epoch < root.GetProperty("epochs").GetInt32(); epoch++)
        {
            for (int row = 0; row < samples; row += batch)
            {
                int count = Math.Min(batch, samples - row);
                losses.Add(labels
                    ? trainer.Step(inputs.AsSpan(row * ins, count * ins), classes.AsSpan(row, count))
                    : trainer.Step(inputs.AsSpan(row * ins, count * ins), targets.AsSpan(row, count)));
                norms.Add((float)trainer.LastGradientNorm);
            }
        }

        JsonElement expected = root.GetProperty("f64");
        Tolerance.Check(expected.Doubles("losses"), [.. losses], $"{file}, loss ");
        if (clips)
        {
            Tolerance.Check(expected.Doubles("gradNorms"), [.. norms], $"{file}, gradient norm ");
        }

        foreach (JsonProperty parameter in expected.GetProperty("finalParams").EnumerateObject())
        {
            double[] values = [.. parameter.Value.EnumerateArray().Select(e => e.AsDouble())];
            var actual = new float[values.Length];
            model.Parameters.CopyTo(parameter.Name, actual);
            Tolerance.Check(values, actual, $"{file}, {parameter.Name}");
        }
    }
}
