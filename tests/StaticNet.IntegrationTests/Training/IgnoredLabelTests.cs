using System;
using System.Linq;
using StaticNet.IntegrationTests.Networks.Exact;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Mlp(3, 5, 3)]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [0.25f, 1f, 8f], LabelSmoothing = 0.1f)]
public partial class SmoothWeightedClasses;

[Mlp(4, 5, 1)]
public partial class OneScore;

[Sequential(2), GRU(5), Linear(3)]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [0.5f, 1f, 2f])]
public partial class StepLabels;

/// <summary>Rows labeled −100 do not count: loss and gradients are those of the other rows.</summary>
public sealed class IgnoredLabelTests
{
    private const float Tolerance = 2e-6f; // sums in another order: rows lie in other lanes

    [Fact]
    public void EveryRegime_LeavesRowsOut()
    {
        LeavesOut(new Small(1), classes: 3);
        LeavesOut(new Middle(1), classes: 4);
        LeavesOut(new Large(1), classes: 10);
        LeavesOut(new Wide(1), classes: 1500);
        LeavesOut(new WeightedClasses(1), classes: 3);
        LeavesOut(new WeightedLikelihoods(1), classes: 3);
        LeavesOut(new SmoothWeightedClasses(1), classes: 3);
    }

    [Fact]
    public void NothingLabeled_IsZero_AndChangesNothing()
    {
        Zero(new Small(1));
        Zero(new Large(1));
        Zero(new WeightedClasses(1));

        static void Zero<TNetwork>(TNetwork model)
            where TNetwork : class, INetwork<TNetwork>
        {
            foreach (int rows in new[] { 1, 17 })
            {
                float[] inputs = Layers.Data.Normal(rows * TNetwork.Description.InputSize, 3);
                int[] labels = [.. Enumerable.Repeat(Batch.IgnoreLabel, rows)];
                var gradients = new ParameterBuffer(model.Parameters.Layout);
                gradients.Values[0] = 1;
                Assert.Equal(0, model.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false));
                Assert.Equal(0, gradients.Norm());
                UInt128 before = model.Parameters.Hash();
                Assert.Equal(0, model.CreateTrainer(new SGD(0.1)).Step(inputs, labels));
                Assert.Equal(before, model.Parameters.Hash());
            }
        }
    }

    [Fact]
    public void FitAndEvaluate_AreThoseOfTheLabeledRows()
    {
        float[] inputs = Layers.Data.Normal(400 * 4, 5);
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 1 ? Batch.IgnoreLabel : i % 3)];
        int[] labeled = [.. Enumerable.Range(0, 400).Where(i => labels[i] >= 0)];
        var model = new Small(2);
        Evaluation all = model.Evaluate(inputs, labels), some = model.Evaluate(inputs, labels, rows: labeled);
        Assert.Equal(some.Loss, all.Loss, 1e-6);
        Assert.Equal((some.Accuracy, some.Count, 300), (all.Accuracy, all.Count, all.ConfusionMatrix!.Total));
        Assert.Equal(all.Loss, model.Evaluate(inputs, labels, maxDegreeOfParallelism: 2).Loss);

        // Every batch of four rows has three that count.
        TrainingHistory history = model.Fit(inputs, labels, new SGD(0.1), new FitOptions { Epochs = 2, BatchSize = 4, Shuffle = false, BalanceClasses = true });
        var same = new Small(2);
        same.Fit(inputs, labels, new SGD(0.1), new FitOptions { Epochs = 2, BatchSize = 3, Shuffle = false, BalanceClasses = true }, rows: labeled);
        float[] values = model.Parameters.Values.ToArray(), expected = same.Parameters.Values.ToArray();
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(expected[i], values[i], 1e-5f));
        Assert.Equal(model.Evaluate(inputs, labels).Accuracy, history.Epochs[^1].Accuracy!.Value, 1e-12);
    }

    [Fact]
    public void Sequences_LeaveStepsOut()
    {
        var model = new StepLabels(1);
        float[] inputs = Layers.Data.Normal(2 * 6 * 2, 7);
        int[] labels = [0, 1, 2, 1, 0, 2, 2, 2, 1, 1, 0, 0];
        float[] weights = [1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1];
        int[] ignoring = [.. labels.Select((label, i) => weights[i] == 0 ? Batch.IgnoreLabel : label)];
        ParameterBuffer expected = StepLabels.CreateGradients(), found = StepLabels.CreateGradients();
        float loss = model.ComputeGradients(new SequenceBatch(inputs, labels, 6) { StepWeights = weights }, expected, accumulate: false);
        Assert.Equal(loss, model.ComputeGradients(new SequenceBatch(inputs, ignoring, 6), found, accumulate: false), Tolerance);
        Assert.Equal(expected.Hash(), found.Hash());
        Assert.Equal(8, model.Evaluate(inputs, ignoring, 6).ConfusionMatrix!.Total);
        Assert.Equal(0, model.ComputeGradients(new SequenceBatch(inputs, [.. Enumerable.Repeat(Batch.IgnoreLabel, 12)], 6), found, accumulate: false));
        Assert.Equal(0, found.Norm());
    }

    [Fact]
    public void WhereRowsCannotBeLeftOut_TheLabelIsRefused()
    {
        Refused("labels must be in the range [0, 1] (2 classes).", () => new OneScore().ComputeLoss(new float[OneScore.InputSize], [Batch.IgnoreLabel]));
        Refused("is -1; labels must be in the range [0, 2] (3 classes), or -100 to leave the row out", () => new Small().ComputeLoss(new float[8], [Batch.IgnoreLabel, -1]));
        Refused("is 3; labels", () => new Small().ComputeLoss(new float[4], [3]));
        Refused("All 2 training labels are -100", () => new Small().Fit(new float[8], [Batch.IgnoreLabel, Batch.IgnoreLabel], new SGD(0.1)));

        static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static void LeavesOut<TNetwork>(TNetwork model, int classes)
        where TNetwork : class, INetwork<TNetwork>
    {
        int size = TNetwork.Description.InputSize;
        foreach (int rows in new[] { 2, 11, 45 })
        {
            float[] inputs = Layers.Data.Normal(rows * size, 3), weights = [.. Enumerable.Range(0, rows).Select(i => 0.5f + (i % 3))];
            int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 || i % 11 > 7 ? Batch.IgnoreLabel : i * 7 % classes)];
            int[] counted = [.. Enumerable.Range(0, rows).Where(i => labels[i] >= 0)];
            float[] countedInputs = [.. counted.SelectMany(i => inputs[(i * size)..((i + 1) * size)])];
            int[] countedLabels = [.. counted.Select(i => labels[i])];
            ParameterBuffer expected = new(model.Parameters.Layout), found = new(model.Parameters.Layout);

            // The mean is over the labeled rows, with weights of rows too.
            Assert.Equal(model.ComputeLoss(new Batch(countedInputs, countedLabels)), model.ComputeLoss(new Batch(inputs, labels)), Tolerance);
            float loss = model.ComputeGradients(
                new Batch(countedInputs, countedLabels) { SampleWeights = counted.Select(i => weights[i]).ToArray() }, expected, accumulate: false);
            Assert.Equal(loss, model.ComputeGradients(new Batch(inputs, labels) { SampleWeights = weights }, found, accumulate: false), loss * Tolerance);
            Assert.All(Enumerable.Range(0, found.Values.Length), i => Assert.Equal(expected.Values[i], found.Values[i], Tolerance));
            if (rows == 11 && classes < 100)
            {
                GradientCheckResult check = model.GradientCheck(inputs, labels);
                Assert.True(check.Passed, check.ToString());
            }
        }
    }
}
