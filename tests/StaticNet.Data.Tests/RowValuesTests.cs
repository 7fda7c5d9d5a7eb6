using System;
using System.Linq;
using StaticNet.Data;
using Xunit;

namespace StaticNet.Data.Tests;

public class RowValuesTests
{
    [Fact]
    public void BalancedWeights_AreScikitLearns()
    {
        // sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 0, 1, 2, 2, 2])
        Assert.Equal([8f / 12, 8f / 3, 8f / 9], ClassWeights.Balanced([0, 0, 0, 0, 1, 2, 2, 2], 3));
        Assert.Equal(1.0, ClassWeights.BalancedRows([0, 0, 0, 0, 1, 2, 2, 2], 3).Average(weight => (double)weight), 1e-7);
    }

    [Fact]
    public void AClassWithoutRows_OrALabelOutOfRange_IsNamed()
    {
        Assert.StartsWith("No row has class 1,", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([0, 2], 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The label 3 is out of range; classes are 0 to 2.", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([0, 3], 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The label -1 of row 1 is out of range", Assert.Throws<ArgumentException>(() => OneHot.Encode([0, -1], 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneHot_HasOneOnePerRow() => Assert.Equal([0f, 1f, 0f, 1f, 0f, 0f], OneHot.Encode([1, 0], 3));

    [Fact]
    public void Take_CopiesRowsInTheirOrder()
    {
        Assert.Equal([5f, 6f, 1f, 2f, 5f, 6f], RowIndices.Take<float>([1f, 2f, 3f, 4f, 5f, 6f], 2, [2, 0, 2]));
        Assert.StartsWith("There is no row 3; the matrix has rows 0 to 2.", Assert.Throws<ArgumentException>(() => RowIndices.Take<float>(new float[6], 2, [3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RowIndices.Take<float>(new float[5], 2, [0]));
        Assert.Equal(Enumerable.Range(0, 50), RowIndices.Shuffled(50, 3).Order());
    }

    [Theory]
    [InlineData(Imputation.Mean, 3.25f)]
    [InlineData(Imputation.Median, 2.5f)]
    [InlineData(Imputation.MostFrequent, 2f)]
    public void AnImputer_FillsWithWhatTheTrainingRowsHave(Imputation imputation, float expected)
    {
        float nan = float.NaN;
        Imputer imputer = Imputer.Fit([2, 1, nan, 1, 2, 1, 3, nan, 6, 1], columns: 2, imputation);
        float[] test = [nan, 7, 9, nan];
        imputer.Fill(test);

        Assert.Equal([expected, 7, 9, 1], test);
        Assert.Equal([expected, 1], imputer.Values.ToArray());
    }

    [Fact]
    public void AnImputer_RefusesAColumnWithoutValues()
    {
        Assert.StartsWith("Column 1 has no value at all", Assert.Throws<ArgumentException>(() => Imputer.Fit([1, float.NaN], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Imputer.Fit([1, 2, 3], 2));
        float[] values = [float.NaN, 2];
        Imputer.Constant(0, 5).Fill(values);
        Assert.Equal([0, 2], values);
    }
}
