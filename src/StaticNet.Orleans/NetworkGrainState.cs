using System.IO;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>What grain storage keeps of a <see cref="NetworkGrain{TNetwork}"/>.</summary>
[GenerateSerializer]
[Alias("staticnet.NetworkGrainState")]
public sealed class NetworkGrainState
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

    /// <summary>The parameters as a safetensors file, which PyTorch reads.</summary>
    [Id(3)]
#pragma warning disable CA1819 // Storage providers serialize plain arrays.
    public byte[]? Weights { get; set; }

    /// <summary>What <c>trainer.Save</c> wrote (moments, step count, schedule); null before the first step.</summary>
    [Id(4)]
    public byte[]? Training { get; set; }
#pragma warning restore CA1819

    /// <summary>Training steps so far.</summary>
    [Id(5)]
    public long StepCount { get; set; }

    /// <summary>Refuses a state that this library or network cannot read.</summary>
    /// <exception cref="InvalidDataException">Another version or another network; the message shows both.</exception>
    internal void Check(IdentityOf expected, string grain)
    {
        if (Version != CurrentVersion)
        {
            throw new InvalidDataException($"The saved state of {grain} has format version {Version}; this library reads version {CurrentVersion}.");
        }

        if (Layout != expected.Layout || Weights is null)
        {
            throw new InvalidDataException(
                $"The saved state of {grain} does not fit: found {Network} with [{Layout}], expected {expected.Name} with [{expected.Layout}]. " +
                "Use another grain type or storage name for the new network, or clear the state.");
        }
    }
}
