using System;
using System.Globalization;
using System.Linq;

namespace StaticNet;

/// <summary>Mean, population deviation, minimum and maximum of each column, in one pass and in double.</summary>
internal sealed class FeatureStatistics
{
    private readonly double[] _mean, _squares;
    private readonly float[] _min, _max;
    private readonly int[] _counts;

    /// <summary>Reads the rows once.</summary>
    /// <param name="values">[count, columns]; at least one row.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="what">How a message calls them: <c>inputs</c>.</param>
    /// <param name="mayMiss">Whether a value of NaN is missing: each column is measured over the values that are there.</param>
    /// <exception cref="ArgumentException">There is no whole number of rows, none at all, a value is NaN or infinite, or all of a column are missing.</exception>
    public FeatureStatistics(ReadOnlySpan<float> values, int columns, string what, bool mayMiss = false)
    {
        if (values.IsEmpty || values.Length % columns != 0)
        {
            throw new ArgumentException($"{what} has {values.Length} values; expected one or more rows of {columns}.", what);
        }

        (_mean, _squares) = (new double[columns], new double[columns]);
        (_min, _max) = (new float[columns], new float[columns]);
        _counts = new int[columns];
        for (int row = 0; row < values.Length / columns; row++)
        {
            ReadOnlySpan<float> current = values.Slice(row * columns, columns);
            for (int i = 0; i < current.Length; i++)
            {
                float value = current[i];
                if (mayMiss && float.IsNaN(value))
                {
                    continue;
                }

                if (!float.IsFinite(value))
                {
                    throw new ArgumentException(
                        $"{what} has {value.ToString(CultureInfo.InvariantCulture)} in row {row}, column {i}; replace missing values, or leave the row out, before fitting.", what);
                }

                // Welford 1962: stable for means far from 0, and exactly 0 for constant columns.
                double distance = value - _mean[i];
                _mean[i] += distance / (_counts[i] + 1);
                _squares[i] += distance * (value - _mean[i]);
                _min[i] = _counts[i] == 0 ? value : MathF.Min(_min[i], value);
                _max[i] = _counts[i] == 0 ? value : MathF.Max(_max[i], value);
                _counts[i]++;
            }
        }

        if (Array.IndexOf(_counts, 0) is int empty and >= 0)
        {
            throw new ArgumentException($"{what} has no value in column {empty}, all {values.Length / columns} are missing (NaN); fit with rows that have some.", what);
        }
    }

    /// <summary>The means, [columns].</summary>
    public float[] Mean => Array.ConvertAll(_mean, static mean => (float)mean);

    /// <summary>√(mean of squared distances); 1 for a constant column.</summary>
    public float[] Deviation => [.. _squares.Zip(_counts, static (squares, count) => (float)Math.Sqrt(squares / count) is var deviation && deviation > 0 ? deviation : 1f)];

    /// <summary>The smallest values, [columns].</summary>
    public float[] Min => _min;

    /// <summary>The largest values, [columns].</summary>
    public float[] Max => _max;
}
