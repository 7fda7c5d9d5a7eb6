using System;
using System.Threading;

namespace StaticNet;

/// <summary>
/// A network that is replaced while others use it: readers take <see cref="Current"/>, a trainer publishes. A reader never sees weights of two
/// published networks mixed, and never waits.
/// </summary>
/// <remarks>
/// <c>live.Current.Forward(x, y)</c> computes with one published network to the end, even if another is published meanwhile. Take
/// <see cref="Current"/> once per unit of work that must see one network, for example once per request.
/// </remarks>
/// <typeparam name="TNetwork">The network class.</typeparam>
public sealed class LiveNetwork<TNetwork>
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private readonly Lock _publishing = new();
    private volatile TNetwork _current;
    private long _version;

    /// <summary>Publishes a copy of a network as the first.</summary>
    /// <param name="network">Copied: it may be trained on.</param>
    /// <exception cref="InvalidOperationException">Padding of its <c>Parameters.Values</c> is not zero.</exception>
    public LiveNetwork(TNetwork network)
    {
        _current = Copy(network);
    }

    /// <summary>The network published last: one volatile read, from any thread. Do not train it or write its parameters; train another and publish that.</summary>
    [RealTime]
    public TNetwork Current => _current;

    /// <summary>How many networks have been published after the first.</summary>
    [RealTime]
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Copies a network and makes the copy <see cref="Current"/>. From any thread; of several at once, the last one stays.</summary>
    /// <param name="network">Copied: it may be trained on. While it is copied, its parameters must not be written by another thread.</param>
    /// <exception cref="InvalidOperationException">Padding of its <c>Parameters.Values</c> is not zero; <see cref="Current"/> stays.</exception>
    public void Publish(TNetwork network)
    {
        TNetwork copy = Copy(network);
        lock (_publishing)
        {
            _current = copy;
            _version++;
        }
    }

    private static TNetwork Copy(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Parameters.CheckPadding();
        return network.Clone();
    }
}
