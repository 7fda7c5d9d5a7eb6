using System;
using System.Linq;
using StaticNet.Losses;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

public class GradientCheckTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    [Fact]
    public void RightGradients_Pass()
    {
        GradientCheckResult classifier = new LoopIris(1).GradientCheck(s_iris.Inputs.AsSpan(0, 80), s_iris.Labels.AsSpan(0, 20));
        Assert.True(classifier.Passed && classifier.MaxRelativeError < 1e-5, classifier.ToString());
        Assert.Equal(83, classifier.Compared);
        GradientCheckResult regression = new LoopSine(1).GradientCheck([-1f, 0.5f, 2], [0.1f, -0.3f, 0.7f]);
        Assert.True(regression.Passed && regression.MaxRelativeError < 1e-5, regression.ToString());
        GradientCheckResult binary = new LoopXor(1).GradientCheck([0f, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);
        Assert.True(binary.Passed && binary.MaxRelativeError < 1e-5, binary.ToString());
        GradientCheckResult sampled = new LoopIris(1).GradientCheck(s_iris.Inputs.AsSpan(0, 80), s_iris.Labels.AsSpan(0, 20), maxValuesPerParameter: 5);
        Assert.Equal(5 + 5 + 5 + 3, sampled.Compared);
    }

    [Fact]
    public void AWrongGradient_IsFoundAndNamed()
    {
        GradientCheckResult result = new Wrong().GradientCheck(s_iris.Inputs.AsSpan(0, 40), s_iris.Labels.AsSpan(0, 10));
        Assert.False(result.Passed);
        Assert.Equal(("output.weight", 7), (result.WorstParameter, result.WorstIndex));
        Assert.Contains("FAILED", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("output.weight[7]", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AKinkAtZero_IsNoError()
    {
        // Zero input and zero bias: every hidden pre-activation is exactly 0, where ReLU has no derivative.
        var model = new LoopIris(1);
        model.Parameters.Initialize("hidden.bias", 0f);
        GradientCheckResult result = model.GradientCheck(new float[4], [1]);
        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void AnUnknownLayer_IsNamed()
    {
        NetworkDescription description = TestLayouts.Describe("Odd", Loss.MeanSquaredError, true, new LayerDescription("Linear", "fc", 2, 2), new LayerDescription("Wavelet", "w", 2, 2));
        string message = Assert.Throws<NotSupportedException>(() => new DoubleNetwork(description, new ParameterBuffer(description.Layout), default, new Batch([1f, 2], [1f, 2]))).Message;
        Assert.Contains("'Wavelet'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryActivationInDouble_EqualsTheReference()
    {
        string[] kinds = [.. Enum.GetNames<Activation>().Where(k => k is not ("Softmax" or "LogSoftmax"))];
        foreach (string kind in kinds)
        {
            Func<double, double> function = DoubleActivations.Find(new LayerDescription(kind, "a", 1, 1))!;
            for (double x = -12; x <= 12; x += 0.37)
            {
                double expected = ReferenceLayers.Activate(kind, x, (_, otherwise) => otherwise);
                Assert.True(Math.Abs(expected - function(x)) <= 1e-12, $"{kind}({x}): expected {expected}, found {function(x)}");
            }
        }
    }

    [Theory]
    [InlineData(Loss.MeanSquaredError)]
    [InlineData(Loss.MeanAbsoluteError)]
    [InlineData(Loss.Huber)]
    [InlineData(Loss.SmoothL1)]
    [InlineData(Loss.BinaryCrossEntropy)]
    [InlineData(Loss.CrossEntropy)]
    [InlineData(Loss.NegativeLogLikelihood)]
    [InlineData(Loss.Hinge)]
    [InlineData(Loss.KLDivergence)]
    public void EveryLossInDouble_EqualsTheReference(Loss loss)
    {
        double[] predictions = [0.5, -1.5, 2, -0.25, 0.75, -3];
        float[] targets = [1, 0, 0, 0.25f, 0.5f, 0.25f];
        var options = new LossOptions { LabelSmoothing = 0.1f, HuberDelta = 0.7f, SmoothL1Beta = 0.6f };
        double expected = (ReferenceLoss.For(loss) with { LabelSmoothing = 0.1f, Delta = 0.7f, Beta = 0.6f })
            .Compute(predictions, 2, [.. targets.Select(t => (double)t)]).Loss;
        if (loss is Loss.NegativeLogLikelihood or Loss.KLDivergence) // without label smoothing
        {
            expected = ReferenceLoss.For(loss).Compute(predictions, 2, [.. targets.Select(t => (double)t)]).Loss;
        }

        double actual = DoubleLoss.Mean(loss, options, (double[])predictions.Clone(), 3, new Batch([], targets));
        Assert.Equal(expected, actual, 1e-12);
    }

    /// <summary>Forgets one weight's gradient.</summary>
    private sealed class Wrong() : LoopNetwork(LoopIris.Description, 1), INetwork<Wrong>
    {
        public static NetworkDescription Description => LoopIris.Description;

        public static Wrong Create(ulong seed) => new();

        float INetwork<Wrong>.ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate)
        {
            float loss = ComputeGradients(batch, gradients, accumulate);
            gradients.Values[LoopIris.Description.Layout.Find("output.weight").StorageIndex(7)] = 5;
            return loss;
        }
    }
}
