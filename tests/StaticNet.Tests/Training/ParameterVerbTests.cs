using System;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>Blending, mutating, crossing and printing parameters.</summary>
public class ParameterVerbTests
{
    [Fact]
    public void Lerp_IsTheSoftUpdate()
    {
        float[] target = Vector(new LoopIris(1)), online = Vector(new LoopIris(2));
        var model = new LoopIris(1);
        model.Parameters.Lerp(new LoopIris(2).Parameters, 0.005f);
        Assert.Equal(target.Zip(online, (t, m) => t + (0.005f * (m - t))), Vector(model));
        UInt128 before = model.Parameters.Hash();
        model.Parameters.Lerp(new LoopIris(3).Parameters, 0);
        Assert.Equal(before, model.Parameters.Hash());
        foreach (float amount in (float[])[-0.1f, 1.1f, float.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.Lerp(new LoopIris(2).Parameters, amount));
        }

        Assert.Throws<ArgumentException>(() => model.Parameters.Lerp(new LoopXor(2).Parameters, 0.5f));
        Assert.Equal(before, model.Parameters.Hash());
    }

    [Fact]
    public void AddNormal_DrawsInPyTorchsOrder_AndLeavesPaddingZero()
    {
        var model = new LoopIris(1);
        float[] before = Vector(model);
        var random = new Pcg32(7);
        model.Parameters.AddNormal(ref random, deviation: 0.1f);
        var same = new Pcg32(7);
        Assert.Equal(before.Select(v => v + (float)(0.1f * same.NextNormal())), Vector(model));
        Assert.Equal(same.NextUInt32(), random.NextUInt32());
        model.Parameters.Hash(); // refuses padding that is not zero
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.AddNormal(ref random, -1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.AddNormal(ref random, float.NaN));
    }

    [Fact]
    public void Crossover_TakesEachValueFromOneParent_HalfFromEach()
    {
        float[] first = Vector(new LoopIris(1)), second = Vector(new LoopIris(2));
        int fromFirst = 0, trials = 200;
        var random = new Pcg32(3);
        for (int trial = 0; trial < trials; trial++)
        {
            var child = new LoopIris(9);
            child.Parameters.Crossover(new LoopIris(1).Parameters, new LoopIris(2).Parameters, ref random);
            float[] values = Vector(child);
            Assert.All(Enumerable.Range(0, 83), i => Assert.True(values[i] == first[i] || values[i] == second[i]));
            fromFirst += Enumerable.Range(0, 83).Count(i => values[i] == first[i]);
        }

        Assert.InRange(fromFirst / (83.0 * trials), 0.48, 0.52); // 5 deviations of 16,600 draws
        var parent = new LoopIris(1);
        Pcg32 a = new(5), b = new(5);
        var other = new LoopIris(9);
        other.Parameters.Crossover(parent.Parameters, new LoopIris(2).Parameters, ref a);
        parent.Parameters.Crossover(parent.Parameters, new LoopIris(2).Parameters, ref b);
        Assert.Equal(other.Parameters.Hash(), parent.Parameters.Hash());
        Assert.Throws<ArgumentException>(() => parent.Parameters.Crossover(parent.Parameters, new LoopXor(2).Parameters, ref a));
    }

    [Fact]
    public void ToString_IsNamedMatrices()
    {
        var model = new LoopXor();
        model.Parameters.CopyFrom("fc1.weight", [.. Enumerable.Range(0, 16).Select(i => i - 8f)]);
        model.Parameters.CopyFrom("fc1.bias", [0, 1, 2, 3, 4, 5, 6, 1e-5f]);
        string[] lines = model.Parameters.ToString().Split('\n');
        Assert.Equal("fc1.weight [8, 2]", lines[0]);
        Assert.Equal("  -8.0000  -7.0000", lines[1]);
        Assert.Equal("   6.0000   7.0000", lines[8]);
        Assert.Equal("fc1.bias [8]", lines[9]);
        Assert.Equal("      0.0000      1.0000      2.0000      3.0000      4.0000      5.0000      6.0000  1.0000e-05", lines[10]);
        Assert.Equal("fc2.weight [1, 8]", lines[11]);
    }

    private static float[] Vector(LoopIris model)
    {
        var vector = new float[83];
        model.Parameters.CopyTo(vector);
        return vector;
    }
}
