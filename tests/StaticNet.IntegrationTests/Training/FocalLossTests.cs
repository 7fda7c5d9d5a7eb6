using System;
using System.Linq;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Mlp(4, 10, 3)]
[Training(Loss = Loss.CrossEntropy, FocalGamma = 2f, ClassWeights = [1f, 0.25f, 4f])]
public partial class FocalClasses;

[Mlp(4, 10, 3)]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [1f, 0.25f, 4f])]
public partial class PlainClasses;

[Mlp(40, 64, 10, Activation = Activation.Tanh, OutputActivation = Activation.Softmax)]
[Training(FocalGamma = 1.5f)]
public partial class FocalSoftmax;

[Mlp(4, 10, 1, OutputActivation = Activation.Sigmoid)]
[Training(FocalGamma = 2f, PositiveWeights = [3f])]
public partial class FocalAnswers;

[Sequential(2), GRU(5), Linear(3)]
[Training(Loss = Loss.CrossEntropy, FocalGamma = 2f)]
public partial class FocalSteps;

/// <summary>The focal loss through everything that computes a loss; its values against PyTorch's are in LossFixtureTests, the gradients of all regimes in OracleTests.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class FocalLossTests
{
    private const int Count = 700;

    private static readonly float[] s_inputs = Layers.Data.Normal(Count * 4, 4);

    private static readonly int[] s_labels = [.. Enumerable.Range(0, Count).Select(i => i % 7 == 3 ? Batch.IgnoreLabel : i * 3 / Count)];

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(700)]
    public void FitAndEvaluate_AreTheWeightedMeanOfTheLabels(int batchSize)
    {
        var model = new FocalClasses(2);
        double expected = Oracle(model.ForwardBatch(s_inputs), s_labels, [1, 0.25, 4], 2);
        Assert.Equal(expected, model.Evaluate(s_inputs, s_labels).Loss, 1e-6);
        Assert.Equal(expected, model.ComputeLoss(s_inputs, s_labels), 1e-6);
        TrainingHistory history = model.Fit(s_inputs, s_labels, new SGD(0), new FitOptions { Epochs = 1, BatchSize = batchSize, ValidationData = (s_inputs, s_labels) });
        Assert.Equal(expected, history.Epochs[0].Loss, 1e-6);
        Assert.Equal(expected, history.Epochs[0].ValidationLoss!.Value, 1e-6);
    }

    [Fact]
    public void OneHotTargets_AreLabels()
    {
        var model = new FocalSoftmax(1);
        float[] inputs = Layers.Data.Normal(37 * 40, 4);
        int[] labels = TestData.Labels(37, 10, 5);
        ParameterBuffer ofLabels = new(model.Parameters.Layout), ofNumbers = new(model.Parameters.Layout);
        float[] oneHot = [.. labels.SelectMany(label => Enumerable.Range(0, 10).Select(c => c == label ? 1f : 0f))];
        float loss = model.ComputeGradients(new Batch(inputs, labels), ofLabels, accumulate: false);
        Assert.Equal(loss, model.ComputeGradients(new Batch(inputs, oneHot), ofNumbers, accumulate: false));
        Assert.Equal(ofLabels.Hash(), ofNumbers.Hash());
    }

    [Fact]
    public void GradientChecks_Pass()
    {
        float[] inputs = s_inputs[..(9 * 4)];
        Passes(new FocalClasses(1).GradientCheck(inputs, s_labels[..9]));
        Passes(new FocalAnswers(1).GradientCheck(inputs, [0, 1, 1, 0, 1, 0, 0, 1, 1]));
        Passes(new FocalAnswers(1).GradientCheck(inputs, [0.25f, 1, 1, 0, 1, 0.5f, 0, 1, 1]));
        float[] many = Layers.Data.Normal(9 * 40, 3);
        Passes(new FocalSoftmax(1).GradientCheck(many, TestData.Labels(9, 10, 5)));
        Passes(new FocalSoftmax(1).GradientCheck(many, TestData.Targets(Loss.CrossEntropy, 9, 10, 5)));
        Passes(new FocalSteps(1).GradientCheck(new SequenceBatch(Layers.Data.Normal(2 * 6 * 2, 7), [0, 1, 2, Batch.IgnoreLabel, 0, 0, 1, 1, 2, 2, 0, 1], 6)));

        static void Passes(GradientCheckResult check) => Assert.True(check.Passed, check.ToString());
    }

    [Fact]
    public void RowsThatAreRightAlready_CountLess()
    {
        // Equation 5 with γ = 2: a row at p = 0.9 counts a hundredth of its cross-entropy.
        FocalClasses focal = new(1);
        PlainClasses plain = new(1);
        float[] values = new float[FocalClasses.Description.Layout.ParameterCount];
        values[^3] = MathF.Log(0.9f);
        values[^2] = values[^1] = MathF.Log(0.05f);
        focal.Parameters.CopyFrom(values);
        plain.Parameters.CopyFrom(values);
        Assert.Equal(0.01 * plain.ComputeLoss(new float[4], [0]), focal.ComputeLoss(new float[4], [0]), 1e-8);
        Assert.Equal(0.95 * 0.95 * plain.ComputeLoss(new float[4], [2]), focal.ComputeLoss(new float[4], [2]), 1e-6);
    }

    [Fact]
    public void OutputsBeyondEveryRange_StayNumbers()
    {
        FocalClasses model = new(1);
        float[] values = new float[FocalClasses.Description.Layout.ParameterCount];
        foreach ((float first, float second) in new[] { (200f, -200f), (-200f, 200f), (3e4f, -3e4f), (0f, 0f) })
        {
            (values[^3], values[^2]) = (first, second);
            model.Parameters.CopyFrom(values);
            ParameterBuffer gradients = FocalClasses.CreateGradients();
            for (int label = 0; label < 3; label++)
            {
                Assert.True(float.IsFinite(model.ComputeGradients(new Batch(new float[4], [label]), gradients, accumulate: false)));
                Assert.True(double.IsFinite(gradients.Norm()));
            }
        }

        values[^1] = float.NaN;
        model.Parameters.CopyFrom(values);
        Assert.True(float.IsNaN(model.ComputeLoss(new float[4], [0])));
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        var trainer = new FocalClasses(1).CreateTrainer(new Adam(), 64);
        Assert.Equal(0, Allocations.Least(() => trainer.Step(s_inputs.AsSpan(0, 256), s_labels.AsSpan(0, 64))));
        Assert.Equal(0, Allocations.Least(() => trainer.Step(s_inputs.AsSpan(0, 4), s_labels.AsSpan(0, 1))));
        var answers = new FocalAnswers(1).CreateTrainer(new Adam(), 64);
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 2)];
        Assert.Equal(0, Allocations.Least(() => answers.Step(s_inputs.AsSpan(0, 256), labels)));
    }

    private static double Oracle(float[] outputs, int[] labels, double[] weights, double gamma)
    {
        double sum = 0, divisor = 0;
        foreach ((float[] z, int label) in outputs.Chunk(weights.Length).Zip(labels).Where(row => row.Second >= 0))
        {
            double logarithm = z[label] - Math.Log(z.Sum(v => Math.Exp(v)));
            sum -= weights[label] * Math.Pow(1 - Math.Exp(logarithm), gamma) * logarithm;
            divisor += weights[label];
        }

        return sum / divisor;
    }
}
