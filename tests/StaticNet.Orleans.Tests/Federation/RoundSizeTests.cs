using System;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>What a member of a federated round is sent and sends, as serialized messages.</summary>
public sealed class RoundSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void SmallNetwork_CostsFourBytesPerParameter_AndTheNames() => AssertSizes<Flowers>();

    [Fact]
    public void LargeNetwork_CostsFourBytesPerParameter_AndTheNames() => AssertSizes<LargeNetwork>();

    private void AssertSizes<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        using ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        Serializer serializer = services.GetRequiredService<Serializer>();
        NetworkSnapshot model = NetworkSnapshot.Of(TNetwork.Create(1));
        int names = model.Network.Length + model.Layout.Length + model.Architecture.Length;
        int least = (4 * model.Values.Length) + names;

        int task = serializer.SerializeToArray(new FederatedTask { Round = 1_000_000, Global = model, Seed = ulong.MaxValue, Deadline = TimeSpan.FromSeconds(10) }).Length;
        int update = serializer.SerializeToArray(new FederatedUpdate { Round = 1_000_000, Parameters = model, Rows = 1_000_000, Loss = 0.123456789 }).Length;

        output.WriteLine($"{model.Network}: {model.Values.Length} parameters, names {names}; task {task}, update {update} bytes");
        Assert.InRange(task, least, least + 128);
        Assert.InRange(update, least, least + 128);
    }
}
