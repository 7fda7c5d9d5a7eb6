using System;

namespace StaticNet.Samples.Playground.Training;

/// <summary>
/// Curves over any number of updates in bounded memory: when it is full, neighbors are averaged, and from then on each
/// entry is the mean of twice as many values.
/// </summary>
/// <param name="curves">How many curves.</param>
public sealed class CurveHistory(int curves)
{
    private const int Capacity = 400;

    private readonly double[] _values = new double[Capacity * curves];
    private readonly double[] _sums = new double[curves];
    private int _summed;

    /// <summary>How many curves.</summary>
    public int CurveCount { get; } = curves;

    /// <summary>Complete entries per curve.</summary>
    public int Count { get; private set; }

    /// <summary>How many added values each entry is the mean of.</summary>
    public int ValuesPerEntry { get; private set; } = 1;

    /// <summary>[Count, CurveCount].</summary>
    public Span<double> Values => _values.AsSpan(0, Count * CurveCount);

    /// <summary>Adds one value to every curve.</summary>
    public void Add(params ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, CurveCount);
        for (int curve = 0; curve < CurveCount; curve++)
        {
            _sums[curve] += values[curve];
        }

        if (++_summed < ValuesPerEntry)
        {
            return;
        }

        for (int curve = 0; curve < CurveCount; curve++)
        {
            _values[(Count * CurveCount) + curve] = _sums[curve] / _summed;
            _sums[curve] = 0;
        }

        _summed = 0;
        if (++Count == Capacity)
        {
            Halve();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_sums);
        (_summed, Count, ValuesPerEntry) = (0, 0, 1);
    }

    private void Halve()
    {
        Count /= 2;
        ValuesPerEntry *= 2;
        for (int entry = 0; entry < Count; entry++)
        {
            for (int curve = 0; curve < CurveCount; curve++)
            {
                int first = (2 * entry * CurveCount) + curve;
                _values[(entry * CurveCount) + curve] = (_values[first] + _values[first + CurveCount]) / 2;
            }
        }
    }
}
