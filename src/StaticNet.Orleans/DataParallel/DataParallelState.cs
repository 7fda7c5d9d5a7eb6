using System.Collections.Generic;
using System.IO;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>What grain storage keeps of a <see cref="DataParallelGrain{TNetwork}"/>: enough to continue within an epoch with the same bits.</summary>
[GenerateSerializer]
[Alias("staticnet.DataParallelState")]
public sealed class DataParallelState
{
    internal const int CurrentVersion = 1;

    /// <summary>The version of this record's format; 0 where nothing was saved yet.</summary>
    [Id(0)]
    public int Version { get; set; }

    /// <summary>The network type's name.</summary>
    [Id(1)]
    public string Network { get; set; } = "";

    /// <summary>Names and shapes of the parameters.</summary>
    [Id(2)]
    public string Layout { get; set; } = "";

    /// <summary>Running, stopped, finished, failed.</summary>
    [Id(3)]
    public TrainingStatus Status { get; set; }

    /// <summary>What <c>trainer.Save</c> wrote: parameters, moments, step count, schedule.</summary>
    [Id(4)]
#pragma warning disable CA1819 // Storage providers serialize plain arrays.
    public byte[]? Training { get; set; }
#pragma warning restore CA1819

    /// <summary>What the position within the epoch depends on: number of rows, batch size, seed, order.</summary>
    [Id(5)]
    public string Plan { get; set; } = "";

    /// <summary>Updates so far.</summary>
    [Id(6)]
    public long StepCount { get; set; }

    /// <summary>The state of the random numbers before the current epoch's order was drawn.</summary>
    [Id(7)]
    public ulong RandomState { get; set; }

    /// <summary>The increment that belongs to <see cref="RandomState"/>.</summary>
    [Id(8)]
    public ulong RandomIncrement { get; set; }

    /// <summary>The current epoch's weighted losses so far.</summary>
    [Id(9)]
    public double LossSum { get; set; }

    /// <summary>The weights of <see cref="LossSum"/>.</summary>
    [Id(10)]
    public double LossWeight { get; set; }

    /// <summary>The mean loss of each completed epoch.</summary>
    [Id(11)]
#pragma warning disable CA1002, CA2227 // A record for storage providers.
    public List<double> EpochLosses { get; set; } = [];
#pragma warning restore CA1002, CA2227

    /// <summary>Why the training failed; null where it did not.</summary>
    [Id(12)]
    public string? Error { get; set; }

    /// <summary>Refuses a state that this library or network cannot read.</summary>
    /// <exception cref="InvalidDataException">Another version or another network; the message shows both.</exception>
    internal void Check(IdentityOf expected, string grain)
    {
        if (Version != CurrentVersion)
        {
            throw new InvalidDataException($"The saved training of {grain} has format version {Version}; this library reads version {CurrentVersion}.");
        }

        if (Layout != expected.Layout)
        {
            throw new InvalidDataException(
                $"The saved training of {grain} does not fit: found {Network} with [{Layout}], expected {expected.Name} with [{expected.Layout}]. Use another grain key for the new network, or clear the state.");
        }
    }
}
