using System.Threading.Tasks;
using Orleans;
using Orleans.Providers;

namespace StaticNet.Orleans.Tests;

public interface IFlowerGrain : INetworkGrain, IGrainWithStringKey
{
    [Alias("Sleep")]
    Task Sleep();
}

public interface IWiderFlowerGrain : INetworkGrain, IGrainWithStringKey;

public interface ILargeGrain : INetworkGrain, IGrainWithIntegerKey
{
    [Alias("EchoPlain")]
    Task<float[]> EchoPlain(float[] values);

    [Alias("EchoRaw")]
    Task<RawArray<float>> EchoRaw(RawArray<float> values);
}

public interface IPlainGrain : IGrainWithStringKey
{
    [Alias("Answer")]
    Task<int> Answer();
}

/// <summary>What Orleans itself costs.</summary>
public sealed class PlainGrain : Grain, IPlainGrain
{
    public Task<int> Answer() => Task.FromResult(1);
}

[StorageProvider(ProviderName = "shared")]
public sealed class FlowerGrain : NetworkGrain<Flowers>, IFlowerGrain
{
    public override int SaveEverySteps => 10;

    public Task Sleep()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    protected override IOptimizer CreateOptimizer() => new Adam(0.01);

    protected override TrainerOptions CreateTrainerOptions() => new() { Schedule = LearningRate.Step(5, 0.9), Seed = 3 };
}

[StorageProvider(ProviderName = "shared")]
public sealed class WiderFlowerGrain : NetworkGrain<WiderFlowers>, IWiderFlowerGrain;

public sealed class LargeGrain : NetworkGrain<LargeNetwork>, ILargeGrain
{
    public override int SaveEverySteps => 0;

    public Task<float[]> EchoPlain(float[] values) => Task.FromResult(values);

    public Task<RawArray<float>> EchoRaw(RawArray<float> values) => Task.FromResult(values);
}
