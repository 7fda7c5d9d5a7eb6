using System;
using System.Linq;
using System.Runtime.CompilerServices;
using StaticNet.Losses;
using Xunit;

namespace StaticNet.Tests.Losses;

public class PerceptronLossTests
{
    private static readonly float[] s_preActivations = [2f, -0.5f, 0f, -3f, 1f];
    private static readonly int[] s_labels = [1, 1, 0, 0, 0];

    // (y − t)·z with y = z ≥ 0: wrong are rows 1 (said 0), 2 (at 0 the unit says 1; it costs nothing but has a gradient) and 4 (said 1).
    [Fact]
    public void Labels_GiveTheCriterionAndThePerceptronRule()
    {
        var gradient = new float[5];
        double loss = PerceptronLoss.Labels(ref s_preActivations[0], 5, 1, s_labels, [], default, 0.2f, ref gradient[0]);
        Assert.Equal((0.5 + 1) * 0.2f, loss, 1e-9);
        Assert.Equal([0f, -0.2f, 0.2f, 0f, 0.2f], gradient);
    }

    [Fact]
    public void SampleWeights_MultiplyLossAndGradient()
    {
        var gradient = new float[5];
        double loss = PerceptronLoss.Labels(ref s_preActivations[0], 5, 1, s_labels, [1f, 3f, 1f, 1f, 0f], default, 1f, ref gradient[0]);
        Assert.Equal(1.5, loss, 1e-9);
        Assert.Equal([0f, -3f, 1f, 0f, 0f], gradient);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 8)]
    [InlineData(9, 16)]
    public void Targets_EqualLabels_ColumnByColumn(int columns, int stride)
    {
        const int Rows = 3;
        float[] z = [.. Enumerable.Range(0, Rows * stride).Select(i => MathF.Sin(7 * i))];
        float[] targets = [.. Enumerable.Range(0, Rows * columns).Select(i => (float)(i * 5 % 3 % 2))];
        var gradient = Enumerable.Repeat(float.NaN, Rows * stride).ToArray();
        double loss = PerceptronLoss.Targets(ref z[0], Rows, columns, stride, targets, [], default, 0.5f, ref gradient[0]);
        double expected = 0;
        for (int i = 0; i < z.Length; i++)
        {
            int row = i / stride, column = i % stride;
            float difference = column < columns ? (z[i] >= 0 ? 1f : 0f) - targets[(row * columns) + column] : 0f;
            expected += column < columns ? 0.5 * difference * z[i] : 0;
            Assert.Equal(0.5f * difference, gradient[i]);
        }

        Assert.Equal(expected, loss, 1e-6);
        Assert.Equal(loss, PerceptronLoss.Targets(ref z[0], Rows, columns, stride, targets, [], default, 0.5f, ref Unsafe.NullRef<float>()));
    }

    [Fact]
    public void AnotherLabel_IsRefused() =>
        Assert.Contains("2", Assert.Throws<ArgumentException>(() =>
            PerceptronLoss.Labels(ref s_preActivations[0], 5, 1, [0, 1, 2, 0, 1], [], default, 1f, ref Unsafe.NullRef<float>())).Message, StringComparison.Ordinal);
}
