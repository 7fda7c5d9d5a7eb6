using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Data;

/// <summary>Rows to train on and rows held back, as row numbers in ascending order. Equal seeds give equal splits on every machine.</summary>
/// <param name="Training">The rows to train on.</param>
/// <param name="Test">The rows held back.</param>
public sealed record RowSplit(int[] Training, int[] Test)
{
    /// <summary>Holds back a random choice.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="testShare">The share held back, above 0 and below 1.</param>
    /// <param name="seed">Selects the choice.</param>
    /// <exception cref="ArgumentException">No row would be held back, or none would stay.</exception>
    public static RowSplit Random(int rows, double testShare, ulong seed = 0)
    {
        int test = TestCount(rows, testShare);
        int[] order = RowIndices.Shuffled(rows, seed);
        return Of(order.AsSpan(test), order.AsSpan(0, test));
    }

    /// <summary>Holds back a random choice in which each class has its share, rounded by largest remainders.</summary>
    /// <param name="labels">[rows]: each row's class.</param>
    /// <param name="testShare">The share held back, above 0 and below 1.</param>
    /// <param name="seed">Selects the choice.</param>
    /// <exception cref="ArgumentException">No row would be held back or none would stay, or a class has a single row.</exception>
    public static RowSplit Stratified(ReadOnlySpan<int> labels, double testShare, ulong seed = 0)
    {
        int test = TestCount(labels.Length, testShare);
        int[][] classes = RowIndices.ByClass(labels, seed);
        if (Array.Find(classes, static rows => rows.Length == 1) is { } single)
        {
            throw new ArgumentException($"Class {labels[single[0]]} has one row; a stratified split needs two or more of each class.", nameof(labels));
        }

        int[] held = [.. classes.Select(rows => (int)(rows.Length * testShare))];
        int[] byRemainder = [.. Enumerable.Range(0, classes.Length).OrderByDescending(i => (classes[i].Length * testShare) - held[i])];
        for (int i = 0, left = test - held.Sum(); left > 0; i = (i + 1) % byRemainder.Length)
        {
            int candidate = byRemainder[i];
            if (held[candidate] < classes[candidate].Length)
            {
                held[candidate]++;
                left--;
            }
        }

        return Of(
            classes.SelectMany((rows, i) => rows.Skip(held[i])).ToArray(),
            classes.SelectMany((rows, i) => rows.Take(held[i])).ToArray());
    }

    /// <summary>Holds back the last rows: for series, where a random choice would let the network see the future.</summary>
    /// <param name="rows">How many rows there are, in order of time.</param>
    /// <param name="testShare">The share held back, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">No row would be held back, or none would stay.</exception>
    public static RowSplit ByTime(int rows, double testShare)
    {
        int test = TestCount(rows, testShare);
        return new RowSplit(RowIndices.Range(0, rows - test), RowIndices.Range(rows - test, rows));
    }

    internal static RowSplit Of(ReadOnlySpan<int> training, ReadOnlySpan<int> test)
    {
        int[] first = [.. training], second = [.. test];
        Array.Sort(first);
        Array.Sort(second);
        return new RowSplit(first, second);
    }

    private static int TestCount(int rows, double testShare)
    {
        int test = (int)Math.Round(rows * testShare);
        return testShare > 0 && testShare < 1 && test >= 1 && test < rows
            ? test
            : throw new ArgumentException(
                FormattableString.Invariant($"A share of {testShare} of {rows} rows holds back {test}; at least one row must be held back and one must stay for training."), nameof(testShare));
    }
}
