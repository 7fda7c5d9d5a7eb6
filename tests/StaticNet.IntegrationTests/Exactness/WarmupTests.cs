using System;
using System.Threading;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

[Mlp(6, 5, 2)]
public partial class SmallToWarmUp;

[Mlp(40, 150, 600, 12)]
public partial class LargeToWarmUp;

/// <summary>After <c>Warmup()</c> the very next calls on the same thread allocate nothing, scratch memory of the thread included.</summary>
[Collection(nameof(MeasuredAlone))]
public class WarmupTests
{
    [Fact]
    public void AfterWarmup_TheFirstCallsOfAThreadAllocateNothing()
    {
        Assert.Equal(0, OnNewThread(new SmallToWarmUp()));
        Assert.Equal(0, OnNewThread(new LargeToWarmUp()));
    }

    [Fact]
    public void Warmup_LeavesTheNetworkAsItWas()
    {
        var network = new LargeToWarmUp(seed: 3);
        UInt128 before = network.Parameters.Hash();
        network.Warmup(batchSize: 20, training: true);
        Assert.Equal(before, network.Parameters.Hash());
    }

    [Fact]
    public void Warmup_RefusesANegativeBatch() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallToWarmUp().Warmup(batchSize: -1));

    [Fact]
    public void Warmup_LocksMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        static long Locked() => long.Parse(
            System.Linq.Enumerable.First(System.IO.File.ReadLines("/proc/self/status"), static line => line.StartsWith("VmLck:", StringComparison.Ordinal))["VmLck:".Length..].Replace("kB", "", StringComparison.Ordinal),
            System.Globalization.CultureInfo.InvariantCulture);

        long before = Locked();
        new SmallToWarmUp().Warmup(pin: true);
        Assert.True(Locked() > before);
        new LargeToWarmUp().Warmup(batchSize: 20, training: true, pin: true);
    }

    private static long OnNewThread<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        const int Rows = 20;
        NetworkDescription description = TNetwork.Description;
        var inputs = new float[Rows * description.InputSize];
        var outputs = new float[Rows * description.OutputSize];
        var gradients = new ParameterBuffer(description.Layout);
        long? allocated = null;
        for (int attempt = 0; attempt < 20 && allocated is null; attempt++)
        {
            var thread = new Thread(() =>
            {
                network.Warmup(Rows, training: true);
                allocated = Allocations.Measure(() =>
                {
                    network.Forward(inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize));
                    network.ForwardBatch(inputs, outputs);
                    network.ComputeLoss(new Batch(inputs, outputs));
                    network.ComputeGradients(new Batch(inputs, outputs), gradients, accumulate: true);
                });
            });
            thread.Start();
            thread.Join();
        }

        return allocated ?? throw new InvalidOperationException("A garbage collection ran in each measurement.");
    }
}
