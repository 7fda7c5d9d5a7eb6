using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>Why a sampled member is not in a round's average.</summary>
public enum AbsenceReason
{
    /// <summary>No answer before the deadline.</summary>
    Late,

    /// <summary>The call failed: the member is gone, or its training threw.</summary>
    Failed,

    /// <summary>The update was refused: another network, NaN or infinity, an impossible number of rows.</summary>
    Refused,
}

/// <summary>A sampled member that is not in a round's average.</summary>
/// <param name="Member">The member's grain id.</param>
/// <param name="Reason">Late, failed or refused.</param>
/// <param name="Message">What was found and what was expected.</param>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.Absence")]
public sealed record Absence(string Member, AbsenceReason Reason, string Message)
{
    /// <summary>The grain id of the federation grain that called the member; null where it is the one that ran the round.</summary>
    [Id(0)]
    public string? Aggregator { get; init; }
}

/// <summary>One round of federated averaging.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Sampled">Members that were asked; a federation grain below counts as one.</param>
/// <param name="Updates">Their updates in the average.</param>
/// <param name="Rows">Rows of all members in the average.</param>
/// <param name="Loss">The members' mean loss, weighted by rows; NaN without updates.</param>
/// <param name="IsApplied">Whether the global model is the new average; false where fewer than <see cref="FederationOptions.MinUpdates"/> members answered.</param>
/// <param name="Absences">Sampled members that are not in the average, by name and reason; those that federation grains below report are included.</param>
/// <param name="Bytes">Parameters sent to and received from members, in bytes.</param>
/// <param name="Duration">Of the whole round.</param>
/// <param name="Hash"><c>Parameters.Hash()</c> of the global model after the round.</param>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.FederatedRound")]
public sealed record FederatedRound(
    int Round, int Sampled, int Updates, long Rows, double Loss, bool IsApplied, Absence[] Absences, long Bytes, TimeSpan Duration, UInt128 Hash)
{
    /// <summary>Devices in the average, those below other federation grains included.</summary>
    [Id(0)]
    public int Members { get; init; }
}

/// <summary>Where a federation stands.</summary>
/// <param name="Round">Completed rounds.</param>
/// <param name="Members">Members that have joined.</param>
/// <param name="Hash"><c>Parameters.Hash()</c> of the global model.</param>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.FederationStatus")]
public sealed record FederationStatus(int Round, int Members, UInt128 Hash);
