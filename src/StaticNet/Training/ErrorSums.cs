using System;

namespace StaticNet;

/// <summary>Sums over rows from which the errors of some columns follow. The targets' means are taken first, so that R² does not cancel.</summary>
internal sealed class ErrorSums
{
    private readonly int _columns, _first;
    private readonly bool _mayMiss;
    private readonly int[] _counts;
    private readonly double[] _means, _absolutes, _residuals, _spreads;

    /// <summary>Measures the columns from <paramref name="first"/> to <paramref name="first"/> + <paramref name="size"/> − 1.</summary>
    /// <param name="targets">All rows, [count, <paramref name="columns"/>].</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="first">The first column measured.</param>
    /// <param name="size">How many columns are measured.</param>
    /// <param name="mayMiss">Whether a target of NaN is missing: each column is measured over its own targets.</param>
    public ErrorSums(ReadOnlySpan<float> targets, int columns, int first, int size, bool mayMiss)
    {
        _mayMiss = mayMiss;
        _columns = columns;
        _first = first;
        _counts = new int[size];
        _means = new double[size];
        _absolutes = new double[size];
        _residuals = new double[size];
        _spreads = new double[size];
        for (int start = first; start < targets.Length; start += columns)
        {
            for (int c = 0; c < size; c++)
            {
                if (!IsMissing(targets[start + c]))
                {
                    _counts[c]++;
                    _means[c] += targets[start + c];
                }
            }
        }

        for (int c = 0; c < size; c++)
        {
            _means[c] /= _counts[c]; // exact where all targets are equal: n times a float is a double
        }
    }

    /// <summary>Σ(output − target)² over all columns.</summary>
    public double Squared
    {
        get
        {
            double sum = 0;
            foreach (double residuals in _residuals)
            {
                sum += residuals;
            }

            return sum;
        }
    }

    /// <summary>Whether a column, from 0, has any target.</summary>
    public bool HasTargets(int column) => _counts[column] > 0;

    /// <summary>Adds rows.</summary>
    /// <param name="outputs">[rows, columns].</param>
    /// <param name="targets">Their targets, [rows, columns].</param>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets)
    {
        for (int start = _first; start < outputs.Length; start += _columns)
        {
            for (int c = 0; c < _means.Length; c++)
            {
                double target = targets[start + c];
                if (IsMissing((float)target))
                {
                    continue;
                }

                double error = outputs[start + c] - target;
                double deviation = target - _means[c];
                _absolutes[c] += Math.Abs(error);
                _residuals[c] += error * error;
                _spreads[c] += deviation * deviation;
            }
        }
    }

    /// <summary>The errors of each column; NaN for one without targets, or with an output of NaN.</summary>
    /// <param name="names">The columns' names; null where they have none.</param>
    public OutputErrors[] ToErrors(NetworkColumns? names)
    {
        var errors = new OutputErrors[_means.Length];
        for (int c = 0; c < errors.Length; c++)
        {
            double r2 = double.IsNaN(_residuals[c]) || _counts[c] == 0 ? double.NaN : _spreads[c] > 0 ? 1 - (_residuals[c] / _spreads[c]) : _residuals[c] == 0 ? 1 : 0;
            errors[c] = new OutputErrors(names?.Outputs[_first + c], _absolutes[c] / _counts[c], Math.Sqrt(_residuals[c] / _counts[c]), r2);
        }

        return errors;
    }

    private bool IsMissing(float target) => _mayMiss && float.IsNaN(target);
}
