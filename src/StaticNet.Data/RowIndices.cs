using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Data;

/// <summary>Rows by number: orders, and copies of chosen rows.</summary>
public static class RowIndices
{
    /// <summary>The numbers 0 to <paramref name="rows"/> − 1 in a random order that follows from the seed.</summary>
    public static int[] Shuffled(int rows, ulong seed = 0)
    {
        int[] order = Range(0, rows);
        new Pcg32(seed).Shuffle<int>(order);
        return order;
    }

    /// <summary>Copies rows of a matrix.</summary>
    /// <param name="matrix">[rows, columns], row-major; labels are a matrix of one column.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="rows">Which rows, in this order.</param>
    /// <exception cref="ArgumentException">The matrix is no whole number of rows, or has no row of a number.</exception>
    public static T[] Take<T>(ReadOnlySpan<T> matrix, int columns, ReadOnlySpan<int> rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int count = matrix.Length / columns;
        if (count * columns != matrix.Length)
        {
            throw new ArgumentException($"{matrix.Length} values are no whole number of rows of {columns}.", nameof(matrix));
        }

        T[] taken = new T[rows.Length * columns];
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)count)
            {
                throw new ArgumentException($"There is no row {rows[i]}; the matrix has rows 0 to {count - 1}.", nameof(rows));
            }

            matrix.Slice(rows[i] * columns, columns).CopyTo(taken.AsSpan(i * columns));
        }

        return taken;
    }

    internal static int[] Range(int start, int end) => [.. Enumerable.Range(start, end - start)];

    /// <summary>The rows of each class, shuffled, classes in ascending order.</summary>
    internal static int[][] ByClass(ReadOnlySpan<int> labels, ulong seed)
    {
        var classes = new SortedDictionary<int, List<int>>();
        foreach (int row in Shuffled(labels.Length, seed))
        {
            if (!classes.TryGetValue(labels[row], out List<int>? rows))
            {
                classes.Add(labels[row], rows = []);
            }

            rows.Add(row);
        }

        return [.. classes.Values.Select(static rows => rows.ToArray())];
    }
}
