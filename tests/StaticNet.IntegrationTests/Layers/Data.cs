using System;

namespace StaticNet.IntegrationTests.Layers;

/// <summary>Seeded numbers to feed networks with.</summary>
internal static class Data
{
    public static float[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    /// <summary>Rows that add up to 1; a single column becomes numbers from 0 to 1.</summary>
    public static void ToProbabilities(Span<float> values, int columns)
    {
        for (int start = 0; start < values.Length; start += columns)
        {
            float sum = 0;
            foreach (ref float value in values.Slice(start, columns))
            {
                value = columns == 1 ? 1 / (1 + MathF.Exp(-value)) : MathF.Exp(value);
                sum += value;
            }

            foreach (ref float value in values.Slice(start, columns))
            {
                value /= columns == 1 ? 1 : sum;
            }
        }
    }
}
