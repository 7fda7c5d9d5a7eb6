using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>Clipping by norm and by value against PyTorch.</summary>
public class ClippingTests
{
    private const string File = "clipping.json";

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureJson.CaseIds(File).Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(Cases))]
    public void ClippedGradients_EqualPyTorch(string id)
    {
        using JsonDocument document = FixtureFiles.ReadJson(File);
        JsonElement fixture = FixtureJson.Case(document, id);
        float[][] gradients = [.. fixture.GetProperty("grads").EnumerateArray().Select(g => g.EnumerateArray().Select(e => e.AsSingle()).ToArray())];
        double[][] expected = [.. fixture.GetProperty("f64").GetProperty("clipped").EnumerateArray().Select(g => g.EnumerateArray().Select(e => e.AsDouble()).ToArray())];
        var infos = new List<ParameterInfo>();
        int offset = 0;
        for (int i = 0; i < gradients.Length; i++)
        {
            infos.Add(new ParameterInfo($"p{i}", [gradients[i].Length], offset));
            offset += (gradients[i].Length + 7) / 8 * 8;
        }

        var buffer = new ParameterBuffer(new ParameterLayout(offset, offset, [.. infos]));
        for (int i = 0; i < gradients.Length; i++)
        {
            buffer.CopyFrom($"p{i}", gradients[i]);
        }

        double maximum = fixture.Number("max", double.NaN);
        if (fixture.Text("kind") == "norm")
        {
            double norm = buffer.ClipNorm(maximum, fixture.Number("normType", double.NaN));
            double expectedNorm = fixture.GetProperty("f64").Number("totalNorm", double.NaN);
            Assert.Equal(expectedNorm, norm, Tolerance.OfFixtures * expectedNorm);
        }
        else
        {
            buffer.ClipValue(maximum);
        }

        for (int i = 0; i < gradients.Length; i++)
        {
            var actual = new float[gradients[i].Length];
            buffer.CopyTo($"p{i}", actual);
            Tolerance.Check(expected[i], actual, $"{id}, gradient {i}, ");
        }
    }

    [Fact]
    public void NaN_SurvivesClipping()
    {
        var buffer = new ParameterBuffer(new ParameterLayout(8, 8, new ParameterInfo("p", [8], 0)));
        buffer.CopyFrom("p", [1, float.NaN, 3, 4, 5, 6, 7, 8]);
        buffer.ClipValue(2);
        Assert.Equal([1, float.NaN, 2, 2, 2, 2, 2, 2], buffer.Values.ToArray());
        Assert.True(double.IsNaN(buffer.Norm(2)));
        Assert.True(double.IsNaN(buffer.Norm(double.PositiveInfinity)));
        Assert.False(GradientLoops.AllFinite(buffer));
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        var buffer = new ParameterBuffer(new ParameterLayout(8, 8, new ParameterInfo("p", [8], 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ClipNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ClipNorm(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ClipValue(double.NaN));
    }
}
