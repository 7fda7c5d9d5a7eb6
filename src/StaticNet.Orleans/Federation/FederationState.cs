using System.Collections.Generic;
using System.IO;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>What grain storage keeps of a <see cref="FederationGrain{TNetwork}"/>.</summary>
[GenerateSerializer]
[Alias("staticnet.FederationState")]
public sealed class FederationState
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

    /// <summary>The global model as a safetensors file, which PyTorch reads.</summary>
    [Id(3)]
#pragma warning disable CA1819 // Storage providers serialize plain arrays.
    public byte[]? Weights { get; set; }
#pragma warning restore CA1819

    /// <summary>Completed rounds.</summary>
    [Id(4)]
    public int Round { get; set; }

    /// <summary>The grain ids of the members, sorted.</summary>
    [Id(5)]
#pragma warning disable CA1002, CA2227 // A record for storage providers.
    public List<string> Members { get; set; } = [];
#pragma warning restore CA1002, CA2227

    /// <summary>Refuses a state that this library or network cannot read.</summary>
    /// <exception cref="InvalidDataException">Another version or another network; the message shows both.</exception>
    internal void Check(IdentityOf expected, string grain)
    {
        if (Version != CurrentVersion)
        {
            throw new InvalidDataException($"The saved federation {grain} has format version {Version}; this library reads version {CurrentVersion}.");
        }

        if (Layout != expected.Layout || Weights is null)
        {
            throw new InvalidDataException(
                $"The saved federation {grain} does not fit: found {Network} with [{Layout}], expected {expected.Name} with [{expected.Layout}]. Use another grain key for the new network, or clear the state.");
        }
    }
}
