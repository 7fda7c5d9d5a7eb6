using System;
using System.IO;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>What training over rows has works over sequences, too: callbacks, schedules, resuming, and messages that name the data.</summary>
public sealed class SequenceFitFeatureTests
{
    private const int Count = 12;
    private const int Steps = 10;

    private static readonly float[] s_inputs = Data.Normal(Count * Steps * 3, 1);
    private static readonly float[] s_targets = Data.Normal(Count * Steps * 2, 2);

    [Fact]
    public void Diverged_NamesSequenceStepAndLayer()
    {
        // Sequence 7 of the data, step 8, whatever the order of the epoch and the blocks of steps.
        float[] broken = [.. s_inputs];
        broken[(((7 * Steps) + 8) * 3) + 1] = float.NaN;
        var options = new FitOptions { Epochs = 1, BatchSize = 4, Truncation = 5, Seed = 3 };
        TrainingDivergedException fit = Assert.Throws<TrainingDivergedException>(() => { new DeepStack(seed: 1).Fit(broken, s_targets, Steps, new SGD(0.1f), options); });
        Assert.Contains("Its input of sequence 7 at step 8 holds NaN at column 1: clean the data.", fit.Message, StringComparison.Ordinal);
        Assert.Equal((1, "0"), (fit.Epoch, fit.Layer));

        var network = new DeepStack(seed: 1);
        UInt128 before = network.Parameters.Hash();
        var trainer = network.CreateTrainer(new SGD(0.1f), Count, Steps);
        TrainingDivergedException step = Assert.Throws<TrainingDivergedException>(() => trainer.Step(new SequenceBatch(broken, s_targets, Steps)));
        Assert.Contains("diverged in step 1, layer '0'", step.Message, StringComparison.Ordinal);
        Assert.Contains("The step changed nothing.", step.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Hash());

        float[] targets = [.. s_targets];
        targets[3 * 2] = float.PositiveInfinity; // many to one: sequence 3
        Assert.Contains(
            "Its target of sequence 3 holds Infinity at column 0",
            Assert.Throws<TrainingDivergedException>(() => { new MaxRegression().Fit(s_inputs, targets[..(Count * 2)], Steps, new SGD(0.1f)); }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CallbacksAndSchedules_ContinueFromACheckpoint()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (DeepStack whole, LearningRateLog wholeRates, GradientNorms wholeNorms) = Run(4, null, null);
            Run(2, null, path);
            (DeepStack resumed, LearningRateLog rates, GradientNorms norms) = Run(4, path, null);
            Assert.Equal(whole.Parameters.Hash(), resumed.Parameters.Hash());
            Assert.Equal(4 * 3 * 2, wholeRates.Values.Count); // epochs, batches, blocks of steps
            Assert.Equal(wholeRates.Values, rates.Values);
            Assert.Equal(wholeNorms.Epochs, norms.Epochs);
            Assert.True(wholeRates.Values[^1] < wholeRates.Values[0] / 2);
        }
        finally
        {
            File.Delete(path);
        }

        static (DeepStack, LearningRateLog, GradientNorms) Run(int epochs, string? resume, string? save)
        {
            var network = new DeepStack(seed: resume is null ? 1UL : 9);
            var rates = new LearningRateLog();
            var norms = new GradientNorms();
            network.Fit(s_inputs, s_targets, Steps, new Adam(0.01f), new FitOptions
            {
                Epochs = epochs,
                BatchSize = 4,
                Truncation = 6,
                Schedule = LearningRate.Exponential(0.95f),
                ScheduleUnit = ScheduleUnit.Step,
                ResumeFrom = resume,
                Groups = [ParameterGroup.Frozen("0")],
                Callbacks = save is null ? [rates, norms] : [new Checkpoint(save), rates, norms],
            });
            return (network, rates, norms);
        }
    }

    [Fact]
    public void EarlyStopping_RestoresTheBestEpoch_AndSaysSo()
    {
        // Learns for a while, then a learning rate too high makes the loss worse.
        var stopping = new EarlyStopping(patience: 2, restoreBest: true);
        var network = new DeepStack(seed: 1);
        TrainingHistory history = network.Fit(s_inputs, s_targets, Steps, new SGD(0.05f), new FitOptions
        {
            Epochs = 40,
            BatchSize = 4,
            ValidationSplit = 0.25,
            Schedule = LearningRate.Exponential(2f),
            ClipNorm = 1,
            Callbacks = [stopping],
        });
        Assert.InRange(stopping.BestEpoch, 1, 39);
        Assert.NotNull(history.StopReason);
        Assert.Equal(history.ValidationLoss.Min(), history.ValidationLoss[stopping.BestEpoch - 1]);
    }
}
