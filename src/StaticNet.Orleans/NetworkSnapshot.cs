using System;
using System.IO;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>
/// All parameters of a network as one immutable message, running statistics included, with the names and shapes that they belong to.
/// Sent as raw bytes and shared within a silo.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.NetworkSnapshot")]
public sealed class NetworkSnapshot
{
    internal const int CurrentVersion = 1;

    /// <summary>The version of this message's format.</summary>
    [Id(0)]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The network type's name.</summary>
    [Id(1)]
    public required string Network { get; init; }

    /// <summary>Names and shapes of the parameters: <c>hidden.weight [10, 4], hidden.bias [10], …</c></summary>
    [Id(2)]
    public required string Layout { get; init; }

    /// <summary>What the network computes: <c>Linear(4, 10) ReLU Linear(10, 3)</c>.</summary>
    [Id(3)]
    public required string Architecture { get; init; }

    /// <summary>The values, one parameter after the other in PyTorch's order and layout (row-major, weights as [outputs, inputs]).</summary>
    [Id(4)]
    public required RawArray<float> Values { get; init; }

    /// <summary>Training steps that led to these parameters.</summary>
    [Id(5)]
    public long StepCount { get; init; }

    /// <summary>Copies the parameters of a network.</summary>
    /// <param name="network">Not changed.</param>
    /// <param name="stepCount">Training steps that led to the parameters.</param>
    public static NetworkSnapshot Of<TNetwork>(TNetwork network, long stepCount = 0)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ParameterLayout layout = TNetwork.Description.Layout;
        var values = new float[Count(layout)];
        Span<float> rest = values;
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            network.Parameters.CopyTo(parameter.Name, rest[..parameter.Count]);
            rest = rest[parameter.Count..];
        }

        return Of<TNetwork>(values, stepCount);
    }

    /// <summary>Copies the parameters into a network.</summary>
    /// <param name="network">Its parameters are overwritten; if anything does not fit, it is left as it was.</param>
    /// <exception cref="InvalidDataException">The parameters belong to another network; the message shows both.</exception>
    public void CopyTo<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        Check<TNetwork>("The snapshot");
        ReadOnlySpan<float> rest = Values.Span;
        foreach (ParameterInfo parameter in TNetwork.Description.Layout.Parameters)
        {
            network.Parameters.CopyFrom(parameter.Name, rest[..parameter.Count]);
            rest = rest[parameter.Count..];
        }
    }

    /// <summary>A new network with these parameters.</summary>
    /// <exception cref="InvalidDataException">The parameters belong to another network; the message shows both.</exception>
    public TNetwork ToNetwork<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        Check<TNetwork>("The snapshot");
        TNetwork network = TNetwork.CreateUninitialized();
        CopyTo(network);
        return network;
    }

    internal static NetworkSnapshot Of<TNetwork>(float[] values, long stepCount)
        where TNetwork : class, INetwork<TNetwork>
    {
        IdentityOf identity = IdentityOf.Network<TNetwork>();
        return new NetworkSnapshot { Network = identity.Name, Layout = identity.Layout, Architecture = identity.Architecture, Values = values, StepCount = stepCount };
    }

    internal void Check<TNetwork>(string what)
        where TNetwork : class, INetwork<TNetwork>
    {
        if (Version != CurrentVersion)
        {
            throw new InvalidDataException($"{what} has format version {Version}; this library reads version {CurrentVersion}. Update all silos and clients to one version of StaticNet.Orleans.");
        }

        IdentityOf expected = IdentityOf.Network<TNetwork>();
        NetworkIdentity.Check(what, Network, Layout, Architecture, expected);
        int count = Count(TNetwork.Description.Layout);
        if (Values.Length != count)
        {
            throw new InvalidDataException($"{what} holds {Values.Length} values, expected {count} for {expected.Name} with [{expected.Layout}].");
        }
    }

    private static int Count(ParameterLayout layout)
    {
        int count = 0;
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            count += parameter.Count;
        }

        return count;
    }
}
