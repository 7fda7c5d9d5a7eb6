using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Schedules;

/// <summary>Learning rates of 40 steps against PyTorch's schedulers.</summary>
public class ScheduleTests
{
    private const string File = "schedules.json";

    // Both sides compute in double; PyTorch's recursive forms gather a few roundings.
    private const double Relative = 1e-13;

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureJson.CaseIds(File).Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(Cases))]
    public void FortySteps_EqualPyTorch(string id)
    {
        using JsonDocument document = FixtureFiles.ReadJson(File);
        JsonElement fixture = FixtureJson.Case(document, id);
        JsonElement args = fixture.GetProperty("args");
        double[] expected = fixture.Doubles("lr");
        double initial = document.RootElement.Number("initialLr", double.NaN);
        OptimizerState state = StateWith(initial);
        var scheduler = new LearningRateScheduler(Create(args), state, expected.Length);
        double[]? metrics = args.TryGetProperty("metrics", out _) ? args.Doubles("metrics") : null;
        for (int t = 0; t < expected.Length; t++)
        {
            Assert.Equal(expected[t], state.LearningRate, Relative * expected.Max());
            if (metrics is null)
            {
                scheduler.Step();
            }
            else
            {
                scheduler.Step(metrics[t]);
            }
        }
    }

    [Fact]
    public void CosineWarmRestarts_FollowsItsFormula()
    {
        LearningRateSchedule schedule = LearningRate.CosineWarmRestarts(period: 4, multiplier: 2, minimum: 0.01);
        int start = 0, length = 4;
        for (int t = 0; t < 28; t++)
        {
            if (t == start + length)
            {
                start += length;
                length *= 2;
            }

            double expected = 0.01 + (0.09 * (1 + Math.Cos(Math.PI * (t - start) / length)) / 2);
            Assert.Equal(expected, schedule.GetLearningRate(0.1, t, 0), 1e-15);
        }
    }

    [Fact]
    public void ScheduleOverTheWholeRun_SaysWhatIsMissing()
    {
        OptimizerState state = StateWith(0.1);
        string message = Assert.Throws<InvalidOperationException>(() => new LearningRateScheduler(LearningRate.Cosine(), state)).Message;
        Assert.Contains("period", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new LearningRateScheduler(LearningRate.ReduceOnPlateau(), state).Step());
    }

    [Fact]
    public void Lambda_MultipliesTheInitialRate()
    {
        OptimizerState state = StateWith(0.1);
        var scheduler = new LearningRateScheduler(LearningRate.Lambda(t => 1.0 / (t + 1)), state);
        scheduler.Step();
        Assert.Equal(0.05, state.LearningRate);
    }

    [Fact]
    public void ReduceOnPlateau_HonoursCooldownAndMinimum()
    {
        OptimizerState state = StateWith(1);
        var scheduler = new LearningRateScheduler(LearningRate.ReduceOnPlateau(factor: 0.1, patience: 0, cooldown: 2, minimum: 0.05), state);
        var rates = new List<double>();
        for (int t = 0; t < 8; t++)
        {
            scheduler.Step(1.0);
            rates.Add(state.LearningRate);
        }

        // First metric is the best; the second is one too many; two are forgiven; then the minimum holds.
        Assert.Equal([1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05], rates);
    }

    private static OptimizerState StateWith(double learningRate) =>
        new(new ParameterBuffer(new ParameterLayout(8, 8, new ParameterInfo("w", [8], 0))), 0, learningRate);

    private static LearningRateSchedule Create(JsonElement a) => a.Text("type") switch
    {
        "ConstantLR" => LearningRate.Constant(a.Number("factor", 0), (int)a.Number("total_iters", 0)),
        "StepLR" => LearningRate.Step((int)a.Number("step_size", 0), a.Number("gamma", 0)),
        "MultiStepLR" => LearningRate.MultiStep(a.Integers("milestones"), a.Number("gamma", 0)),
        "ExponentialLR" => LearningRate.Exponential(a.Number("gamma", 0)),
        "CosineAnnealingLR" => LearningRate.Cosine(period: (int)a.Number("T_max", 0), minimum: a.Number("eta_min", 0)),
        "LinearLR" => LearningRate.LinearWarmup((int)a.Number("total_iters", 0), a.Number("start_factor", 0), a.Number("end_factor", 0)),
        "PolynomialLR" => LearningRate.Polynomial((int)a.Number("total_iters", 0), a.Number("power", 0)),
        "OneCycleLR" => LearningRate.OneCycle(
            a.Number("max_lr", 0), (int)a.Number("total_steps", 0), a.Number("pct_start", 0), a.Text("anneal") == "linear", a.Number("div_factor", 0), a.Number("final_div_factor", 0)),
        "ReduceLROnPlateau" => LearningRate.ReduceOnPlateau(a.Number("factor", 0), (int)a.Number("patience", 0), a.Number("threshold", 0)),
        "formula" => LearningRate.Cosine(warmup: (int)a.Number("warmup", 0)),
        string other => throw new NotSupportedException($"The fixtures use a schedule '{other}' that this test does not know."),
    };
}
