using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>A training that is resumed ends as the uninterrupted one, callbacks included.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<bool, int> Orders => new() { { true, 2 }, { true, 5 }, { true, 8 }, { false, 2 }, { false, 5 }, { false, 8 } };

    [Theory]
    [MemberData(nameof(Orders))]
    public void EarlyStopping_StopsAndRestoresAsIfNotInterrupted(bool checkpointFirst, int interruptAt)
    {
        // The learning rate grows until the loss does, too: the best epoch is in the middle, and patience runs out.
        var whole = new Run(this, "whole", checkpointFirst, null, 30);
        Assert.InRange(whole.Stopping.BestEpoch, 4, 20);
        Assert.NotNull(whole.History.StopReason);

        var first = new Run(this, "cut", checkpointFirst, null, interruptAt);
        var rest = new Run(this, "cut", checkpointFirst, first.Latest.LastPath, 30);
        Assert.Equal(whole.Stopping.BestEpoch, rest.Stopping.BestEpoch);
        Assert.Equal(whole.Stopping.Best, rest.Stopping.Best);
        Assert.Equal(whole.History.StopReason, rest.History.StopReason);
        Assert.Equal(whole.History.Epochs.Count, interruptAt + rest.History.Epochs.Count);
        Assert.Equal(whole.Rates.Values, rest.Rates.Values);
        Assert.Equal(whole.Norms.Epochs, rest.Norms.Epochs);
        Assert.Equal(whole.Model.Parameters.Hash(), rest.Model.Parameters.Hash());
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "whole.best")), File.ReadAllBytes(Path.Combine(_folder, "cut.best")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "whole.latest")), File.ReadAllBytes(Path.Combine(_folder, "cut.latest")));
    }

    [Fact]
    public void ATrainingThatHadStopped_StaysStopped()
    {
        var whole = new Run(this, "whole", true, null, 30);
        var again = new Run(this, "whole", true, whole.Latest.LastPath, 30);
        Assert.Empty(again.History.Epochs);
        Assert.Equal(whole.History.StopReason, again.History.StopReason);
        Assert.Equal(whole.Model.Parameters.Hash(), again.Model.Parameters.Hash());
    }

    [Fact]
    public void ACheckpointOfAllEpochs_SaysThatNothingIsLeft()
    {
        string path = Path.Combine(_folder, "all.checkpoint");
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 3, Callbacks = [new Checkpoint(path)] });
        TrainingHistory history = new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 2, ResumeFrom = path });
        Assert.Empty(history.Epochs);
        Assert.Equal($"{path} has completed 3 epochs already, and FitOptions.Epochs, which counts from the beginning, is 2", history.StopReason);
    }

    [Fact]
    public void BestOnlyOfEveryOtherEpoch_IsTheBestOfThose()
    {
        // The third epoch is the best, but only even ones are looked at: the fourth is better than the second.
        float[] validation = [.. s_iris.Inputs];
        var checkpoint = new Checkpoint(Path.Combine(_folder, "{epoch}.best"), every: 2, bestOnly: true, metric: Metric.ValidationLoss);
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions
        {
            Epochs = 6,
            ValidationData = (validation, s_iris.Labels),
            Callbacks =
            [
                checkpoint, new AtEpochEnd((c, _) => { for (int i = 0; i < validation.Length; i++) { validation[i] = c.Epoch == 2 ? s_iris.Inputs[i] : c.Epoch >= 4 ? -100 : 0.5f * s_iris.Inputs[i]; } }),
            ],
        });
        Assert.Equal(Path.Combine(_folder, "4.best"), checkpoint.LastPath);
    }

    [Fact]
    public void ACallbackOfOnesOwn_IsContinued()
    {
        string path = Path.Combine(_folder, "own.checkpoint");
        Counter one = new(), two = new();
        FitOptions Options(int epochs, string? resume, params TrainingCallback[] callbacks) => new() { Epochs = epochs, ResumeFrom = resume, Callbacks = callbacks };
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), Options(3, null, one, new Checkpoint(path), two));
        Counter resumedOne = new(), resumedTwo = new(), added = new();
        new LoopIris(2).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), Options(5, path, resumedOne, resumedTwo, added));
        Assert.Equal((3, 3), (one.Count, two.Count));
        Assert.Equal((5, 5, 2), (resumedOne.Count, resumedTwo.Count, added.Count));
        Assert.Equal(3, resumedOne.LastEpochBefore);
    }

    [Fact]
    public void RestoreBest_WithoutTheBestParameters_BeginsAnew()
    {
        string path = Path.Combine(_folder, "plain.checkpoint");
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 3, Callbacks = [new EarlyStopping(), new Checkpoint(path)] });
        var stopping = new EarlyStopping(restoreBest: true);
        var model = new LoopIris(1);
        model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 4, ResumeFrom = path, Callbacks = [stopping] });
        Assert.Equal(4, stopping.BestEpoch);
        Assert.NotEqual(0, model.Parameters.Norm());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EarlyStopping_ReadsTheStateOfEarlierVersions(bool restoreBest)
    {
        // Without the epoch in which patience began, which is its last number now.
        var stopping = new EarlyStopping(patience: 3, restoreBest);
        var model = new LoopIris(1);
        float[] best = [.. model.Parameters.Layout.Parameters.ToArray().SelectMany(parameter => Enumerable.Repeat(0.25f, parameter.Count))];
        TrainingHistory history = model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 9, Callbacks = [new Earlier(stopping, restoreBest ? best : [])] });
        Assert.Equal((1, 1e-9), (stopping.BestEpoch, stopping.Best));
        Assert.Equal(4, history.Epochs.Count);
        Assert.Equal(restoreBest, model.Parameters.Values[model.Parameters.Layout.Parameters[0].StorageIndex(0)] == 0.25f);
    }

    [Fact]
    public void EarlyStopping_SkipsTheBestParametersThatItDoesNotRestore()
    {
        string path = Path.Combine(_folder, "best.checkpoint");
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 3, Callbacks = [new EarlyStopping(restoreBest: true), new Checkpoint(path)] });
        var stopping = new EarlyStopping(patience: 1, minimumDelta: 1e-5);
        TrainingHistory history = new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0), new FitOptions { Epochs = 6, ResumeFrom = path, Callbacks = [stopping] });
        Assert.Equal((4, 2), (stopping.BestEpoch, history.Epochs.Count));
    }

    [Fact]
    public void AStateThatDoesNotFit_NamesFileAndCallback_AndLeavesTheModel()
    {
        string path = Path.Combine(_folder, "grown.checkpoint");
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 2, Callbacks = [new Grown(1), new Checkpoint(path)] });
        var model = new LoopIris(2);
        UInt128 before = model.Parameters.Hash();
        string message = Assert.Throws<InvalidDataException>(() =>
        {
            model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 4, ResumeFrom = path, Callbacks = [new Grown(2)] });
        }).Message;
        Assert.StartsWith($"{path}: The checkpoint's state of {typeof(Grown).FullName} does not fit this callback: it ends too early.", message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Hash());
    }

    [Fact]
    public void ALearningRateGivenAnew_IsUsed()
    {
        using var saved = new MemoryStream();
        Trainer<LoopIris, Adam> first = new LoopIris(1).CreateTrainer(new Adam(0.01), 32);
        first.Step(s_iris.Inputs.AsSpan(0, 128), s_iris.Labels.AsSpan(0, 32));
        first.Save(saved);
        Trainer<LoopIris, Adam> second = Load(saved, new Adam(0.002), null);
        Assert.Equal(0.002, second.LearningRate);
        Assert.Equal(1, second.StepCount);

        // The step with the new rate is Adam's with the old moments.
        first.State.LearningRate = 0.002;
        first.Step(s_iris.Inputs.AsSpan(128, 128), s_iris.Labels.AsSpan(32, 32));
        second.Step(s_iris.Inputs.AsSpan(128, 128), s_iris.Labels.AsSpan(32, 32));
        Assert.Equal(first.Network.Parameters.Hash(), second.Network.Parameters.Hash());
    }

    [Fact]
    public void ALearningRateSetByHand_IsContinuedWhereTheOptimizersIsTheSame()
    {
        using var saved = new MemoryStream();
        Trainer<LoopIris, Adam> first = new LoopIris(1).CreateTrainer(new Adam(0.01), 32);
        first.State.LearningRate = 0.005;
        first.Save(saved);
        Assert.Equal(0.005, Load(saved, new Adam(0.01), null).LearningRate);
    }

    [Fact]
    public void ASchedule_StartsFromTheLearningRateGivenAnew()
    {
        using var saved = new MemoryStream();
        var options = new TrainerOptions { Schedule = LearningRate.Exponential(0.5), ScheduleUnit = ScheduleUnit.Epoch };
        Trainer<LoopIris, Adam> first = new LoopIris(1).CreateTrainer(new Adam(0.01), 32, options);
        first.AdvanceSchedule();
        first.AdvanceSchedule();
        first.Save(saved);
        Assert.Equal(0.0025, Load(saved, new Adam(0.01), options).LearningRate, 1e-15);
        Assert.Equal(0.001, Load(saved, new Adam(0.004), options).LearningRate, 1e-15);
    }

    [Fact]
    public void ReductionsOfAPlateau_ApplyToTheLearningRateGivenAnew()
    {
        using var saved = new MemoryStream();
        var options = new TrainerOptions { Schedule = LearningRate.ReduceOnPlateau(0.1, patience: 0), ScheduleUnit = ScheduleUnit.Epoch };
        Trainer<LoopIris, Adam> first = new LoopIris(1).CreateTrainer(new Adam(0.01), 32, options);
        first.AdvanceSchedule(1);
        first.AdvanceSchedule(1);
        Assert.Equal(0.001, first.LearningRate, 1e-15);
        first.Save(saved);
        Assert.Equal(0.001, Load(saved, new Adam(0.01), options).LearningRate, 1e-15);
        Assert.Equal(0.0005, Load(saved, new Adam(0.005), options).LearningRate, 1e-15);
    }

    private static Trainer<LoopIris, Adam> Load(MemoryStream saved, Adam optimizer, TrainerOptions? options)
    {
        Trainer<LoopIris, Adam> trainer = new LoopIris(5).CreateTrainer(optimizer, 32, options);
        saved.Position = 0;
        trainer.Load(saved);
        return trainer;
    }

    /// <summary>One training with every callback; an interrupted one ends because its epochs do.</summary>
    private sealed class Run
    {
        public Run(ResumeTests test, string name, bool checkpointFirst, string? resumeFrom, int epochs)
        {
            Latest = new Checkpoint(Path.Combine(test._folder, name + ".latest"));
            var best = new Checkpoint(Path.Combine(test._folder, name + ".best"), bestOnly: true);
            TrainingCallback[] callbacks = [Latest, best, Stopping, Rates, Norms];
            if (!checkpointFirst)
            {
                Array.Reverse(callbacks);
            }

            History = Model.Fit(s_iris.Inputs, s_iris.Labels, new AdamW(1e-3), new FitOptions
            {
                Epochs = epochs,
                BatchSize = 16,
                Seed = 5,
                ValidationSplit = 0.2,
                Schedule = LearningRate.Exponential(1.7),
                ResumeFrom = resumeFrom,
                Callbacks = callbacks,
            });
        }

        public LoopIris Model { get; } = new(1);

        public EarlyStopping Stopping { get; } = new(patience: 4, restoreBest: true);

        public LearningRateLog Rates { get; } = new();

        public GradientNorms Norms { get; } = new();

        public Checkpoint Latest { get; }

        public TrainingHistory History { get; }
    }

    /// <summary>Begins with the state that an earlier version wrote: metric, best value, its epoch, whether the parameters follow, the parameters.</summary>
    private sealed class Earlier(EarlyStopping stopping, float[] best) : TrainingCallback
    {
        public override void OnTrainingBegin(TrainingContext context)
        {
            stopping.OnTrainingBegin(context);
            using var state = new MemoryStream();
            using var writer = new BinaryWriter(state);
            writer.Write((int)Metric.Loss);
            writer.Write(1e-9);
            writer.Write(1);
            writer.Write(best.Length > 0);
            foreach (float value in best)
            {
                writer.Write(value);
            }

            state.Position = 0;
            using var reader = new BinaryReader(state);
            stopping.LoadState(context, reader);
        }

        public override void OnEpochEnd(TrainingContext context, EpochReport report) => stopping.OnEpochEnd(context, report);

        public override void OnTrainingEnd(TrainingContext context) => stopping.OnTrainingEnd(context);
    }

    /// <summary>As many numbers as its version says.</summary>
    private sealed class Grown(int numbers) : TrainingCallback
    {
        public override void SaveState(BinaryWriter writer) => writer.Write(new byte[8 * numbers]);

        public override void LoadState(TrainingContext context, BinaryReader reader)
        {
            for (int i = 0; i < numbers; i++)
            {
                reader.ReadInt64();
            }
        }
    }

    private sealed class Counter : TrainingCallback
    {
        public int Count { get; private set; }

        public int LastEpochBefore { get; private set; }

        public override void OnEpochEnd(TrainingContext context, EpochReport report) => Count++;

        public override void SaveState(BinaryWriter writer) => writer.Write(Count);

        public override void LoadState(TrainingContext context, BinaryReader reader) => (Count, LastEpochBefore) = (reader.ReadInt32(), context.Epoch);
    }
}
