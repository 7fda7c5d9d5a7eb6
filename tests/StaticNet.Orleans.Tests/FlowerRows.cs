using System;

namespace StaticNet.Orleans.Tests;

/// <summary>Rows of three classes that a small network tells apart: the class is the largest of three of the four inputs.</summary>
internal static class FlowerRows
{
    public static TrainingRows Make(ulong seed, int count)
    {
        var random = new Pcg32(seed);
        var inputs = new float[count * 4];
        var labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            Span<float> values = inputs.AsSpan(row * 4, 4);
            foreach (ref float value in values)
            {
                value = (2 * random.NextSingle()) - 1;
            }

            labels[row] = values[0] > values[1] ? (values[0] > values[2] ? 0 : 2) : (values[1] > values[2] ? 1 : 2);
        }

        return new TrainingRows(inputs, labels);
    }

    public static double Accuracy(Flowers network, TrainingRows rows) => network.Evaluate(rows.Inputs.Span, rows.Labels.Span).Accuracy;
}
