using System;
using System.Threading;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

[Mlp(6, 5, 2)]
public partial class SmallToWarmUp;

[Mlp(40, 150, 600, 12)]
public partial class LargeToWarmUp;

[Sequential(6), Linear(16), BatchNorm1d, ReLU, Dropout(0.1f), Linear(2)]
public partial class NormToWarmUp;

/// <summary>After <c>Warmup()</c> the very next calls on the same thread allocate nothing, scratch memory of the thread included.</summary>
[Collection(nameof(MeasuredAlone))]
public class WarmupTests
{
    [Fact]
    public void AfterWarmup_TheFirstCallsOfAThreadAllocateNothing()
    {
        Assert.Equal(0, OnNewThread(new SmallToWarmUp()));
        Assert.Equal(0, OnNewThread(new LargeToWarmUp()));
        Assert.Equal(0, OnNewThread(new NormToWarmUp(), rows: 256));
    }

    [Fact]
    public void Warmup_LeavesTheNetworkAsItWas()
    {
        var network = new LargeToWarmUp(seed: 3);
        UInt128 before = network.Parameters.Hash();
        network.Warmup(batchSize: 20, training: true);
        Assert.Equal(before, network.Parameters.Hash());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    public void Warmup_LeavesRunningStatisticsAsTheyWere(int batchSize)
    {
        var network = new NormToWarmUp(seed: 3);
        float[] before = network.Parameters.Values.ToArray();
        network.Warmup(batchSize, training: true);
        Assert.Equal(before, network.Parameters.Values.ToArray());
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

        long before = LockedKilobytes();
        new SmallToWarmUp().Warmup(pin: true);
        Assert.True(LockedKilobytes() > before);
        new LargeToWarmUp().Warmup(batchSize: 20, training: true, pin: true);
    }

    internal static long LockedKilobytes() => long.Parse(
        System.Linq.Enumerable.First(System.IO.File.ReadLines("/proc/self/status"), static line => line.StartsWith("VmLck:", StringComparison.Ordinal))["VmLck:".Length..].Replace("kB", "", StringComparison.Ordinal),
        System.Globalization.CultureInfo.InvariantCulture);

    private static long OnNewThread<TNetwork>(TNetwork network, int rows = 20)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var inputs = new float[rows * description.InputSize];
        var outputs = new float[rows * description.OutputSize];
        var gradients = new ParameterBuffer(description.Layout);
        long? allocated = null;
        for (int attempt = 0; attempt < 20 && allocated is null; attempt++)
        {
            var thread = new Thread(() =>
            {
                network.Warmup(rows, training: true);
                allocated = Allocations.Measure(() =>
                {
                    network.Forward(inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize));
                    network.ForwardBatch(inputs, outputs);
                    network.ComputeLoss(new Batch(inputs, outputs));
                    network.ComputeGradients(new Batch(inputs, outputs), gradients, accumulate: true);
                    network.ComputeGradients(new Batch(inputs, outputs) { IsTraining = true, DropoutSeed = 1 }, gradients, accumulate: false);
                });
            });
            thread.Start();
            thread.Join();
        }

        return allocated ?? throw new InvalidOperationException("A garbage collection ran in each measurement.");
    }
}
