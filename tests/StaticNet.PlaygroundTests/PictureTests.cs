using System;
using System.Linq;
using StaticNet.Samples.Playground.Data;
using StaticNet.Samples.Playground.Networks;
using StaticNet.Samples.Playground.Training;
using Xunit;

namespace StaticNet.PlaygroundTests;

public sealed class PictureTests
{
    [Fact]
    public void Map_ShowsEachCellTheProbabilityOfItsMiddle_TopRowFirst()
    {
        ITrainingSession session = new Settings().Start(new Settings().CreatePoints());
        session.Update();
        var map = new ProbabilityMap();
        map.Compute(session);

        Assert.Equal(-Plane.HalfWidth, ProbabilityMap.Middle(0) - (Plane.HalfWidth / ProbabilityMap.Size), 1e-5f);
        Assert.Equal(-ProbabilityMap.Middle(0), ProbabilityMap.Middle(ProbabilityMap.Size - 1), 1e-5f);
        foreach ((int row, int column) in new[] { (0, 0), (0, 63), (63, 0), (20, 41) })
        {
            var probability = new float[1];
            session.Predict([ProbabilityMap.Middle(column), -ProbabilityMap.Middle(row)], probability);
            Assert.InRange(map.Values[(row * ProbabilityMap.Size) + column], (255 * probability[0]) - 0.6f, (255 * probability[0]) + 0.6f);
        }
    }

    [Fact]
    public void Map_KeepsTheLastCompletePicture_WhileTheNextIsComputed()
    {
        ITrainingSession session = new Settings().Start(new Settings().CreatePoints());
        var map = new ProbabilityMap();
        map.Compute(session);
        byte[] complete = map.Values.ToArray();
        for (int update = 0; update < 100; update++)
        {
            session.Update();
        }

        for (int row = 0; row < ProbabilityMap.Size - 1; row++)
        {
            Assert.False(map.ComputeRow(session));
        }

        Assert.Equal(complete, map.Values.ToArray());
        Assert.True(map.ComputeRow(session));
        Assert.NotEqual(complete, map.Values.ToArray());
    }

    [Fact]
    public void Curves_AverageNeighbours_WhenTheyAreFull()
    {
        var history = new CurveHistory(curves: 2);
        for (int value = 0; value < 1000; value++)
        {
            history.Add(value, 1);
        }

        Assert.Equal(4, history.ValuesPerEntry);
        Assert.Equal(250, history.Count);
        for (int entry = 0; entry < history.Count; entry++)
        {
            Assert.Equal((4 * entry) + 1.5, history.Values[2 * entry]);
            Assert.Equal(1, history.Values[(2 * entry) + 1]);
        }

        history.Clear();
        Assert.Equal((0, 1), (history.Count, history.ValuesPerEntry));
    }

    [Fact]
    public void Weights_StandRowByOutput_WithTheBiasLast_ScaledToTheLargest()
    {
        ITrainingSession session = new Settings { Shape = NetworkShape.Narrow }.Start(new Settings().CreatePoints());
        session.Parameters.CopyFrom("hidden.weight", [.. Enumerable.Range(0, 16).Select(i => i * 0.1f)]);
        session.Parameters.CopyFrom("hidden.bias", [-2f, 0, 0, 0, 0, 0, 0, 1]);
        LayerWeights hidden = LayerWeights.Of(session)[0];
        hidden.Read(session.Parameters);

        Assert.Equal(("hidden", 8, 3, 2, 2f), (hidden.Name, hidden.Rows, hidden.Columns, hidden.WeightColumns, hidden.Scale));
        Assert.Equal([128, 128 + 6, 1], hidden.Cells[..3]);
        Assert.Equal([128 + 89, 128 + 95, 128 + 64], hidden.Cells[21..]);
    }

    [Fact]
    public void Weights_OfNormalizedLayers_AreTwoColumns()
    {
        ITrainingSession session = new Settings { Shape = NetworkShape.Normed }.Start(new Settings().CreatePoints());

        Assert.Equal([(16, 3), (16, 2), (16, 17), (16, 2), (2, 17)], LayerWeights.Of(session).Select(layer => (layer.Rows, layer.Columns)));
        Assert.Equal(["Linear", "LayerNorm", "Linear", "LayerNorm", "Linear"], LayerWeights.Of(session).Select(layer => layer.Kind));
    }
}
