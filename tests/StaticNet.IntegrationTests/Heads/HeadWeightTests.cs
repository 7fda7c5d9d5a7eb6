using System;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Heads;

[Sequential(5), Linear(9), Tanh, Head("kind", 3, Loss = Loss.CrossEntropy, LossWeight = 0.5f, ClassWeights = [1f, 0.25f, 4f]),
 Head("tags", 2, Loss = Loss.BinaryCrossEntropy, PositiveWeights = [3f, 0.5f]), Head("size", 1)]
public partial class WeightedHeads;

[Sequential(5), Linear(9), Tanh, Head("kind", 3, Loss = Loss.CrossEntropy, ClassWeights = [1f, 0.25f, 4f]), Head("tags", 2, Loss = Loss.BinaryCrossEntropy), Head("size", 1)]
[Training(FocalGamma = 2f)]
public partial class FocalHeads;

/// <summary>Weights of classes and of positive targets belong to one head; γ of the focal loss to every head with a cross-entropy.</summary>
public sealed class HeadWeightTests
{
    private const int Rows = 300; // two blocks of gradients

    private static readonly float[] s_inputs = Data.Normal(Rows * 5, 1);

    [Fact]
    public void Losses_AreWeighted()
    {
        var model = new WeightedHeads(2);
        float[] outputs = model.ForwardBatch(s_inputs), targets = Targets(WeightedHeads.KindHead);
        double kind = 0, tags = 0, size = 0;
        for (int row = 0; row < Rows; row++)
        {
            double[] z = [.. outputs[(row * 6)..((row + 1) * 6)].Select(value => (double)value)];
            int label = row % 3;
            kind += new[] { 1, 0.25, 4 }[label] * (Math.Log(z[..3].Sum(Math.Exp)) - z[label]);
            for (int c = 0; c < 2; c++)
            {
                tags += targets[(row * 6) + 3 + c] == 1 ? new[] { 3, 0.5 }[c] * Math.Log(1 + Math.Exp(-z[3 + c])) : Math.Log(1 + Math.Exp(z[3 + c]));
            }

            size += Math.Pow(z[5] - targets[(row * 6) + 5], 2);
        }

        Evaluation evaluation = model.Evaluate(s_inputs, targets);
        Assert.Equal(kind / Rows, evaluation.Heads["kind"].Loss, 1e-6);
        Assert.Equal(tags / Rows / 2, evaluation.Heads["tags"].Loss, 1e-6);
        Assert.Equal(size / Rows, evaluation.Heads["size"].Loss, 1e-6);
        Assert.Equal(((0.5 * kind) + (tags / 2) + size) / Rows, evaluation.Loss, 1e-6);
        Assert.Equal(evaluation.Loss, model.ComputeLoss(new Batch(s_inputs, targets)), 1e-6);
        Assert.Equal([1f, 0.25f, 4f], WeightedHeads.KindHead.ClassWeights!);
        Assert.Null(WeightedHeads.SizeHead.ClassWeights);
    }

    [Fact]
    public void GradientChecks_Pass()
    {
        Passes(new WeightedHeads(3).GradientCheck(s_inputs.AsSpan(0, 45), Targets(WeightedHeads.KindHead).AsSpan(0, 54)));
        Passes(new FocalHeads(3).GradientCheck(s_inputs.AsSpan(0, 45), Targets(FocalHeads.KindHead).AsSpan(0, 54)));

        static void Passes(GradientCheckResult check) => Assert.True(check.Passed, check.ToString());
    }

    private static float[] Targets(OutputHead kind)
    {
        float[] targets = Data.Normal(Rows * 6, 3);
        for (int row = 0; row < Rows; row++)
        {
            kind.SetClass(targets, row, row % 3);
            targets[(row * 6) + 3] = row % 2;
            targets[(row * 6) + 4] = row % 5 == 0 ? 1 : 0;
        }

        return targets;
    }
}
