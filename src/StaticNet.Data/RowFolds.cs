using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Data;

/// <summary>Cross-validation: every row is held back in exactly one fold.</summary>
public static class RowFolds
{
    /// <summary>Random folds whose sizes differ by one row at most.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="folds">How many folds: 2 to <paramref name="rows"/>.</param>
    /// <param name="seed">Selects the folds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more than rows.</exception>
    public static IReadOnlyList<RowSplit> Random(int rows, int folds, ulong seed = 0)
    {
        Check(rows, folds);
        return Deal(RowIndices.Shuffled(rows, seed), folds);
    }

    /// <summary>Random folds in which the number of rows of a class differs by one at most. As scikit-learn's <c>StratifiedKFold</c>.</summary>
    /// <param name="labels">[rows]: each row's class.</param>
    /// <param name="folds">How many folds: 2 to the size of the smallest class.</param>
    /// <param name="seed">Selects the folds.</param>
    /// <exception cref="ArgumentException">A class has fewer rows than there are folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more than rows.</exception>
    public static IReadOnlyList<RowSplit> Stratified(ReadOnlySpan<int> labels, int folds, ulong seed = 0)
    {
        Check(labels.Length, folds);
        int[][] classes = RowIndices.ByClass(labels, seed);
        if (Array.Find(classes, rows => rows.Length < folds) is { } small)
        {
            throw new ArgumentException($"Class {labels[small[0]]} has {small.Length} rows; {folds} stratified folds need at least {folds} of each class.", nameof(labels));
        }

        return Deal([.. classes.SelectMany(static rows => rows)], folds);
    }

    /// <summary>
    /// Folds of a series: each trains on all rows before those it holds back, so that training never sees the future.
    /// As scikit-learn's <c>TimeSeriesSplit</c>: every fold holds back rows / (folds + 1), the last ones at the end; the first rows are never held back.
    /// </summary>
    /// <param name="rows">How many rows there are, in order of time.</param>
    /// <param name="folds">How many folds: 2 to <paramref name="rows"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or as many as rows.</exception>
    public static IReadOnlyList<RowSplit> ByTime(int rows, int folds)
    {
        Check(rows - 1, folds);
        int held = rows / (folds + 1);
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            int start = rows - ((folds - fold) * held);
            return new RowSplit(RowIndices.Range(0, start), RowIndices.Range(start, start + held));
        })];
    }

    // Rows go to the folds in turn, so sizes (of classes that lie together, too) differ by one at most.
    private static RowSplit[] Deal(int[] order, int folds) => [.. Enumerable.Range(0, folds).Select(fold => RowSplit.Of(
        order.Where((_, i) => i % folds != fold).ToArray(),
        order.Where((_, i) => i % folds == fold).ToArray()))];

    private static void Check(int rows, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, rows);
    }
}
