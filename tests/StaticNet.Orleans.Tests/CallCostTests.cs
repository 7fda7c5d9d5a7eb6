using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>What 400 KB cost in a call, as an ordinary array and raw; by name only, since it measures time.</summary>
[Collection(nameof(ClusterGroup))]
public sealed class CallCostTests(Cluster cluster, ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task RawArray_IsSentFasterThanAPlainArray()
    {
        ILargeGrain grain = cluster.Grains.GetGrain<ILargeGrain>(1);
        var values = new float[100_000];
        values[^1] = 1;

        double plain = await Median(async () => Assert.Equal(1, (await grain.EchoPlain(values))[^1]));
        double raw = await Median(async () => Assert.Equal(1, (await grain.EchoRaw(values))[^1]));
        double small = await Median(async () => Assert.Equal(1, (await grain.EchoRaw(new float[] { 1 }))[0]));

        output.WriteLine($"400 KB there and back: float[] {plain:F2} ms, RawArray {raw:F2} ms; 4 bytes: {small:F2} ms");
        Assert.True(raw < plain / 2);
    }

    private static async Task<double> Median(Func<Task> call)
    {
        var milliseconds = new double[101];
        for (int i = 0; i < milliseconds.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await call();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        return milliseconds[50];
    }
}
