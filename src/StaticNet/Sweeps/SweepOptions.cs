namespace StaticNet;

/// <summary>How a <see cref="Sweep"/> runs.</summary>
public sealed class SweepOptions
{
    /// <summary>The most trials at the same time; −1 for one per processor.</summary>
    public int MaxDegreeOfParallelism { get; init; } = -1;

    /// <summary>Start of all trials' <see cref="SweepTrial.Seed"/>.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether all trials get the same seed, so that they differ in their settings only.</summary>
    public bool SameSeed { get; init; }
}
