using System;
using System.Globalization;

namespace StaticNet;

/// <summary>Mean, population deviation, minimum and maximum of each column, in one pass and in double.</summary>
internal sealed class FeatureStatistics
{
    private readonly double[] _mean, _squares;
    private readonly float[] _min, _max;
    private readonly int _count;

    /// <summary>Reads the rows once.</summary>
    /// <param name="values">[count, columns]; at least one row.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="what">How a message calls them: <c>inputs</c>.</param>
    /// <exception cref="ArgumentException">There is no whole number of rows, none at all, or a value is NaN or infinite.</exception>
    public FeatureStatistics(ReadOnlySpan<float> values, int columns, string what)
    {
        if (values.IsEmpty || values.Length % columns != 0)
        {
            throw new ArgumentException($"{what} has {values.Length} values; expected one or more rows of {columns}.", what);
        }

        (_mean, _squares) = (new double[columns], new double[columns]);
        (_min, _max) = (values[..columns].ToArray(), values[..columns].ToArray());
        _count = values.Length / columns;
        for (int row = 0; row < _count; row++)
        {
            ReadOnlySpan<float> current = values.Slice(row * columns, columns);
            for (int i = 0; i < current.Length; i++)
            {
                float value = current[i];
                if (!float.IsFinite(value))
                {
                    throw new ArgumentException(
                        $"{what} has {value.ToString(CultureInfo.InvariantCulture)} in row {row}, column {i}; replace missing values, or leave the row out, before fitting.", what);
                }

                // Welford 1962: stable for means far from 0, and exactly 0 for constant columns.
                double distance = value - _mean[i];
                _mean[i] += distance / (row + 1);
                _squares[i] += distance * (value - _mean[i]);
                _min[i] = MathF.Min(_min[i], value);
                _max[i] = MathF.Max(_max[i], value);
            }
        }
    }

    /// <summary>The means, [columns].</summary>
    public float[] Mean => Array.ConvertAll(_mean, static mean => (float)mean);

    /// <summary>√(mean of squared distances); 1 for a constant column.</summary>
    public float[] Deviation => Array.ConvertAll(_squares, squares => (float)Math.Sqrt(squares / _count) is var deviation && deviation > 0 ? deviation : 1f);

    /// <summary>The smallest values, [columns].</summary>
    public float[] Min => _min;

    /// <summary>The largest values, [columns].</summary>
    public float[] Max => _max;
}
