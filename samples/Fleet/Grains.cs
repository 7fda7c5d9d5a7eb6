using System;
using System.Threading.Tasks;
using Orleans;
using StaticNet.Orleans;

namespace StaticNet.Samples.Fleet;

/// <summary>What every device learns: which of three machines hums, from four measurements.</summary>
[Mlp(4, 10, 3)]
public sealed partial class Hum;

public interface IDeviceGrain : INetworkGrain, IFederatedMember, IGrainWithIntegerKey;

public interface IFleetGrain : IFederationGrain, IGrainWithStringKey;

/// <summary>A device hears mostly one machine, so that it learns little alone. Its rows stay with it.</summary>
public sealed class DeviceGrain : FederatedNetworkGrain<Hum>, IDeviceGrain
{
    public const int BrokenDevice = 13;

    private TrainingRows? _rows;

    public override async ValueTask<FederatedUpdate> TrainRound(FederatedTask task)
    {
        FederatedUpdate update = await base.TrainRound(task);
        if (this.GetPrimaryKeyLong() != BrokenDevice)
        {
            return update;
        }

        // Its memory is broken: the federation refuses the update and names the device.
        float[] values = update.Parameters.Values.ToArray();
        values[7] = float.NaN;
        return new FederatedUpdate
        {
            Round = update.Round,
            Rows = update.Rows,
            Loss = update.Loss,
            Parameters = new NetworkSnapshot { Network = update.Parameters.Network, Layout = update.Parameters.Layout, Architecture = update.Parameters.Architecture, Values = values },
        };
    }

    protected override ValueTask<TrainingRows> GetLocalRows(FederatedTask task)
    {
        int key = (int)this.GetPrimaryKeyLong();
        return ValueTask.FromResult(_rows ??= Sounds.Record((ulong)key + 1, count: 40 + (key % 30), favorite: key % 3));
    }

    protected override IOptimizer CreateLocalOptimizer() => new SGD(0.1, momentum: 0.9);
}

/// <summary>Asks a quarter of the devices each round.</summary>
public sealed class FleetGrain : FederationGrain<Hum>, IFleetGrain
{
    public const int Devices = 200;

    protected override FederationOptions Options => new() { MembersPerRound = Devices / 4, LocalEpochs = 2, LocalBatchSize = 16, Seed = 1, Deadline = TimeSpan.FromSeconds(10) };
}

/// <summary>Made-up measurements: each machine is a cloud around a point of its own.</summary>
internal static class Sounds
{
    private static readonly float[,] s_centers = { { 1, 0, -1, 0.5f }, { -0.5f, 1, 0, -1 }, { 0, -1, 1, 0.5f } };

    /// <param name="seed">Equal seeds give equal recordings.</param>
    /// <param name="count">Rows.</param>
    /// <param name="favorite">The machine that four of five rows are of; −1 for all alike.</param>
    public static TrainingRows Record(ulong seed, int count, int favorite)
    {
        var random = new Pcg32(seed);
        var inputs = new float[count * 4];
        var labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            int machine = favorite >= 0 && random.NextSingle() < 0.8f ? favorite : random.NextInt32(3);
            labels[row] = machine;
            for (int i = 0; i < 4; i++)
            {
                inputs[(row * 4) + i] = s_centers[machine, i] + (0.5f * (float)random.NextNormal());
            }
        }

        return new TrainingRows(inputs, labels);
    }
}
