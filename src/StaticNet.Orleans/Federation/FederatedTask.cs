using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>What a member is asked to do in one round.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.FederatedTask")]
public sealed class FederatedTask
{
    /// <summary>The round's number, from 1.</summary>
    [Id(0)]
    public required int Round { get; init; }

    /// <summary>The model to begin with.</summary>
    [Id(1)]
    public required NetworkSnapshot Global { get; init; }

    /// <summary>Passes over the member's rows.</summary>
    [Id(2)]
    public int LocalEpochs { get; init; } = 1;

    /// <summary>Rows per update of the member.</summary>
    [Id(3)]
    public int LocalBatchSize { get; init; } = 32;

    /// <summary>Start of the random numbers of all members; each mixes its own key and the round in.</summary>
    [Id(4)]
    public ulong Seed { get; init; }

    /// <summary>Time from the call to the end of the round; a later update is not counted.</summary>
    [Id(5)]
    public TimeSpan Deadline { get; init; }
}

/// <summary>What a member has learned in one round.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.FederatedUpdate")]
public sealed class FederatedUpdate
{
    /// <summary>The <see cref="FederatedTask.Round"/> that this answers.</summary>
    [Id(0)]
    public required int Round { get; init; }

    /// <summary>The member's parameters after its training.</summary>
    [Id(1)]
    public required NetworkSnapshot Parameters { get; init; }

    /// <summary>Rows that the member trained on: its weight in the average.</summary>
    [Id(2)]
    public required long Rows { get; init; }

    /// <summary>The mean loss of the member's last pass over its rows.</summary>
    [Id(3)]
    public double Loss { get; init; }

    /// <summary>Devices whose training is in <see cref="Parameters"/>: 1, or those below a federation grain.</summary>
    [Id(4)]
    public int Members { get; init; } = 1;

    /// <summary>Members below a federation grain that are not in <see cref="Parameters"/>, at most 10,000; empty for a device.</summary>
    [Id(5)]
    public Absence[] Absences { get; init; } = [];
}
