using System;
using System.Linq;
using Xunit;

namespace StaticNet.Tests.Initialization;

public class Pcg32Tests
{
    [Fact]
    public void Sequence_IsThatOfTheReferenceProgram()
    {
        // pcg32-demo of the PCG C library: seed 42, sequence 54.
        var random = new Pcg32(42, 54);
        uint[] expected = [0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e];
        Assert.All(expected, e => Assert.Equal(e, random.NextUInt32()));
    }

    [Fact]
    public void NextInt32_StaysInRangeAndIsEven()
    {
        var random = new Pcg32(1);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt32(7)]++;
        }

        // Standard deviation of each count is 93; 5 of them.
        Assert.All(counts, c => Assert.InRange(c, 10_000 - 463, 10_000 + 463));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void Normal_HasTheRightMoments()
    {
        var random = new Pcg32(2);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextNormal())];
        double mean = values.Average();
        double variance = values.Average(v => (v - mean) * (v - mean));
        double fourth = values.Average(v => Math.Pow(v - mean, 4));
        Assert.InRange(mean, -0.012, 0.012);           // 5 deviations of 1/√n
        Assert.InRange(variance, 1 - 0.016, 1 + 0.016); // 5 of √(2/n)
        Assert.InRange(fourth, 3 - 0.11, 3 + 0.11);     // 5 of √(96/n)
    }

    [Fact]
    public void Shuffle_IsAPermutationThatFollowsFromTheSeed()
    {
        int[] first = [.. Enumerable.Range(0, 100)];
        int[] second = [.. first];
        new Pcg32(3).Shuffle<int>(first);
        new Pcg32(3).Shuffle<int>(second);
        Assert.Equal(first, second);
        Assert.NotEqual(Enumerable.Range(0, 100), first);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(0.1)]
    [InlineData(0.70710678)]
    [InlineData(0.9999999)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(123456789)]
    public void PortableLog_AgreesWithTheLibrary(double x) => Assert.Equal(Math.Log(x), PortableMath.Log(x), Math.Abs(Math.Log(x)) * 5e-16);

    [Fact]
    public void PortableExpAndCosine_AgreeWithTheLibrary()
    {
        for (double x = -30; x <= 30; x += 0.37)
        {
            Assert.Equal(Math.Exp(x), PortableMath.Exp(x), Math.Exp(x) * 5e-16);
        }

        for (double x = -2.5; x <= 2.5; x += 0.01)
        {
            Assert.Equal(Math.Cos(Math.PI * x), PortableMath.CosPi(x), 1e-15);
        }
    }

    [Fact]
    public void FromPosition_ContinuesTheSequence()
    {
        var random = new Pcg32(5, stream: 9);
        random.NextNormal();
        (ulong state, ulong increment) = random.Position;
        Pcg32 continued = Pcg32.FromPosition(state, increment);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(random.NextUInt32(), continued.NextUInt32());
        }

        Assert.Contains("odd", Assert.Throws<ArgumentOutOfRangeException>(() => Pcg32.FromPosition(state, increment + 1)).Message, StringComparison.Ordinal);
    }
}
