using System;

namespace StaticNet.Orleans;

/// <summary>How a <see cref="SiloSearch"/> runs.</summary>
public sealed class SearchOptions
{
    /// <summary>Trials at the same time, in the whole cluster; as many as it has cores is a good number.</summary>
    public int MaxConcurrentTrials { get; init; } = 8;

    /// <summary>How often a trial is begun before its failure is its result. Only silos that fail and calls that come late are repeated; an exception of the trial itself is its result at once.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The pause before a repetition; the cluster needs time to notice that a silo failed.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Start of all trials' seeds.</summary>
    public ulong Seed { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentTrials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
    }
}
