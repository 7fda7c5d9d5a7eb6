using System;

namespace StaticNet.Orleans;

/// <summary>The order of the rows in each epoch and the batches they are cut into: those of <c>Fit</c>.</summary>
internal sealed class RowOrder
{
    private readonly int[] _order;
    private readonly bool _shuffle;
    private readonly int _batchSize;
    private readonly int _count;

    public RowOrder(int rows, DataParallelOptions options)
    {
        _order = new int[rows];
        _shuffle = options.Shuffle;
        _batchSize = options.BatchSize;
        _count = options.DropLast ? rows - (rows % _batchSize) : rows;
        if (_count == 0)
        {
            throw new ArgumentException($"DropLast leaves out all {rows} training rows, because BatchSize is {_batchSize}; use smaller batches.", nameof(options));
        }

        Batches = (_count + _batchSize - 1) / _batchSize;
    }

    /// <summary>Updates per epoch.</summary>
    public int Batches { get; }

    /// <summary>The most rows of a batch.</summary>
    public int LargestBatch => Math.Min(_batchSize, _count);

    /// <summary>Draws the order of an epoch.</summary>
    public void Begin(ref Pcg32 random)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        if (_shuffle)
        {
            random.Shuffle<int>(_order);
        }
    }

    /// <summary>The rows of a batch of the epoch.</summary>
    public ReadOnlySpan<int> Batch(int batch)
    {
        int start = batch * _batchSize;
        return _order.AsSpan(start, Math.Min(_batchSize, _count - start));
    }
}
