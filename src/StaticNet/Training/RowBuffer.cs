using System;

namespace StaticNet;

/// <summary>Chosen rows of a larger matrix, gathered for one step. Holds its memory, so that later steps allocate nothing.</summary>
internal sealed class RowBuffer(NetworkDescription description, int capacity)
{
    private readonly float[] _inputs = new float[capacity * description.InputSize];
    private int[] _labels = [];
    private float[] _targets = [];
    private float[] _weights = [];

    /// <summary>Copies rows together.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="rows">At most as many as the capacity; in range.</param>
    public Batch Take(in Batch data, ReadOnlySpan<int> rows)
    {
        Batch batch = Take(data, rows, out RowGather inputs);
        inputs.Copy(0, rows.Length, description.InputSize);
        return batch;
    }

    /// <summary>The same, except that the inputs are still to be copied.</summary>
    public Batch Take(in Batch data, ReadOnlySpan<int> rows, out RowGather gather)
    {
        int ins = description.InputSize, outs = description.OutputSize;
        if (data.HasLabels ? _labels.Length == 0 : _targets.Length == 0)
        {
            _labels = data.HasLabels ? new int[capacity] : _labels;
            _targets = data.HasLabels ? _targets : new float[capacity * outs];
        }

        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (data.HasLabels)
            {
                _labels[i] = data.Labels[row];
            }
            else
            {
                data.Targets.Slice(row * outs, outs).CopyTo(_targets.AsSpan(i * outs));
            }
        }

        Span<float> inputs = _inputs.AsSpan(0, rows.Length * ins);
        gather = new RowGather(data.Inputs, rows, inputs);
        return data.HasLabels ? new Batch(inputs, _labels.AsSpan(0, rows.Length)) : new Batch(inputs, _targets.AsSpan(0, rows.Length * outs));
    }

    /// <summary>The rows' weights, gathered; empty where there are none.</summary>
    public ReadOnlySpan<float> TakeWeights(ReadOnlySpan<float> weights, ReadOnlySpan<int> rows)
    {
        if (weights.IsEmpty)
        {
            return weights;
        }

        if (_weights.Length == 0)
        {
            _weights = new float[capacity];
        }

        for (int i = 0; i < rows.Length; i++)
        {
            _weights[i] = weights[rows[i]];
        }

        return _weights.AsSpan(0, rows.Length);
    }

    /// <summary>Refuses indices of rows that are not there.</summary>
    /// <exception cref="ArgumentException">An index is out of range; the message names it.</exception>
    public static void Check(ReadOnlySpan<int> rows, int count)
    {
        int wrong = rows.IndexOfAnyExceptInRange(0, count - 1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"rows[{wrong}] is {rows[wrong]}, but the data has {count} rows, 0 to {count - 1}.", nameof(rows));
        }
    }
}
