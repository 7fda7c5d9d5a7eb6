using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using StaticNet.Data;
using Xunit;

namespace StaticNet.Data.Tests;

public class RowSplitTests
{
    private static readonly Gen<int[]> s_labels = Gen.Int[0, 3].Array[40, 200].Where(labels => labels.CountBy(label => label).All(count => count.Value >= 5));

    [Fact]
    public void EverySplit_HoldsEachRowOnce() => Gen.Select(s_labels, Gen.Double[0.1, 0.9], Gen.ULong).Sample((labels, share, seed) =>
    {
        foreach (RowSplit split in new[] { RowSplit.Random(labels.Length, share, seed), RowSplit.Stratified(labels, share, seed), RowSplit.ByTime(labels.Length, share) })
        {
            Assert.Equal(Enumerable.Range(0, labels.Length), split.Training.Concat(split.Test).Order());
            Assert.Equal((int)Math.Round(labels.Length * share), split.Test.Length);
            Assert.Equal(split.Training.Order(), split.Training);
            Assert.Equal(split.Test.Order(), split.Test);
        }
    });

    [Fact]
    public void Stratified_GivesEachClassItsShare() => Gen.Select(s_labels, Gen.Double[0.1, 0.9], Gen.ULong).Sample((labels, share, seed) =>
    {
        RowSplit split = RowSplit.Stratified(labels, share, seed);
        foreach (IGrouping<int, int> rows in labels.GroupBy(label => label))
        {
            Assert.InRange(split.Test.Count(row => labels[row] == rows.Key) - (rows.Count() * share), -1, 1);
        }
    });

    [Fact]
    public void ASeed_SelectsTheSplit()
    {
        Assert.Equal(RowSplit.Random(100, 0.2, 1).Test, RowSplit.Random(100, 0.2, 1).Test);
        Assert.NotEqual(RowSplit.Random(100, 0.2, 1).Test, RowSplit.Random(100, 0.2, 2).Test);
    }

    [Fact]
    public void ByTime_HoldsBackTheEnd()
    {
        RowSplit split = RowSplit.ByTime(10, 0.3);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], split.Training);
        Assert.Equal([7, 8, 9], split.Test);
    }

    [Theory]
    [InlineData(10, 0.01)]
    [InlineData(10, 0.99)]
    [InlineData(10, 0)]
    [InlineData(10, double.NaN)]
    public void AShareThatLeavesNothing_IsRefused(int rows, double share) => Assert.Throws<ArgumentException>(() => RowSplit.Random(rows, share));

    [Fact]
    public void AClassOfOneRow_IsNamed() => Assert.StartsWith(
        "Class 7 has one row; a stratified split needs two or more of each class.", Assert.Throws<ArgumentException>(() => RowSplit.Stratified([1, 1, 7, 1], 0.5)).Message, StringComparison.Ordinal);

    [Fact]
    public void Folds_HoldBackEachRowOnce() => Gen.Select(s_labels, Gen.Int[2, 5], Gen.ULong).Sample((labels, folds, seed) =>
    {
        foreach (IReadOnlyList<RowSplit> splits in new[] { RowFolds.Random(labels.Length, folds, seed), RowFolds.Stratified(labels, folds, seed) })
        {
            Assert.Equal(Enumerable.Range(0, labels.Length), splits.SelectMany(split => split.Test).Order());
            Assert.All(splits, split => Assert.Equal(Enumerable.Range(0, labels.Length), split.Training.Concat(split.Test).Order()));
            Assert.InRange(splits.Max(split => split.Test.Length) - splits.Min(split => split.Test.Length), 0, 1);
        }

        foreach (IGrouping<int, int> rows in labels.GroupBy(label => label))
        {
            int[] counts = [.. RowFolds.Stratified(labels, folds, seed).Select(split => split.Test.Count(row => labels[row] == rows.Key))];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    });

    [Fact]
    public void FoldsByTime_AreScikitLearns()
    {
        // sklearn.model_selection.TimeSeriesSplit(n_splits=3).split(range(11))
        IReadOnlyList<RowSplit> folds = RowFolds.ByTime(11, 3);

        Assert.Equal([[5, 6], [7, 8], [9, 10]], folds.Select(fold => fold.Test));
        Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, fold.Test[0]), fold.Training));
    }

    [Fact]
    public void TooManyFolds_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RowFolds.Random(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowFolds.Random(3, 1));
        Assert.StartsWith("Class 1 has 2 rows; 3 stratified folds need at least 3 of each class.", Assert.Throws<ArgumentException>(() => RowFolds.Stratified([0, 0, 0, 1, 1], 3)).Message, StringComparison.Ordinal);
    }
}
