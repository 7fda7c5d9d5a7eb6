using System;

namespace StaticNet.Benchmarks;

/// <summary>The numbers of a normalization, [values] each, as they might be after training; mean and variance are the running averages of a batch normalization.</summary>
internal sealed record NormWeights(float[] Weight, float[] Bias, float[] Mean, float[] Variance)
{
    /// <summary>Added to the variance; PyTorch's default.</summary>
    public const double Epsilon = 1e-5;

    public static NormWeights Random(Random random, int size)
    {
        float[] Around(float center) => [.. Draw(center)];
        System.Collections.Generic.IEnumerable<float> Draw(float center)
        {
            for (int i = 0; i < size; i++)
            {
                yield return center + (random.NextSingle() / 2) - 0.25f;
            }
        }

        return new(Around(1), Around(0), Around(0), Around(0.5f));
    }

    /// <summary>Normalizes a row in place.</summary>
    public void Apply(double[] row, bool isBatchNorm)
    {
        double rowMean = 0, rowVariance = 0;
        foreach (double value in row)
        {
            rowMean += value / row.Length;
        }

        foreach (double value in row)
        {
            rowVariance += (value - rowMean) * (value - rowMean) / row.Length;
        }

        for (int i = 0; i < row.Length; i++)
        {
            (double mean, double variance) = isBatchNorm ? (Mean[i], Variance[i]) : (rowMean, rowVariance);
            row[i] = ((row[i] - mean) / Math.Sqrt(variance + Epsilon) * Weight[i]) + Bias[i];
        }
    }
}
