using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>What the cross-entropy of a block of rows is made of, kept together so that one vector logarithm serves eight rows.</summary>
internal struct LabeledRows
{
    /// <summary>Rows per block: enough that the logarithms of a block overlap.</summary>
    public const int Capacity = 32;

    private Block _sums;
    private Block _distances;
    private Block _weights;

    /// <summary>s, the sum of exponentials, of the first row.</summary>
    [UnscopedRef]
    public ref float FirstSum => ref _sums[0];

    /// <summary>z_label − m of the first row.</summary>
    [UnscopedRef]
    public ref float FirstDistance => ref _distances[0];

    /// <summary>Class weight × sample weight of the first row.</summary>
    [UnscopedRef]
    public ref float FirstWeight => ref _weights[0];

    /// <summary>Sets the rows' weights; either kind may be empty.</summary>
    public void SetWeights(ReadOnlySpan<int> labels, ReadOnlySpan<float> classWeights, ReadOnlySpan<float> sampleWeights)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            _weights[row] = (classWeights.IsEmpty ? 1f : classWeights[labels[row]]) * (sampleWeights.IsEmpty ? 1f : sampleWeights[row]);
        }
    }

    /// <summary><paramref name="total"/> plus weight·(log s − (z_label − m)) of each row, in their order.</summary>
    public readonly double AddLosses(int count, double total)
    {
        Block losses = default;
        for (int row = 0; row < count; row += RowVector.Width)
        {
            ReadOnlySpan<float> sums = _sums, distances = _distances;
            Vector256<float> logarithms = RowVector.Log(Vector256.Create(sums[row..]));
            (logarithms - Vector256.Create(distances[row..])).StoreUnsafe(ref losses[row]);
        }

        for (int row = 0; row < count; row++)
        {
            total += (double)losses[row] * _weights[row];
        }

        return total;
    }

    [InlineArray(Capacity)]
    private struct Block
    {
        private float _first;
    }
}
