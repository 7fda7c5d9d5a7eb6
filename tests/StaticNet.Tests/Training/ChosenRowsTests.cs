using System;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>Fit, Evaluate and Step on chosen rows do what they do on copies of these rows.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ChosenRowsTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();
    private static readonly int[] s_rows = [.. Enumerable.Range(0, 150).Where(i => i % 3 != 1).Reverse()];

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 0.25)]
    [InlineData(false, 0.25)]
    public void Fit_IsFitOnCopies(bool shuffle, double split)
    {
        var options = new FitOptions { Epochs = 3, BatchSize = 16, Shuffle = shuffle, Seed = 4, ValidationSplit = split };
        var chosen = new LoopIris(1);
        TrainingHistory history = chosen.Fit(s_iris.Inputs, s_iris.Labels, new Adam(0.01), options, rows: s_rows);
        var copied = new LoopIris(1);
        int[] rows = split > 0 && shuffle ? [.. s_rows.Order()] : s_rows; // a random split keeps the order of the data
        TrainingHistory expected = copied.Fit(Inputs(rows), Labels(rows), new Adam(0.01), options);
        if (split == 0 || !shuffle)
        {
            Assert.Equal(copied.Parameters.Hash(), chosen.Parameters.Hash());
            Assert.Equal(expected.Epochs[^1].Accuracy, history.Epochs[^1].Accuracy);
            Assert.Equal(expected.Epochs[^1].ValidationLoss, history.Epochs[^1].ValidationLoss);
        }

        Assert.Equal(expected.Epochs.Count, history.Epochs.Count);
        Assert.Equal(copied.Evaluate(Inputs(s_rows), Labels(s_rows)).Loss, copied.Evaluate(s_iris.Inputs, s_iris.Labels, rows: s_rows).Loss);
        Assert.Equal(s_rows.Length, chosen.Evaluate(s_iris.Inputs, s_iris.Labels, rows: s_rows).Count);
    }

    [Fact]
    public void SampleWeights_AreThoseOfTheData()
    {
        float[] weights = [.. Enumerable.Range(0, 150).Select(i => 0.5f + (i % 4))];
        var chosen = new LoopIris(1);
        chosen.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), new FitOptions { Epochs = 2, SampleWeights = weights }, rows: s_rows);
        var copied = new LoopIris(1);
        copied.Fit(Inputs(s_rows), Labels(s_rows), new SGD(0.1), new FitOptions { Epochs = 2, SampleWeights = s_rows.Select(row => weights[row]).ToArray() });
        Assert.Equal(copied.Parameters.Hash(), chosen.Parameters.Hash());
    }

    [Fact]
    public void Step_IsStepOnCopies_AndAllocatesNothing()
    {
        int[] rows = [3, 149, 77, 3];
        float[] weights = [1, 2, 0.5f, 0];
        Trainer<LoopIris, SGD> chosen = new LoopIris(1).CreateTrainer(new SGD(0.1), 8), copied = new LoopIris(1).CreateTrainer(new SGD(0.1), 8);
        Assert.Equal(copied.Step(Inputs(rows), Labels(rows)), chosen.Step(s_iris.Inputs, s_iris.Labels, rows));
        Assert.Equal(copied.Step(Inputs(rows), Labels(rows), weights), chosen.Step(s_iris.Inputs, s_iris.Labels, rows, weights));
        float[] numbers = [.. Enumerable.Range(0, 450).Select(i => i % 3 == 0 ? 1f : 0f)];
        Assert.Equal(copied.Step(Inputs(rows), [1f, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]), chosen.Step(s_iris.Inputs, numbers, rows));
        Assert.Equal(copied.Network.Parameters.Hash(), chosen.Network.Parameters.Hash());
        Assert.Equal(0, Allocations.Least(() => chosen.Step(s_iris.Inputs, s_iris.Labels, rows)));
    }

    [Fact]
    public void RowsThatAreNotThere_AreRefused()
    {
        var model = new LoopIris(1);
        Trainer<LoopIris, SGD> trainer = model.CreateTrainer(new SGD(0.1), 4);
        Refused("rows[1] is 150, but the data has 150 rows, 0 to 149", () => model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), rows: [0, 150]));
        Refused("rows[0] is -1", () => model.Evaluate(s_iris.Inputs, s_iris.Labels, rows: [-1]));
        Refused("rows is empty", () => model.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), rows: []));
        Refused("rows[0] is 150", () => trainer.Step(s_iris.Inputs, s_iris.Labels, [150]));
        Refused("5 rows", () => trainer.Step(s_iris.Inputs, s_iris.Labels, [0, 1, 2, 3, 4]));
        Refused("at least one row", () => trainer.Step(s_iris.Inputs, s_iris.Labels, ReadOnlySpan<int>.Empty));
        Refused("2 rows, but 3 sample weights", () => trainer.Step(s_iris.Inputs, s_iris.Labels, [0, 1], new float[3]));
        Assert.Equal(new LoopIris(1).Parameters.Hash(), model.Parameters.Hash());

        static void Refused(string message, Action action) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BalancedClasses_WeighLikeScikitLearn()
    {
        // 40 rows of class 0, 10 of class 1: weights 50 / (2 · 40) and 50 / (2 · 10).
        int[] rows = [.. Enumerable.Range(0, 40), .. Enumerable.Range(50, 10)];
        float[] weights = [.. Enumerable.Range(0, 150).Select(i => i < 50 ? 0.625f : 2.5f)];
        var expected = new LoopIris(1);
        expected.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), new FitOptions { Epochs = 2, SampleWeights = weights }, rows: rows);
        var balanced = new LoopIris(1);
        balanced.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), new FitOptions { Epochs = 2, BalanceClasses = true }, rows: rows);
        Assert.Equal(expected.Parameters.Hash(), balanced.Parameters.Hash());
        var given = new LoopIris(1);
        given.Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), new FitOptions { Epochs = 2, ClassWeights = new[] { 0.625f, 2.5f, 9f } }, rows: rows);
        Assert.Equal(expected.Parameters.Hash(), given.Parameters.Hash());
    }

    [Fact]
    public void ClassWeightsThatDoNotFit_AreRefused()
    {
        Refused("ClassWeights has 2 values, but LoopIris has 3 classes", new FitOptions { ClassWeights = new float[2] });
        Refused("choose one", new FitOptions { ClassWeights = new float[3], BalanceClasses = true });
        string message = Assert.Throws<ArgumentException>(() => new LoopSine(1).Fit([1f], [1f], new SGD(0.1), new FitOptions { BalanceClasses = true })).Message;
        Assert.Contains("needs class labels", message, StringComparison.Ordinal);

        static void Refused(string message, FitOptions options) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => new LoopIris(1).Fit(s_iris.Inputs, s_iris.Labels, new SGD(0.1), options)).Message, StringComparison.Ordinal);
    }

    private static float[] Inputs(int[] rows) => [.. rows.SelectMany(row => s_iris.Inputs[(row * 4)..((row + 1) * 4)])];

    private static int[] Labels(int[] rows) => [.. rows.Select(row => s_iris.Labels[row])];
}
