using System;

namespace StaticNet;

/// <summary>How a message names a row of a batch: by the row or sequence of the user's data that it is.</summary>
internal readonly ref struct DataPlaces
{
    private readonly ReadOnlySpan<int> _indices;
    private readonly int _steps;
    private readonly int _firstStep;
    private readonly bool _areSequences;

    /// <summary>Rows.</summary>
    /// <param name="rows">Which row of the data each row of the batch is; empty where they are the same.</param>
    public DataPlaces(ReadOnlySpan<int> rows) => _indices = rows;

    /// <summary>Steps of sequences.</summary>
    /// <param name="sequences">Which sequence of the data each sequence of the batch is; empty where they are the same.</param>
    /// <param name="steps">Rows of each sequence; 0 for one per sequence.</param>
    /// <param name="firstStep">The step of the data that the batch's first is.</param>
    public DataPlaces(ReadOnlySpan<int> sequences, int steps, int firstStep)
    {
        _indices = sequences;
        _steps = steps;
        _firstStep = firstStep;
        _areSequences = true;
    }

    /// <summary>For example <c>input row 7</c>, or <c>input of sequence 2 at step 40</c>.</summary>
    public string Of(string what, int row) => _areSequences ? $"{what} of {Where(row)}" : $"{what} {Where(row)}";

    /// <summary>For example <c>row 7</c>, or <c>sequence 2 at step 40</c>.</summary>
    public string Where(int row)
    {
        int each = Math.Max(_steps, 1), index = row / each;
        int found = _indices.IsEmpty ? index : _indices[index];
        return !_areSequences ? $"row {found}" : _steps == 0 ? $"sequence {found}" : $"sequence {found} at step {_firstStep + (row % each)}";
    }
}
