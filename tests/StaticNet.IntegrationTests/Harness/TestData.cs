using System;
using System.Linq;

namespace StaticNet.IntegrationTests.Harness;

/// <summary>Seeded rows.</summary>
internal static class TestData
{
    /// <summary>Uniform values in ±range.</summary>
    public static float[] Uniform(int count, int seed, float range = 2f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * range)];
    }

    public static int[] Labels(int count, int classes, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
    }

    /// <summary>Makes about a third of the targets missing (NaN), of every fifth row all; the first row of several keeps some.</summary>
    public static void Remove(Span<float> targets, int outputs)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            int row = i / outputs, column = i % outputs;
            targets[i] = row % 5 == 4 || ((7 * row) + (3 * column)) % 4 == 1 ? float.NaN : targets[i];
        }
    }

    /// <summary>Targets that fit a loss: probabilities that add up to 1, values in 0…1, ±1, or plain numbers.</summary>
    public static float[] Targets(Loss loss, int rows, int outputs, int seed)
    {
        float[] values = Uniform(rows * outputs, seed);
        switch (loss)
        {
            case Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence:
                for (int row = 0; row < rows; row++)
                {
                    Span<float> probabilities = values.AsSpan(row * outputs, outputs);
                    float sum = 0;
                    foreach (ref float value in probabilities)
                    {
                        value = MathF.Abs(value) + 0.01f;
                        sum += value;
                    }

                    foreach (ref float value in probabilities)
                    {
                        value /= sum;
                    }
                }

                return values;
            case Loss.BinaryCrossEntropy: return [.. values.Select(v => (v + 2) / 4)];
            case Loss.Hinge: return [.. values.Select(v => v < 0 ? -1f : 1f)];
            default: return values;
        }
    }
}
