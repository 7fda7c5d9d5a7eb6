using System;
using System.Collections.Generic;

namespace StaticNet.Data;

/// <summary>What a missing value is replaced by.</summary>
public enum Imputation
{
    /// <summary>The mean of the column's values that are there.</summary>
    Mean,

    /// <summary>Their median: the middle value, or the mean of the two middle ones.</summary>
    Median,

    /// <summary>The most frequent of them; the smallest where several are.</summary>
    MostFrequent,
}

/// <summary>
/// Replaces missing values (NaN) by a number per column. Fit it on the training rows and apply it to all others too, or the test rows have a
/// say in the training. As scikit-learn's <c>SimpleImputer</c>.
/// </summary>
public sealed class Imputer
{
    private readonly float[] _values;

    private Imputer(float[] values)
    {
        _values = values;
    }

    /// <summary>[columns]: what a missing value becomes.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Takes the replacements from a matrix.</summary>
    /// <param name="matrix">[rows, columns], row-major; NaN is missing.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="imputation">What a missing value is replaced by.</param>
    /// <exception cref="ArgumentException">The matrix is no whole number of rows, or a column has no value.</exception>
    public static Imputer Fit(ReadOnlySpan<float> matrix, int columns, Imputation imputation = Imputation.Mean)
    {
        CheckRows(matrix, columns);
        float[] values = new float[columns];
        for (int column = 0; column < columns; column++)
        {
            var present = new List<float>();
            for (int i = column; i < matrix.Length; i += columns)
            {
                if (!float.IsNaN(matrix[i]))
                {
                    present.Add(matrix[i]);
                }
            }

            if (present.Count == 0)
            {
                throw new ArgumentException($"Column {column} has no value at all; leave it out.", nameof(matrix));
            }

            values[column] = imputation switch
            {
                Imputation.Mean => Mean(present),
                Imputation.Median => Median(present),
                Imputation.MostFrequent => MostFrequent(present),
                _ => throw new ArgumentOutOfRangeException(nameof(imputation), imputation, null),
            };
        }

        return new Imputer(values);
    }

    /// <summary>An imputer with numbers of yours, one per column.</summary>
    public static Imputer Constant(params ReadOnlySpan<float> values) => new([.. values]);

    /// <summary>Replaces the missing values in place.</summary>
    /// <param name="matrix">[rows, columns], row-major.</param>
    /// <exception cref="ArgumentException">The matrix is no whole number of rows.</exception>
    public void Fill(Span<float> matrix)
    {
        CheckRows(matrix, _values.Length);
        for (int i = 0; i < matrix.Length; i++)
        {
            if (float.IsNaN(matrix[i]))
            {
                matrix[i] = _values[i % _values.Length];
            }
        }
    }

    private static void CheckRows(ReadOnlySpan<float> matrix, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (matrix.Length % columns != 0)
        {
            throw new ArgumentException($"{matrix.Length} values are no whole number of rows of {columns}.", nameof(matrix));
        }
    }

    private static float Mean(List<float> values)
    {
        double sum = 0;
        values.ForEach(value => sum += value);
        return (float)(sum / values.Count);
    }

    private static float Median(List<float> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (float)(((double)values[middle - 1] + values[middle]) / 2);
    }

    private static float MostFrequent(List<float> values)
    {
        values.Sort();
        float best = values[0];
        int most = 0;
        for (int start = 0, i = 1; i <= values.Count; i++)
        {
            if (i == values.Count || values[i] != values[start])
            {
                if (i - start > most)
                {
                    (best, most) = (values[start], i - start);
                }

                start = i;
            }
        }

        return best;
    }
}
