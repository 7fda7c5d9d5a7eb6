using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

public class FitTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    [Fact]
    public void Iris_IsLearnt()
    {
        var model = new LoopIris(1);
        var seen = new List<EpochReport>();
        TrainingHistory history = model.Fit(s_iris.Inputs, s_iris.Labels, new Adam(learningRate: 1e-2f), new FitOptions
        {
            Epochs = 60,
            BatchSize = 16,
            Shuffle = true,
            Seed = 1,
            ValidationSplit = 0.2f,
            Schedule = LearningRate.Cosine(warmup: 20),
            ClipNorm = 1f,
            Callbacks = [new EarlyStopping(patience: 60, restoreBest: true)],
            Progress = new Collector(seen),
        });

        Assert.Equal(60, history.Epochs.Count);
        Assert.Equal(history.Epochs, seen);
        Assert.True(history.Last.Loss < 0.2 && history.Last.Accuracy > 0.95, history.Last.ToString());
        Assert.True(history.Last.ValidationAccuracy > 0.9 && history.Last.ValidationLoss < 0.3, history.Last.ToString());
        Assert.Equal(0.01f / 20.0, history.Epochs[0].LearningRate, 1e-9);
        Assert.Equal(0.01f, history.Epochs[19].LearningRate, 1e-9);
        Assert.True(history.LearningRate[59] < 2e-4 && history.Seconds.All(s => s > 0));
        Evaluation evaluation = model.Evaluate(s_iris.Inputs, s_iris.Labels);
        Assert.True(evaluation.Accuracy > 0.95, evaluation.ToString());
        Assert.StartsWith("epoch  1/60  loss ", history.Epochs[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(61, history.ToCsv().Trim().Split('\n').Length);
    }

    [Fact]
    public void WithoutShuffle_BatchesAreThoseOfTheFixture()
    {
        using JsonDocument document = FixtureFiles.ReadJson("train-iris-minibatch-adam.json");
        JsonElement root = document.RootElement;
        var model = new LoopIris();
        foreach (JsonElement parameter in root.GetProperty("params").EnumerateArray())
        {
            model.Parameters.CopyFrom(parameter.Text("name"), parameter.Singles("data"));
        }

        double[] losses = root.GetProperty("f64").Doubles("losses");
        TrainingHistory history = model.Fit(root.Singles("input"), root.Integers("target"), new Adam(0.01), new FitOptions { Epochs = 8, BatchSize = 16, Shuffle = false });
        for (int epoch = 0; epoch < 8; epoch++)
        {
            // 9 batches of 16 rows and one of 6: the mean is per row.
            double expected = (losses[(epoch * 10)..((epoch * 10) + 9)].Sum() * 16 + (losses[(epoch * 10) + 9] * 6)) / 150;
            Assert.Equal(expected, history.Epochs[epoch].Loss, expected * Tolerance.OfFixtures);
        }

        Assert.Equal(root.GetProperty("f64").GetProperty("finalCorrect").GetInt32() / 150.0, history.Last.Accuracy!.Value, 1e-12);
    }

    [Fact]
    public void EqualSeeds_GiveEqualTrainings_OtherSeedsOthers()
    {
        UInt128 Train(ulong seed)
        {
            var model = new LoopIris(1);
            model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1f, momentum: 0.9f), new FitOptions { Epochs = 3, Seed = seed, ValidationSplit = 0.1 });
            return model.Parameters.Hash();
        }

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void Numbers_AreTrainedToo_FromSpansAndMemory()
    {
        float[] x = [.. Enumerable.Range(0, 64).Select(i => (i / 10f) - 3.2f)];
        float[] y = [.. x.Select(MathF.Sin)];
        var model = new LoopSine(3);
        TrainingHistory history = model.Fit(x.AsSpan(), y.AsSpan(), new Adam(0.02), new FitOptions { Epochs = 300, BatchSize = 16, ValidationData = (x, y) });
        Assert.Null(history.Last.Accuracy);
        Assert.Null(history.Last.ValidationAccuracy);
        Evaluation evaluation = model.Evaluate(x.AsMemory(), y.AsMemory());
        Assert.True(evaluation.R2 > 0.98, evaluation.ToString());
        Assert.Equal(evaluation.Loss, evaluation.RootMeanSquaredError * evaluation.RootMeanSquaredError, 1e-6);
        model.Fit(x.AsMemory(), y.AsMemory(), new SGD(0.01), new FitOptions { Epochs = 1 });
    }

    [Fact]
    public void Labels_OnALossOfNumbers_AreRefused()
    {
        var model = new LoopSine();
        Assert.Contains("MeanSquaredError", Assert.Throws<InvalidOperationException>(() => { model.Fit(new float[4], new int[4], new SGD(0.1)); }).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => { model.Evaluate(new float[4], new int[4]); });
    }

    [Fact]
    public void BadData_IsRefusedBeforeAnythingIsTrained()
    {
        var model = new LoopIris();
        UInt128 before = model.Parameters.Hash();
        Assert.Contains("row 1 is 3", Assert.Throws<ArgumentException>(() => { model.Fit(new float[8], [0, 3], new SGD(0.1)); }).Message, StringComparison.Ordinal);
        Assert.Contains("4 values per row", Assert.Throws<ArgumentException>(() => { model.Fit(new float[7], [0, 1], new SGD(0.1)); }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => { model.Fit([], Array.Empty<int>(), new SGD(0.1)); });
        Assert.Throws<ArgumentException>(() => { model.Fit(new float[8], [0, 1], new SGD(0.1), new FitOptions { SampleWeights = new float[3] }); });
        Assert.Throws<ArgumentException>(() => { model.Fit(new float[8], [0, 1], new SGD(0.1), new FitOptions { ValidationSplit = 0.1 }); });
        Assert.Throws<ArgumentException>(() => { model.Fit(new float[8], [0, 1], new SGD(0.1), new FitOptions { ValidationData = (new float[4], new float[3]) }); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { model.Fit(new float[8], [0, 1], new SGD(0.1), new FitOptions { Epochs = 0 }); });
        Assert.Equal(before, model.Parameters.Hash());
    }

    [Fact]
    public void Cancellation_LeavesAUsableModel()
    {
        var model = new LoopIris(1);
        using var cancellation = new CancellationTokenSource();
        var options = new FitOptions { Epochs = 1000, Callbacks = [new Act(c => { if (c.Epoch == 3 && c.Batch == 2) { cancellation.Cancel(); } })] };
        Assert.ThrowsAny<OperationCanceledException>(() => { model.Fit(s_iris.Inputs, s_iris.Labels, new Adam(0.01), options, cancellation.Token); });
        Assert.True(model.Parameters.Values.ToArray().All(float.IsFinite));
        Assert.True(model.Evaluate(s_iris.Inputs, s_iris.Labels).Accuracy > 0.3);
        Assert.Equal((2 * 5) + 2, model.GradientCalls);
    }

    [Fact]
    public void NaNInTheData_NamesEpochBatchLayerAndRow()
    {
        var model = new LoopIris(1);
        UInt128 before = model.Parameters.Hash();
        float[] inputs = [.. s_iris.Inputs];
        inputs[(4 * 4) + 2] = float.NaN;
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(
            () => { model.Fit(inputs, s_iris.Labels, new Adam(0.01), new FitOptions { BatchSize = 16, Shuffle = false }); });
        Assert.Equal((1, 1, "hidden"), (exception.Epoch, exception.Batch, exception.Layer));
        Assert.Contains("input row 4 holds NaN at column 2", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Hash());
    }

    [Fact]
    public void Divergence_KeepsTheLastGoodParameters()
    {
        float[] x = [.. Enumerable.Range(0, 8).Select(i => i * 100f)];
        float[] y = [.. x.Select(v => v * 1000)];
        var model = new LoopSine(3);
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(
            () => { model.Fit(x, y, new SGD(1e10), new FitOptions { Epochs = 50 }); });
        Assert.True(exception.Epoch >= 1 && exception.Batch >= 1 && exception.Layer.Length > 0, exception.Message);
        Assert.True(model.Parameters.Values.ToArray().All(float.IsFinite));
        Assert.True(float.IsFinite(model.ComputeLoss(new Batch(x, (ReadOnlySpan<float>)y))));
    }

    [Fact]
    public void EarlyStopping_RestoresTheBestEpoch()
    {
        // A learning rate that grows tenfold per epoch must become too large.
        var best = new EarlyStopping(patience: 2, restoreBest: true);
        var model = new LoopIris(1);
        var hashes = new List<UInt128>();
        TrainingHistory history = model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(1e-2), new FitOptions
        {
            Epochs = 30,
            Seed = 2,
            ValidationSplit = 0.2,
            Schedule = LearningRate.Exponential(4),
            Callbacks = [best, new OnEpoch((c, _) => hashes.Add(c.Parameters.Hash()))],
        });
        int expected = Array.IndexOf(history.ValidationLoss, history.ValidationLoss.Min()) + 1;
        Assert.Equal(expected, best.BestEpoch);
        Assert.Equal(expected + 2, history.Epochs.Count);
        Assert.Contains("ValidationLoss has not improved", history.StopReason, StringComparison.Ordinal);
        Assert.Equal(hashes[expected - 1], model.Parameters.Hash());
        Assert.NotEqual(hashes[^1], model.Parameters.Hash());
    }

    [Fact]
    public void LogsAndNorms_HaveOneEntryPerBatchOrEpoch()
    {
        var rates = new LearningRateLog();
        var norms = new GradientNorms();
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), new FitOptions
        {
            Epochs = 4,
            BatchSize = 50,
            Schedule = LearningRate.OneCycle(0.5),
            ScheduleUnit = ScheduleUnit.Step,
            Callbacks = [rates, norms],
            ClipNorm = 1e-3,
        });
        Assert.Equal(12, rates.Values.Count);
        double[] expected = [.. Enumerable.Range(0, 12).Select(t => LearningRate.OneCycle(0.5).GetLearningRate(0.1, t, 12))];
        Assert.Equal(expected, rates.Values);
        Assert.Equal(["hidden", "output"], norms.Layers);
        Assert.Equal(4, norms.Epochs.Count);
        Assert.All(norms.Epochs, e => Assert.True(e.Length == 2 && e[0] > 1e-3 && e[1] > 1e-3)); // before clipping
        Assert.Equal(5, norms.ToString().Split('\n').Length);
    }

    [Fact]
    public void SampleWeights_FollowTheirRowsThroughShuffling()
    {
        // Rows of class 2 count nothing: the model must never learn them.
        float[] weights = [.. s_iris.Labels.Select(l => l == 2 ? 0f : 1f)];
        var model = new LoopIris(1);
        model.Fit(s_iris.Inputs, s_iris.Labels, new Adam(0.02), new FitOptions { Epochs = 40, BatchSize = 16, SampleWeights = weights });
        ConfusionMatrix matrix = model.Evaluate(s_iris.Inputs, s_iris.Labels).ConfusionMatrix!;
        Assert.True(matrix.Recall(0) > 0.9 && matrix.Recall(1) > 0.9, matrix.ToString());
        Assert.Equal(0, matrix.Recall(2));
    }

    [Fact]
    public void ResumedFit_EqualsTheUninterrupted()
    {
        string path = Path.Combine(Path.GetTempPath(), $"staticnet-{Guid.NewGuid():N}.ckpt");
        try
        {
            FitOptions Options(int epochs, string? resume, params TrainingCallback[] callbacks) => new()
            {
                Epochs = epochs,
                BatchSize = 16,
                Seed = 5,
                ValidationSplit = 0.2,
                Schedule = LearningRate.Step(3, 0.5),
                ClipNorm = 1,
                ResumeFrom = resume,
                Callbacks = callbacks,
            };
            var whole = new LoopIris(1);
            TrainingHistory all = whole.Fit(s_iris.Inputs, s_iris.Labels, new AdamW(0.01), Options(10, null));
            var first = new LoopIris(1);
            first.Fit(s_iris.Inputs, s_iris.Labels, new AdamW(0.01), Options(4, null, new Checkpoint(path, every: 2)));
            var second = new LoopIris(99);
            TrainingHistory rest = second.Fit(s_iris.Inputs, s_iris.Labels, new AdamW(0.01), Options(10, path));
            Assert.Equal(whole.Parameters.Hash(), second.Parameters.Hash());
            Assert.Equal([5, 6, 7, 8, 9, 10], rest.Epochs.Select(e => e.Epoch));
            Assert.Equal(all.Loss[4..], rest.Loss);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Collector(List<EpochReport> reports) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => reports.Add(value);
    }

    private sealed class Act(Action<TrainingContext> onBatch) : TrainingCallback
    {
        public override void OnBatchEnd(TrainingContext context) => onBatch(context);
    }

    private sealed class OnEpoch(Action<TrainingContext, EpochReport> onEpoch) : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context, EpochReport report) => onEpoch(context, report);
    }
}
