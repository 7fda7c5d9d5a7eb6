using System;
using System.Linq;
using System.Threading.Tasks;
using Orleans;
using Orleans.Providers;

namespace StaticNet.Orleans.Tests;

public interface IMemberGrain : INetworkGrain, IFederatedMember, IGrainWithIntegerKey;

public interface IOddMemberGrain : IFederatedMember, IGrainWithStringKey;

public interface IFleetGrain : IFederationGrain, IGrainWithStringKey
{
    [Alias("Sleep")]
    Task Sleep();
}

public interface IBoundedFleetGrain : IFederationGrain, IGrainWithStringKey;

/// <summary>A device with 20 rows and one more per key.</summary>
public sealed class MemberGrain : FederatedNetworkGrain<Flowers>, IMemberGrain
{
    public static TrainingRows RowsOf(long key) => FlowerRows.Make((ulong)key + 100, (int)key + 20);

    public static IOptimizer Optimizer() => new SGD(0.2);

    protected override ValueTask<TrainingRows> GetLocalRows(FederatedTask task) => ValueTask.FromResult(RowsOf(this.GetPrimaryKeyLong()));

    protected override IOptimizer CreateLocalOptimizer() => Optimizer();
}

/// <summary>A member that does what its key says.</summary>
public sealed class OddMemberGrain : Grain, IOddMemberGrain
{
    public async ValueTask<FederatedUpdate> TrainRound(FederatedTask task)
    {
        FederatedUpdate good = FederatedTraining.Train<Flowers>(task, FlowerRows.Make(1, 30), new SGD(0.2), "odd");
        string kind = this.GetPrimaryKeyString();
        if (kind == "slow")
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
        }

        return kind switch
        {
            "throws" => throw new InvalidOperationException("The battery is empty."),
            "shape" => new FederatedUpdate { Round = task.Round, Rows = 30, Parameters = NetworkSnapshot.Of(new WiderFlowers()) },
            "NaN" => new FederatedUpdate { Round = task.Round, Rows = 30, Parameters = Broken(task.Global) },
            "greedy" => new FederatedUpdate { Round = task.Round, Rows = 1_000_001, Parameters = good.Parameters },
            "empty" => new FederatedUpdate { Round = task.Round, Rows = 0, Parameters = good.Parameters },
            "old" => new FederatedUpdate { Round = task.Round - 1, Rows = 30, Parameters = good.Parameters },
            "short" => new FederatedUpdate { Round = task.Round, Rows = 30, Parameters = new NetworkSnapshot { Network = good.Parameters.Network, Layout = good.Parameters.Layout, Architecture = good.Parameters.Architecture, Values = new float[7] } },
            "clock 1" or "clock 2" => new FederatedUpdate { Round = task.Round, Rows = 30, Parameters = good.Parameters, Loss = task.Deadline.TotalSeconds },
            "crowd" => new FederatedUpdate { Round = task.Round, Rows = 30, Parameters = good.Parameters, Members = 31 },
            "null absence" => Missing([new Absence("a", AbsenceReason.Late, "late"), null!]),
            "nameless absence" => Missing([new Absence(null!, AbsenceReason.Late, "late")]),
            "many absences" => Missing([.. Enumerable.Repeat(new Absence("a", AbsenceReason.Late, "late"), 10_001)]),
            _ => good,
        };

        FederatedUpdate Missing(Absence[] absences) => new() { Round = task.Round, Rows = 30, Parameters = good.Parameters, Absences = absences };
    }

    public async ValueTask Receive(NetworkSnapshot global)
    {
        if (this.GetPrimaryKeyString() != "receives slowly")
        {
            throw new InvalidOperationException("Nothing is received here.");
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
    }

    private static NetworkSnapshot Broken(NetworkSnapshot global)
    {
        Flowers network = global.ToNetwork<Flowers>();
        network.Parameters.CopyFrom("hidden.bias", [0, 0, float.PositiveInfinity, 0, 0, 0, 0, 0, 0, 0]);
        return NetworkSnapshot.Of(network);
    }
}

[StorageProvider(ProviderName = "shared")]
public sealed class FleetGrain : FederationGrain<Flowers>, IFleetGrain
{
    protected override FederationOptions Options => new()
    {
        MembersPerRound = this.GetPrimaryKeyString().StartsWith("sampled", StringComparison.Ordinal) ? 4 : 0,
        LocalEpochs = 3,
        LocalBatchSize = 8,
        Seed = 9,
        Deadline = TimeSpan.FromSeconds(this.GetPrimaryKeyString().StartsWith("hurried", StringComparison.Ordinal) ? 1 : 20),
        MinUpdates = 2,
    };

    public Task Sleep()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class BoundedFleetGrain : FederationGrain<LargeNetwork>, IBoundedFleetGrain
{
    protected override FederationOptions Options => new() { MaxSnapshotBytes = this.GetPrimaryKeyString() == "small" ? 100_000 : 1_000_000, MaxMembers = 3 };
}
