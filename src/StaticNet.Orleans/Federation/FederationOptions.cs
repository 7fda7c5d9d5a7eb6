using System;

namespace StaticNet.Orleans;

/// <summary>How a <see cref="FederationGrain{TNetwork}"/> runs its rounds.</summary>
public sealed class FederationOptions
{
    /// <summary>Members that are asked in a round, chosen at random; 0 for all.</summary>
    public int MembersPerRound { get; init; }

    /// <summary>Passes of a member over its own rows per round.</summary>
    public int LocalEpochs { get; init; } = 1;

    /// <summary>Rows per update of a member.</summary>
    public int LocalBatchSize { get; init; } = 32;

    /// <summary>Start of the random numbers: which members are asked, and the members' shuffling and dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>When a round ends, whoever has not answered; at most 9 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The fewest updates that make a new global model; with fewer, the round leaves it as it was.</summary>
    public int MinUpdates { get; init; } = 1;

    /// <summary>The most rows that an update may claim: a bound on one member's weight. Larger claims are refused.</summary>
    public long MaxRowsPerMember { get; init; } = 1_000_000;

    /// <summary>Calls to members at the same time.</summary>
    public int MaxConcurrentCalls { get; init; } = 256;

    /// <summary>The most members that may join; more of them belong under several aggregators.</summary>
    public int MaxMembers { get; init; } = 10_000;

    /// <summary>The most bytes of one model as a message; a larger network is refused at activation. 16 MiB by default.</summary>
    public int MaxSnapshotBytes { get; init; } = 16 << 20;

    internal void Check(NetworkDescription network)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MembersPerRound);
        ArgumentOutOfRangeException.ThrowIfLessThan(LocalEpochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LocalBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Deadline, TimeSpan.FromMinutes(9));
        ArgumentOutOfRangeException.ThrowIfLessThan(MinUpdates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRowsPerMember, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentCalls, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMembers, 1);
        long bytes = (long)network.Layout.Length * sizeof(float);
        if (bytes > MaxSnapshotBytes)
        {
            throw new InvalidOperationException(
                $"A snapshot of {network.Name} has about {bytes} bytes, but FederationOptions.MaxSnapshotBytes is {MaxSnapshotBytes}. Raise it, and where it exceeds 100 MB also Orleans' MaxMessageBodySize, if members and silos have the memory.");
        }
    }
}
