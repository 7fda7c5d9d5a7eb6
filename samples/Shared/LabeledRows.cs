using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace StaticNet.Samples;

/// <summary>Rows of numbers with a class each, read from a CSV file whose last column is the class.</summary>
internal sealed record LabeledRows(int Columns, float[] Inputs, int[] Labels)
{
    public int Count => Labels.Length;

    public ReadOnlySpan<float> Row(int index) => Inputs.AsSpan(index * Columns, Columns);

    public static LabeledRows Read(string fileName)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, fileName));
        float[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        return new LabeledRows(rows[0].Length - 1, [.. rows.SelectMany(row => row[..^1])], [.. rows.Select(row => (int)row[^1])]);
    }

    /// <summary>Every fifth row is held back for the test: the file is sorted by class, so each class keeps its share.</summary>
    public (LabeledRows Training, LabeledRows Test) HoldBackEveryFifth() =>
        (Choose(Enumerable.Range(0, Count).Where(i => i % 5 != 0)), Choose(Enumerable.Range(0, Count).Where(i => i % 5 == 0)));

    /// <summary>Each column with the mean subtracted and divided by the standard deviation that it has in <paramref name="reference"/>.</summary>
    public LabeledRows StandardizedBy(LabeledRows reference)
    {
        float[] inputs = [.. Inputs];
        for (int column = 0; column < Columns; column++)
        {
            double[] values = [.. Enumerable.Range(0, reference.Count).Select(row => (double)reference.Row(row)[column])];
            double mean = values.Average();
            double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            for (int i = column; i < inputs.Length; i += Columns)
            {
                inputs[i] = (float)((inputs[i] - mean) / deviation);
            }
        }

        return this with { Inputs = inputs };
    }

    public LabeledRows Scaled(float factor) => this with { Inputs = [.. Inputs.Select(value => value * factor)] };

    private LabeledRows Choose(IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        return new LabeledRows(Columns, [.. chosen.SelectMany(row => Row(row).ToArray())], [.. chosen.Select(row => Labels[row])]);
    }
}
