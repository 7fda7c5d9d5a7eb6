using System;

namespace StaticNet;

/// <summary>Inputs of a batch that are still to be copied together from rows of a larger matrix. Each block is copied by the thread that computes with it.</summary>
/// <param name="from">[count, InputSize]: all rows.</param>
/// <param name="rows">The rows of the batch, in range.</param>
/// <param name="to">[rows, InputSize]: the batch's inputs.</param>
internal readonly ref struct RowGather(ReadOnlySpan<float> from, ReadOnlySpan<int> rows, Span<float> to)
{
    /// <summary>All rows.</summary>
    public ReadOnlySpan<float> From { get; } = from;

    /// <summary>The rows of the batch; empty where nothing is to be copied.</summary>
    public ReadOnlySpan<int> Rows { get; } = rows;

    /// <summary>The batch's inputs.</summary>
    public Span<float> To { get; } = to;

    /// <summary>Copies <paramref name="count"/> rows of the batch, from row <paramref name="first"/> on.</summary>
    public void Copy(int first, int count, int inputSize)
    {
        for (int i = first; i < first + count; i++)
        {
            From.Slice(Rows[i] * inputSize, inputSize).CopyTo(To[(i * inputSize)..]);
        }
    }
}
