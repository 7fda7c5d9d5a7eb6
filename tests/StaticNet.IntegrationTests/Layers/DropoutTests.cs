using System;
using System.Linq;
using StaticNet.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

[Sequential(30), Linear(40), Dropout(0.5f), Linear(1)]
public partial class DroppingNetwork;

/// <summary>Masks of dropout: reproducible, of the right share, independent of blocks; nothing outside training.</summary>
public sealed class DropoutTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Mask_DropsTheShareAndKeepsTheMean(float probability)
    {
        const int Rows = 500, Stride = 200;
        float[] ones = Enumerable.Repeat(1f, Rows * Stride).ToArray();
        float[] result = new float[ones.Length];
        DropoutRows.Apply(ref ones[0], ref result[0], Rows, Stride, probability, seed: 7, layer: 1, firstRow: 0);
        Assert.All(result, value => Assert.True(value == 0f || value == (float)(1 / (1 - (double)probability))));

        // 100,000 Bernoulli draws: five standard deviations. Rows and columns on their own are no more regular than chance either.
        double Bound(int draws) => 5 * Math.Sqrt(probability * (1 - (double)probability) / draws) + 1e-12;
        Assert.InRange(result.Count(value => value == 0f) / (double)result.Length, probability - Bound(result.Length), probability + Bound(result.Length));
        for (int row = 0; row < Rows; row += 25)
        {
            Assert.InRange(result.AsSpan(row * Stride, Stride).Count(0f) / (double)Stride, probability - Bound(Stride), probability + Bound(Stride));
        }

        for (int column = 0; column < Stride; column += 20)
        {
            Assert.InRange(Enumerable.Range(0, Rows).Count(row => result[(row * Stride) + column] == 0f) / (double)Rows, probability - Bound(Rows), probability + Bound(Rows));
        }
    }

    [Fact]
    public void Mask_DependsOnSeedLayerRowAndColumnOnly()
    {
        float[] all = Mask(16, 12, seed: 3, layer: 2, firstRow: 0);
        Assert.Equal(all, Mask(16, 12, seed: 3, layer: 2, firstRow: 0));
        Assert.Equal(all.AsSpan(5 * 12).ToArray(), Mask(11, 12, seed: 3, layer: 2, firstRow: 5));
        float[] wide = Mask(16, 40, seed: 3, layer: 2, firstRow: 0);
        Assert.All(Enumerable.Range(0, 16), row => Assert.Equal(all.AsSpan(row * 12, 12).ToArray(), wide.AsSpan(row * 40, 12).ToArray()));
        Assert.NotEqual(all, Mask(16, 12, seed: 4, layer: 2, firstRow: 0));
        Assert.NotEqual(all, Mask(16, 12, seed: 3, layer: 1, firstRow: 0));
        Assert.NotEqual(all.AsSpan(0, 96).ToArray(), all.AsSpan(96, 96).ToArray());
    }

    [Fact]
    public void Training_IsReproducibleAndInferenceDropsNothing()
    {
        var network = new DroppingNetwork(seed: 5);
        float[] inputs = Data.Normal(300 * 30, 1), targets = Data.Normal(300, 2);
        float Loss(bool isTraining, ulong seed) => network.ComputeLoss(new Batch(inputs, targets) { IsTraining = isTraining, DropoutSeed = seed });
        Assert.Equal(Loss(true, 1), Loss(true, 1));
        Assert.NotEqual(Loss(true, 1), Loss(true, 2));
        Assert.Equal(Loss(false, 1), Loss(false, 2));

        var outputs = new float[300];
        network.ForwardBatch(inputs, outputs);
        Assert.Equal(outputs.Zip(targets, (y, t) => Math.Pow(y - t, 2)).Average(), Loss(false, 1), 1e-5);
    }

    private static float[] Mask(int rows, int stride, ulong seed, int layer, int firstRow)
    {
        float[] values = Enumerable.Repeat(1f, rows * stride).ToArray();
        DropoutRows.Apply(ref values[0], ref values[0], rows, stride, 0.5f, seed, layer, firstRow);
        return values;
    }
}
