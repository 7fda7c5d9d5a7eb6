using System;
using System.Linq;
using StaticNet.IntegrationTests.Networks.Exact;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Sequential(2), LSTM(5), LastStep, BatchNorm1d, Linear(1)]
public partial class NormalizedLastStep;

[Sequential(2), Linear(4), BatchNorm1d, LSTM(5), Linear(1)]
public partial class NormalizedSteps;

[Sequential(2), GRU(5), Linear(3)]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [0f, 1f, 2f])]
public partial class UncountedSteps;

/// <summary>Where no row in use counts, the mean loss is 0/0: refused before the first update, whatever the other rows are.</summary>
public sealed class CountingRowTests
{
    private const int Ignored = Batch.IgnoreLabel;

    private static readonly float[] s_inputs = Layers.Data.Normal(10 * 4, 5);
    private static readonly int[] s_labels = [Ignored, 0, Ignored, 1, Ignored, 2, Ignored, 0, Ignored, Ignored];
    private static readonly int[] s_ignored = [0, 2, 4, 8];

    [Fact]
    public void AFoldWithoutLabels_IsRefused_BeforeWeightsDecay()
    {
        Refused("All 4 training rows in use are labeled -100, so no row counts", new FitOptions(), s_ignored);
        Refused("All 4 training rows in use are labeled -100", new FitOptions { BalanceClasses = true }, s_ignored);
        Fits(new FitOptions(), [.. s_ignored, 1]);
    }

    [Fact]
    public void DropLast_MayLeaveOutWhatCounts()
    {
        Refused("All 4 training rows in use are labeled -100", new FitOptions { Shuffle = false, DropLast = true, BatchSize = 4 }, [.. s_ignored, 1]);
        Fits(new FitOptions { Shuffle = false, DropLast = true, BatchSize = 4 }, [1, .. s_ignored]);
    }

    [Fact]
    public void ASplitThatHoldsBackNoLabel_IsRefused()
    {
        Refused("ValidationSplit = 0.2 holds back 2 rows that are all labeled -100", new FitOptions { Shuffle = false, ValidationSplit = 0.2 }, rows: null);
        Refused("All 4 training rows in use are labeled -100", new FitOptions { Shuffle = false, ValidationSplit = 0.2 }, [.. s_ignored, 1]);
        Fits(new FitOptions { Shuffle = false, ValidationSplit = 0.4 }, rows: null);
    }

    [Fact]
    public void WeightsOfZero_OfTheRowsInUse_AreRefused()
    {
        Refused("All 10 training rows in use have the weight 0 or the label -100, so no row counts", new FitOptions { ClassWeights = new float[3] }, rows: null);
        Refused("All 3 training rows in use have the weight 0 or the label -100, so", new FitOptions { ClassWeights = new float[] { 0, 1, 1 } }, [0, 1, 7]);
        Refused("All 2 training rows in use have the weight 0, so", new FitOptions { SampleWeights = new float[] { 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 } }, [1, 3]);
        Refused("All 2 training rows in use have the weight 0 or the label -100, so", new FitOptions { SampleWeights = new float[] { 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 } }, [0, 1]);
        Fits(new FitOptions { ClassWeights = new float[] { 0, 1, 1 } }, [0, 1, 7, 3]);

        var model = new Small(1);
        float[] targets = Layers.Data.Normal(10 * Small.OutputSize, 6), weights = [.. Enumerable.Range(0, 10).Select(i => i < 5 ? 0f : 1f)];
        string message = Assert.Throws<ArgumentException>(() => { model.Fit(s_inputs, targets, new SGD(0.1), new FitOptions { SampleWeights = weights }, rows: [0, 4]); }).Message;
        Assert.Contains("All 2 training rows in use have the weight 0, so", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_OfRowsWithoutLabels_IsRefused()
    {
        var model = new Small(1);
        Assert.Contains(
            "All 4 chosen evaluation rows are labeled -100, so no row counts", Assert.Throws<ArgumentException>(() => { model.Evaluate(s_inputs, s_labels, rows: s_ignored); }).Message, StringComparison.Ordinal);
        Evaluation one = model.Evaluate(s_inputs, s_labels, rows: [.. s_ignored, 3]);
        Assert.Equal(1, one.Count);
        Assert.Equal(model.ComputeLoss(s_inputs.AsSpan(12, 4), [1]), one.Loss, 1e-6);
    }

    [Fact]
    public void ClassWeightsThatAreNotFinite_AreRefused() =>
        Refused("FitOptions.ClassWeights[1] is NaN; give finite weights.", new FitOptions { ClassWeights = new float[] { 1, float.NaN, 1 } }, rows: null);

    [Fact]
    public void Sequences_AreRefusedByTheStepsInUse()
    {
        float[] inputs = Layers.Data.Normal(4 * 3 * StepLabels.InputSize, 7);
        int[] labels = [Ignored, Ignored, Ignored, 0, 1, 2, 1, Ignored, Ignored, Ignored, Ignored, Ignored];
        RefusedOf(labels, "ValidationSplit = 0.25 holds back 3 rows that are all labeled -100", new FitOptions { Shuffle = false, ValidationSplit = 0.25 });
        RefusedOf(labels, "All 3 training rows in use are labeled -100", new FitOptions { Shuffle = false, ValidationSplit = 0.75 });
        RefusedOf([.. Enumerable.Repeat(Ignored, 11), 2], "All 6 training rows in use are labeled -100", new FitOptions { Shuffle = false, DropLast = true, BatchSize = 3, WarmupSteps = 1 });
        var weighted = new UncountedSteps(1);
        Assert.Contains("All 12 training rows in use have the weight 0", Assert.Throws<ArgumentException>(() => { weighted.Fit(inputs, new int[12], 3, new AdamW(0.1)); }).Message, StringComparison.Ordinal);
        TrainingHistory history = new StepLabels(1).Fit(inputs, labels, 3, new AdamW(0.01), new FitOptions { Shuffle = false, ValidationSplit = 0.5 });
        Assert.True(history.ValidationLoss[^1] > 0 && history.Loss[^1] > 0);

        void RefusedOf(int[] labels, string message, FitOptions options)
        {
            var model = new StepLabels(1);
            UInt128 before = model.Parameters.Hash();
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => { model.Fit(inputs, labels, 3, new AdamW(0.1), options); }).Message, StringComparison.Ordinal);
            Assert.Equal(before, model.Parameters.Hash());
        }
    }

    [Theory]
    [InlineData(3, 0, false, "7 training sequences in batches of 3 leave an update of one row, but batch normalization (layer '2' of NormalizedLastStep) needs the variance over at least 2: set DropLast = true, or choose another BatchSize.")]
    [InlineData(1, 0, false, "7 training sequences in batches of 1 leave an update of one row, but batch normalization (layer '2' of NormalizedLastStep) needs the variance over at least 2: use a BatchSize of 2 or more")]
    [InlineData(3, 3, true, "7 training sequences in batches of 3 leave an update of one row, but batch normalization (layer '1' of NormalizedSteps)")]
    public void BatchNormOfOneRowOfSequences_IsRefusedBeforeTheFirstUpdate(int batchSize, int truncation, bool perStep, string message)
    {
        const int Steps = 4;
        float[] inputs = Layers.Data.Normal(7 * Steps * 2, 7), targets = Layers.Data.Normal(7 * Steps, 8);
        var options = new FitOptions { BatchSize = batchSize, Truncation = truncation, Epochs = 2 };
        var last = new NormalizedLastStep(1);
        var each = new NormalizedSteps(1);
        ParameterBuffer parameters = perStep ? each.Parameters : last.Parameters;
        UInt128 before = parameters.Hash();
        TrainingHistory Fit(FitOptions options) =>
            perStep ? each.Fit(inputs, targets, Steps, new SGD(0.1), options) : last.Fit(inputs, targets[..7], Steps, new SGD(0.1), options);

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => { Fit(options); }).Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters.Hash());
        Fit(new FitOptions { BatchSize = 3, Truncation = truncation, DropLast = true });
        Fit(new FitOptions { BatchSize = 4, Truncation = truncation });
        Assert.NotEqual(before, parameters.Hash());
    }

    private static void Refused(string message, FitOptions options, int[]? rows)
    {
        var model = new Small(1);
        UInt128 before = model.Parameters.Hash();
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => { model.Fit(s_inputs, s_labels, new AdamW(0.1), options, rows: rows); }).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Hash());
    }

    private static void Fits(FitOptions options, int[]? rows)
    {
        EpochReport last = new Small(1).Fit(s_inputs, s_labels, new AdamW(0.01), options, rows: rows).Epochs[^1];
        Assert.True(double.IsFinite(last.Loss) && last.Loss > 0, $"{last.Loss}");
        Assert.True(double.IsFinite(last.ValidationLoss ?? 0), $"{last.ValidationLoss}");
    }
}
