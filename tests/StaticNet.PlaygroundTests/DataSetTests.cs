using System;
using System.Linq;
using StaticNet.Samples.Playground.Data;
using Xunit;

namespace StaticNet.PlaygroundTests;

public sealed class DataSetTests
{
    public static TheoryData<DataSetKind> Made => [DataSetKind.Spirals, DataSetKind.Xor, DataSetKind.Circles, DataSetKind.Moons];

    [Theory]
    [MemberData(nameof(Made))]
    public void Points_AreOfBothClassesInEqualNumber_AndInsideThePlane(DataSetKind kind)
    {
        PointSet points = DataSets.Create(kind, DataSets.DefaultCount, seed: 1);

        Assert.Equal(DataSets.DefaultCount, points.Count);
        Assert.Equal(0, points.DrawnCount);
        Assert.Equal(DataSets.DefaultCount / 2, points.Labels.ToArray().Count(label => label == 1));
        Assert.All(points.Inputs.ToArray(), coordinate => Assert.InRange(coordinate, -Plane.HalfWidth, Plane.HalfWidth));
    }

    [Theory]
    [MemberData(nameof(Made))]
    public void Points_FollowFromTheSeed(DataSetKind kind)
    {
        float[] points = DataSets.Create(kind, 50, seed: 7).Inputs.ToArray();

        Assert.Equal(points, DataSets.Create(kind, 50, seed: 7).Inputs.ToArray());
        Assert.NotEqual(points, DataSets.Create(kind, 50, seed: 8).Inputs.ToArray());
        Assert.NotEqual(points, DataSets.Create(kind, 50, seed: 7, heldBack: true).Inputs.ToArray());
    }

    /// <summary>What the data sets are is checked with a rule for each, not with the code that made them.</summary>
    [Fact]
    public void Classes_LieWhereTheNameSays()
    {
        PointSet xor = DataSets.Create(DataSetKind.Xor, 200, seed: 3), circles = DataSets.Create(DataSetKind.Circles, 200, seed: 3);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(xor.Inputs[2 * i] * xor.Inputs[(2 * i) + 1] < 0 ? 1 : 0, xor.Labels[i]);
            Assert.Equal(MathF.Sqrt((circles.Inputs[2 * i] * circles.Inputs[2 * i]) + (circles.Inputs[(2 * i) + 1] * circles.Inputs[(2 * i) + 1])) > 2.15f ? 1 : 0, circles.Labels[i]);
        }
    }

    [Fact]
    public void DrawnPoints_ComeAfterTheOthers_AndAreRemovedAlone()
    {
        PointSet points = DataSets.Create(DataSetKind.Moons, 10, seed: 1);

        Assert.True(points.Draw(1.5f, -2, 1));
        Assert.True(points.Draw(0, 0, 0));
        Assert.Equal((12, 2), (points.Count, points.DrawnCount));
        Assert.Equal([1.5f, -2, 0, 0], points.Inputs[20..].ToArray());
        Assert.Equal([1, 0], points.Labels[10..].ToArray());

        points.ClearDrawn();
        Assert.Equal((10, 0), (points.Count, points.DrawnCount));
        Assert.Equal(DataSets.Create(DataSetKind.Moons, 10, seed: 1).Inputs.ToArray(), points.Inputs.ToArray());
    }

    [Fact]
    public void DrawnPoints_AreRefused_OutsideThePlaneAndWhereTheSetIsFull()
    {
        PointSet points = DataSets.Create(DataSetKind.Empty, 10, seed: 1);

        Assert.Equal(0, points.Count);
        Assert.False(points.Draw(4.1f, 0, 0));
        Assert.False(points.Draw(0, float.NaN, 0));
        for (int i = 0; i < PointSet.MaxCount; i++)
        {
            Assert.True(points.Draw(0, 0, i & 1));
        }

        Assert.False(points.Draw(0, 0, 0));
    }
}
