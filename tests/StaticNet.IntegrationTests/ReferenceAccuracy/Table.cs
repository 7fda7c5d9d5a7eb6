using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace StaticNet.IntegrationTests.ReferenceAccuracy;

/// <summary>Rows of numbers; the last column of the file is the target: a class, or a number.</summary>
internal sealed record Table(int Columns, float[] Inputs, float[] Targets)
{
    public int Count => Targets.Length;

    public int[] Labels => [.. Targets.Select(target => (int)target)];

    public static Table ReadCsv(string path)
    {
        float[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',').Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        return new Table(rows[0].Length - 1, [.. rows.SelectMany(row => row[..^1])], [.. rows.Select(row => row[^1])]);
    }

    /// <summary>Row i belongs to the test of a fold where (i + fold) mod 5 is 0.</summary>
    public (Table Training, Table Test) Split(int fold) =>
        (Choose(i => (i + fold) % 5 != 0), Choose(i => (i + fold) % 5 == 0));

    public Table Divided(float divisor) => this with { Inputs = [.. Inputs.Select(value => value / divisor)] };

    /// <summary>Columns less the mean and divided by the population deviation that they have in <paramref name="reference"/>.</summary>
    public Table Standardized(Table reference)
    {
        float[] inputs = [.. Inputs];
        for (int column = 0; column < Columns; column++)
        {
            (double mean, double deviation) = Moments([.. Enumerable.Range(0, reference.Count).Select(row => reference.Inputs[(row * Columns) + column])]);
            for (int i = column; i < inputs.Length; i += Columns)
            {
                inputs[i] = (float)((inputs[i] - mean) / deviation);
            }
        }

        return this with { Inputs = inputs };
    }

    public Table WithStandardizedTargets(Table reference)
    {
        (double mean, double deviation) = Moments(reference.Targets);
        return this with { Targets = [.. Targets.Select(target => (float)((target - mean) / deviation))] };
    }

    private static (double Mean, double Deviation) Moments(IReadOnlyList<float> values)
    {
        double mean = values.Average(value => (double)value);
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private Table Choose(Func<int, bool> isChosen)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(isChosen)];
        return new Table(Columns, [.. rows.SelectMany(row => Inputs[(row * Columns)..((row + 1) * Columns)])], [.. rows.Select(row => Targets[row])]);
    }
}
