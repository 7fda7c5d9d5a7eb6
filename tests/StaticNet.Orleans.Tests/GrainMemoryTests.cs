using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>What 10,000 grains hold on the managed heap, their entries in Orleans' directory included; by name only, since it measures.</summary>
[Collection(nameof(ClusterGroup))]
public sealed class GrainMemoryTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Count = 10_000;
    private const int CallsAtATime = 500;

    [Fact(Explicit = true)]
    public async Task TenThousandGrains_AreMeasured()
    {
        TrainingRows row = FlowerRows.Make(1, 1);
        var networks = new Flowers[Count];

        double network = await BytesEach(index =>
        {
            networks[index] = new Flowers(seed: 0);
            return Task.CompletedTask;
        });
        double plain = await BytesEach(index => cluster.Grains.GetGrain<IPlainGrain>($"memory {index}").Answer());
        double predicting = await BytesEach(async index => await cluster.Grains.GetGrain<IFlowerGrain>($"memory {index}").Predict(row.Inputs));
        double learning = predicting + await BytesEach(async index => await cluster.Grains.GetGrain<IFlowerGrain>($"memory {index}").Learn(row));

        output.WriteLine($"bytes each of {Count}: network alone {network:F0}, grain without a network {plain:F0}, network grain {predicting:F0}, after the first Learn {learning:F0}");
        Assert.InRange(network, 4 * Flowers.ParameterCount, predicting);
        Assert.InRange(predicting - plain, network, network + 1024);
        Assert.InRange(learning - predicting, 3 * 4 * Flowers.ParameterCount, double.MaxValue); // gradients and two moments
        GC.KeepAlive(networks);
    }

    /// <summary>The growth of the heap by 10,000 calls, after some that pay for what all share.</summary>
    private static async Task<double> BytesEach(Func<int, Task> call)
    {
        await CallAll(call, 0, CallsAtATime);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await CallAll(call, CallsAtATime, Count);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(Count - CallsAtATime);
    }

    private static async Task CallAll(Func<int, Task> call, int from, int to)
    {
        for (int start = from; start < to; start += CallsAtATime)
        {
            await Task.WhenAll(Enumerable.Range(start, Math.Min(CallsAtATime, to - start)).Select(call));
        }
    }
}
