using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>What early stopping does with NaN and with a training that diverges.</summary>
public class EarlyStoppingTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    [Fact]
    public void RestoreBest_RestoresAfterADivergenceToo()
    {
        // A learning rate that grows a hundredfold per epoch diverges after a few.
        var stopping = new EarlyStopping(patience: 100, restoreBest: true);
        var hashes = new List<UInt128>();
        float[] x = [.. Enumerable.Range(0, 64).Select(i => (i / 10f) - 3.2f)];
        float[] y = [.. x.Select(MathF.Sin)];
        var model = new LoopSine(3);
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() =>
        {
            model.Fit(x, y, new SGD(1e-3), new FitOptions
            {
                Epochs = 100,
                Schedule = LearningRate.Exponential(100),
                Callbacks = [stopping, new AtEpochEnd((c, _) => hashes.Add(c.Parameters.Hash()))],
            });
        });
        Assert.InRange(stopping.BestEpoch, 1, hashes.Count);
        Assert.Equal(hashes[stopping.BestEpoch - 1], model.Parameters.Hash());
        Assert.Contains($"The model has the parameters of its best epoch, {stopping.BestEpoch}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACallbackThatThrows_StillLetsTheBestBeRestored()
    {
        var stopping = new EarlyStopping(restoreBest: true, metric: Metric.Loss);
        UInt128 first = 0;
        var model = new LoopIris(1);
        Assert.Throws<NotImplementedException>(() =>
        {
            model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions
            {
                Epochs = 5,
                Schedule = LearningRate.Exponential(30),
                Callbacks = [stopping, new AtEpochEnd((c, _) => first = c.Epoch == stopping.BestEpoch ? c.Parameters.Hash() : first), new AtEpochEnd((c, _) => { if (c.Epoch == 4) { throw new NotImplementedException(); } })],
            });
        });
        Assert.Equal(first, model.Parameters.Hash());
    }

    [Fact]
    public void AMetricThatIsNaNFromTheStart_EndsThePatience()
    {
        float[] validation = [.. s_iris.Inputs];
        validation[7] = float.NaN;
        var stopping = new EarlyStopping(patience: 3, restoreBest: true);
        var model = new LoopIris(1);
        UInt128 last = 0;
        TrainingHistory history = model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions
        {
            Epochs = 50,
            ValidationData = (validation, s_iris.Labels),
            Callbacks = [stopping, new AtEpochEnd((c, _) => last = c.Parameters.Hash())],
        });
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal("ValidationLoss has been NaN in every epoch", history.StopReason);
        Assert.Equal(0, stopping.BestEpoch);
        Assert.True(double.IsNaN(stopping.Best));
        Assert.Equal(last, model.Parameters.Hash()); // no epoch was the best: nothing to restore
    }

    [Fact]
    public void AMetricThatBecomesNaN_IsNoImprovement()
    {
        float[] validation = [.. s_iris.Inputs];
        var stopping = new EarlyStopping(patience: 2, restoreBest: true);
        var hashes = new List<UInt128>();
        var model = new LoopIris(1);
        TrainingHistory history = model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions
        {
            Epochs = 50,
            ValidationData = (validation, s_iris.Labels),
            Callbacks = [stopping, new AtEpochEnd((c, _) => { hashes.Add(c.Parameters.Hash()); validation[0] = c.Epoch == 3 ? float.NaN : validation[0]; })],
        });
        Assert.Equal(3, stopping.BestEpoch);
        Assert.Equal(5, history.Epochs.Count);
        Assert.Contains("has not improved since epoch 3", history.StopReason, StringComparison.Ordinal);
        Assert.Equal(hashes[2], model.Parameters.Hash());
    }

    [Fact]
    public void ACheckpointOfTheBest_IsNotWrittenForNaN()
    {
        float[] validation = [.. s_iris.Inputs];
        validation[7] = float.NaN;
        var checkpoint = new Checkpoint("never-written.checkpoint", bestOnly: true);
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 2, ValidationData = (validation, s_iris.Labels), Callbacks = [checkpoint] });
        Assert.Null(checkpoint.LastPath);
    }

    [Fact]
    public void PatienceOfAResumedTraining_BeginsWhereTheMetricIsWatched()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions { Epochs = 9, Callbacks = [new Checkpoint(path)] });
            float[] validation = [.. s_iris.Inputs];
            validation[0] = float.NaN;
            TrainingHistory Resume(int epochs, params TrainingCallback[] more) => new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions
            {
                Epochs = epochs,
                ResumeFrom = path,
                ValidationData = (validation, s_iris.Labels),
                Callbacks = [new EarlyStopping(patience: 4), .. more],
            });
            TrainingHistory history = Resume(20);
            Assert.Equal([10, 11, 12, 13], history.Epochs.Select(report => report.Epoch));
            Assert.Equal("ValidationLoss has been NaN in every epoch from 10 on", history.StopReason);

            // Interrupted once more, it stops in the same epoch.
            Resume(11, new Checkpoint(path));
            Assert.Equal([12, 13], Resume(20).Epochs.Select(report => report.Epoch));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void OnEpoch_IsCalledInLine_BeforeTheCallbacks()
    {
        var seen = new List<string>();
        int thread = Environment.CurrentManagedThreadId;
        new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.01), new FitOptions
        {
            Epochs = 2,
            OnEpoch = report => seen.Add($"{report.Epoch} on {Environment.CurrentManagedThreadId}"),
            Callbacks = [new AtEpochEnd((c, _) => seen.Add($"callback {c.Epoch}"))],
        });
        Assert.Equal([$"1 on {thread}", "callback 1", $"2 on {thread}", "callback 2"], seen);
    }
}

/// <summary>Calls a delegate at the end of each epoch.</summary>
internal sealed class AtEpochEnd(Action<TrainingContext, EpochReport> onEpoch) : TrainingCallback
{
    public override void OnEpochEnd(TrainingContext context, EpochReport report) => onEpoch(context, report);
}
