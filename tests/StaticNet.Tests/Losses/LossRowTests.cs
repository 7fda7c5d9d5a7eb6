using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Losses;
using StaticNet.Numerics;
using StaticNet.Tests.Numerics;
using Xunit;

namespace StaticNet.Tests.Losses;

public sealed class LossRowTests
{
    private delegate double Targets(
        ref float outputs, int rows, int columns, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient);

    private delegate double LabelLoss(
        ref float outputs, int rows, int columns, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient);

    private static readonly LossOptions Options = new() { HuberDelta = 0.7f, SmoothL1Beta = 0.4f, HingeMargin = 1.5f };

    public static TheoryData<int, int> Shapes => new(
        from columns in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 15, 16, 17, 23, 24, 31, 33, 100]
        from padding in (int[])[0, 1, 5, 9]
        select (columns, padding));

    private static (string Name, Targets Loss, Func<Vector128<float>, Vector128<float>, Vector128<float>> Value, Func<Vector128<float>, Vector128<float>, Vector128<float>> Gradient)[] ElementLosses =>
    [
        ("MSE", MeanSquaredErrorLoss.Targets, MeanSquaredErrorLoss.Value, MeanSquaredErrorLoss.Gradient),
        ("MAE", MeanAbsoluteErrorLoss.Targets, MeanAbsoluteErrorLoss.Value, MeanAbsoluteErrorLoss.Gradient),
        ("Huber", HuberLoss.Targets, (y, t) => HuberLoss.Value(y, t, 0.7f), (y, t) => HuberLoss.Gradient(y, t, 0.7f)),
        ("SmoothL1", SmoothL1Loss.Targets, (y, t) => SmoothL1Loss.Value(y, t, 0.4f), (y, t) => SmoothL1Loss.Gradient(y, t, 0.4f)),
        ("Hinge", HingeLoss.Targets, (y, t) => HingeLoss.Value(y, t, 1.5f), (y, t) => HingeLoss.Gradient(y, t, 1.5f)),
        ("BCE", BinaryCrossEntropyLoss.Targets, BinaryCrossEntropyLoss.Value, BinaryCrossEntropyLoss.Gradient),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ElementLosses_HaveTheBitsOfTheVectorForms_AndTheDocumentedOrder(int columns, int padding)
    {
        const int Rows = 5;
        const float Scale = 0.3f;
        float[] sampleWeights = [1f, 0.5f, 2f, 0f, 1.25f];
        RowMatrix outputs = new(Rows, columns, padding, seed: 1);
        float[] targets = [.. Enumerable.Range(0, Rows * columns).Select(i => (float)Math.Sin(i * 1.7))];
        foreach ((string name, Targets loss, var value, var gradientOf) in ElementLosses)
        {
            RowMatrix gradient = new(Rows, columns, padding, seed: 2);
            double expected = 0;
            for (int row = 0; row < Rows; row++)
            {
                float[] values = new float[columns];
                for (int i = 0; i < columns; i++)
                {
                    Vector128<float> y = Vector128.Create(outputs[row, i]), t = Vector128.Create(targets[(row * columns) + i]);
                    values[i] = value(y, t).ToScalar();
                }

                expected += (double)RowMatrix.SumInOrder(values) * sampleWeights[row];
            }

            double actual = loss(ref outputs.First, Rows, columns, outputs.Stride, targets, sampleWeights, Options, Scale, ref gradient.First);
            Assert.True(expected * Scale == actual, $"{name}: {actual:R}, expected {expected * Scale:R}");
            for (int row = 0; row < Rows; row++)
            {
                for (int i = 0; i < columns; i++)
                {
                    Vector128<float> y = Vector128.Create(outputs[row, i]), t = Vector128.Create(targets[(row * columns) + i]);
                    float slope = gradientOf(y, t).ToScalar() * (sampleWeights[row] * Scale);
                    Assert.True(Ulp.Same(slope, gradient[row, i]), $"{name} gradient [{row}, {i}] = {gradient[row, i]:R}, expected {slope:R}");
                }
            }

            gradient.AssertPaddingIsZeroAndSurroundingsUntouched();
            Assert.Equal(actual, loss(ref outputs.First, Rows, columns, outputs.Stride, targets, sampleWeights, Options, Scale, ref Unsafe.NullRef<float>()));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void CrossEntropy_HasTheDocumentedOrder(int columns, int padding)
    {
        const int Rows = 19; // two groups of eight rows, and a rest
        const float Scale = 0.2f;
        float[] sampleWeights = [.. Enumerable.Range(0, Rows).Select(row => 0.25f * (1 + (row % 7)))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row * 5 % columns)];
        RowMatrix logits = new(Rows, columns, padding, seed: 3), gradient = new(Rows, columns, padding, seed: 4);
        double expected = 0;
        float[] slopes = new float[Rows * columns];
        for (int row = 0; row < Rows; row++)
        {
            float[] z = logits.Row(row);
            float max = z.Max();
            float[] e = [.. z.Select(v => VectorMath.ExpNonPositive(v - max))];
            float s = RowMatrix.SumInOrder(e), inverse = 1f / s;
            expected += (double)(VectorMath.Log(s) - (z[labels[row]] - max)) * sampleWeights[row];
            for (int i = 0; i < columns; i++)
            {
                slopes[(row * columns) + i] = ((e[i] * inverse) - (i == labels[row] ? 1f : 0f)) * (sampleWeights[row] * Scale);
            }
        }

        double actual = CrossEntropyLoss.Labels(ref logits.First, Rows, columns, logits.Stride, labels, sampleWeights, default, Scale, ref gradient.First);
        Assert.Equal(expected * Scale, actual);
        gradient.AssertRows(slopes);
        gradient.AssertPaddingIsZeroAndSurroundingsUntouched();
        Assert.Equal(actual, CrossEntropyLoss.Labels(ref logits.First, Rows, columns, logits.Stride, labels, sampleWeights, default, Scale, ref Unsafe.NullRef<float>()));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(75)]
    public void CrossEntropyOfManyRows_IsTheSumOfTheRows(int rows)
    {
        RowMatrix logits = new(rows, 3, 1, seed: 17), together = new(rows, 3, 1, seed: 18), alone = new(rows, 3, 1, seed: 19);
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 3)];
        float[] sampleWeights = [.. Enumerable.Range(0, rows).Select(i => 1f + (i % 4))];
        LossOptions options = new() { ClassWeights = [1f, 0.25f, 3f] };
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += CrossEntropyLoss.Labels(ref logits[row, 0], 1, 3, 4, [labels[row]], [sampleWeights[row]], options, 1f, ref alone[row, 0]);
        }

        Assert.Equal(sum, CrossEntropyLoss.Labels(ref logits.First, rows, 3, 4, labels, sampleWeights, options, 1f, ref together.First));
        together.AssertRows([.. Enumerable.Range(0, rows).SelectMany(alone.Row)]);
        together.AssertPaddingIsZeroAndSurroundingsUntouched();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryGradient_CanReplaceItsInput(int columns, int padding)
    {
        const int Rows = 3;
        int[] labels = [0, columns - 1, columns / 2];
        float[] targets = [.. Enumerable.Range(0, Rows * columns).Select(i => (i % 5) / 4f)];
        LossOptions options = new()
        {
            LabelSmoothing = 0.1f,
            ClassWeights = [.. Enumerable.Range(0, columns).Select(i => 1f + (i % 3))],
            PositiveWeights = [.. Enumerable.Range(0, columns).Select(i => 0.5f + (i % 4))],
        };
        foreach (Targets loss in (Targets[])[.. ElementLosses.Select(l => l.Loss), CrossEntropyLoss.Probabilities])
        {
            RowMatrix outputs = new(Rows, columns, padding, seed: 5), gradient = new(Rows, columns, padding, seed: 6);
            double apart = loss(ref outputs.First, Rows, columns, outputs.Stride, targets, [], options, 1f, ref gradient.First);
            double inPlace = loss(ref outputs.First, Rows, columns, outputs.Stride, targets, [], options, 1f, ref outputs.First);
            Assert.Equal(apart, inPlace);
            outputs.AssertRows([.. Enumerable.Range(0, Rows).SelectMany(gradient.Row)]);
            outputs.AssertPaddingIsZeroAndSurroundingsUntouched();
        }

        foreach (LossOptions given in (LossOptions[])[default, options])
        {
            foreach (LabelLoss loss in (LabelLoss[])[CrossEntropyLoss.Labels, NegativeLogLikelihoodLoss.Labels, NegativeLogLikelihoodLoss.LabelsFromLogits])
            {
                RowMatrix outputs = new(Rows, columns, padding, seed: 7), gradient = new(Rows, columns, padding, seed: 8);
                double apart = loss(ref outputs.First, Rows, columns, outputs.Stride, labels, [], given, 1f, ref gradient.First);
                double inPlace = loss(ref outputs.First, Rows, columns, outputs.Stride, labels, [], given, 1f, ref outputs.First);
                Assert.Equal(apart, inPlace);
                outputs.AssertRows([.. Enumerable.Range(0, Rows).SelectMany(gradient.Row)]);
                outputs.AssertPaddingIsZeroAndSurroundingsUntouched();
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void BinaryLabels_AreTargetsOfOneOutput(int stride)
    {
        int[] labels = [0, 1, 1, 0];
        float[] targets = [.. labels.Select(l => (float)l)];
        foreach (LossOptions options in (LossOptions[])[default, new() { PositiveWeights = [2.5f] }])
        {
            RowMatrix logits = new(4, 1, stride - 1, seed: 9), byLabel = new(4, 1, stride - 1, seed: 1), byTarget = new(4, 1, stride - 1, seed: 2);
            double expected = BinaryCrossEntropyLoss.Targets(ref logits.First, 4, 1, stride, targets, [], options, 0.25f, ref byTarget.First);
            Assert.Equal(expected, BinaryCrossEntropyLoss.Labels(ref logits.First, 4, stride, labels, [], options, 0.25f, ref byLabel.First));
            byLabel.AssertRows([.. Enumerable.Range(0, 4).SelectMany(byTarget.Row)]);
            byLabel.AssertPaddingIsZeroAndSurroundingsUntouched();
        }
    }

    [Fact]
    public void LabelOutOfRange_IsNamedWithItsRowAndTheRange_AndNothingIsWritten()
    {
        float[] logits = new float[9], gradient = [.. Enumerable.Repeat(7f, 9)];
        foreach (int bad in (int[])[3, -1, int.MinValue])
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() =>
                CrossEntropyLoss.Labels(ref logits[0], 3, 3, 3, [0, bad, 2], [], default, 1f, ref gradient[0]));
            Assert.Contains($"row 1 is {bad}", error.Message, StringComparison.Ordinal);
            Assert.Contains("[0, 2]", error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => NegativeLogLikelihoodLoss.Labels(ref logits[0], 3, 3, 3, [0, 1, 3], [], default, 1f, ref gradient[0]));
        Assert.Throws<ArgumentException>(() => BinaryCrossEntropyLoss.Labels(ref logits[0], 3, 1, [0, 1, 2], [], default, 1f, ref gradient[0]));
        Assert.All(gradient, v => Assert.Equal(7f, v));
    }

    [Fact]
    public void WrongLengths_AreRefusedWithBothNumbers()
    {
        float[] y = new float[6];
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            MeanSquaredErrorLoss.Targets(ref y[0], 2, 3, 3, new float[5], [], default, 1f, ref y[0]));
        Assert.Contains("5 targets for 2 rows of 3 outputs", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CrossEntropyLoss.Labels(ref y[0], 2, 3, 3, [0], [], default, 1f, ref y[0]));
        Assert.Throws<ArgumentException>(() => CrossEntropyLoss.Labels(ref y[0], 2, 3, 3, [0, 1], [1f], default, 1f, ref y[0]));
        Assert.Throws<ArgumentException>(() => CrossEntropyLoss.Labels(ref y[0], 2, 3, 3, [0, 1], [], new() { ClassWeights = [1f] }, 1f, ref y[0]));
        Assert.Throws<ArgumentException>(() => BinaryCrossEntropyLoss.Targets(ref y[0], 2, 3, 3, new float[6], [], new() { PositiveWeights = [1f] }, 1f, ref y[0]));
    }

    [Fact]
    public void DefaultOptions_AreThoseOfPyTorch()
    {
        LossOptions options = default;
        Assert.Equal((1f, 1f, 1f, 0f), (options.HuberDelta, options.SmoothL1Beta, options.HingeMargin, options.LabelSmoothing));
        Assert.Equal(0.1f, new LossOptions { HuberDelta = 0.1f }.HuberDelta);
        Assert.Null(options.ClassWeights);
        Assert.Null(options.PositiveWeights);
    }

    [Fact]
    public void SmoothL1_WithBetaZero_IsTheAbsoluteError()
    {
        Vector128<float> y = Vector128.Create(1f, -2f, 0.5f, 3f), t = Vector128.Create(1f, 1f, 0f, 5f);
        Assert.Equal(MeanAbsoluteErrorLoss.Value(y, t), SmoothL1Loss.Value(y, t, 0f));
        Assert.Equal(MeanAbsoluteErrorLoss.Gradient(y, t), SmoothL1Loss.Gradient(y, t, 0f));
    }

    [Fact]
    public void NoRows_CostNothing() =>
        Assert.Equal(0, CrossEntropyLoss.Labels(ref Unsafe.NullRef<float>(), 0, 3, 4, [], [], default, 1f, ref Unsafe.NullRef<float>()));

    [Theory]
    [InlineData(3, 1)] // eight rows at a time
    [InlineData(3, 5)]
    [InlineData(12, 4)]
    [InlineData(40, 0)]
    public void IgnoredRows_HaveNoLossAndNoGradient_AndTheOthersTheirBits(int columns, int padding)
    {
        const int Rows = 29;
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row is 0 or 5 or 6 or 17 or 28 ? Batch.IgnoreLabel : row % columns)];
        float[] weights = [.. Enumerable.Range(0, Rows).Select(row => 0.25f * row)];
        float[] classWeights = [.. Enumerable.Range(1, columns).Select(i => 1f / i)];
        foreach (LossOptions options in new LossOptions[] { default, new() { ClassWeights = classWeights }, new() { LabelSmoothing = 0.2f, ClassWeights = classWeights } })
        {
            foreach (LabelLoss loss in new LabelLoss[] { CrossEntropyLoss.Labels, NegativeLogLikelihoodLoss.Labels })
            {
                RowMatrix outputs = new(Rows, columns, padding, seed: 1), gradient = new(Rows, columns, padding, seed: 2);
                outputs[5, 1] = float.NaN; // does not count either
                double total = loss(ref outputs.First, Rows, columns, outputs.Stride, labels, weights, options, 0.5f, ref gradient.First);
                double expected = 0;
                for (int row = 0; row < Rows; row++)
                {
                    RowMatrix one = new(1, columns, padding, seed: 3);
                    if (labels[row] == Batch.IgnoreLabel)
                    {
                        Assert.All(gradient.Row(row), value => Assert.Equal(0f, value));
                        continue;
                    }

                    expected += loss(ref outputs[row, 0], 1, columns, outputs.Stride, [labels[row]], [weights[row]], options, 0.5f, ref one.First);
                    Assert.Equal(one.Row(0), gradient.Row(row));
                }

                Assert.Equal(expected, total, Math.Abs(expected) * 1e-12);
                Assert.Equal(total, loss(ref outputs.First, Rows, columns, outputs.Stride, labels, weights, options, 0.5f, ref Unsafe.NullRef<float>()));
            }

            double counted = labels.Where(label => label >= 0).Sum(label => (double)(options.ClassWeights?[label] ?? 1f));
            Assert.Equal(counted, CrossEntropyLoss.Normalizer(labels, options), 1e-12);
            Assert.Equal((float)(1 / counted), CrossEntropyLoss.Scale(labels, options));
            Assert.Equal(0, CrossEntropyLoss.Scale([Batch.IgnoreLabel, Batch.IgnoreLabel], options));
        }
    }
}
