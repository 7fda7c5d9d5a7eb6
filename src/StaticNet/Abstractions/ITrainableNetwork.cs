using System.ComponentModel;

namespace StaticNet;

/// <summary>A network with parameters of its own, with memory (<see cref="IStreamingNetwork{TSelf}"/>) or without (<see cref="INetwork{TSelf}"/>): files and copies are generic over it.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface ITrainableNetwork<TSelf> : IDescribedNetwork<TSelf>
    where TSelf : class, ITrainableNetwork<TSelf>
{
    /// <summary>A network with parameters initialized from a seed.</summary>
    static abstract TSelf Create(ulong seed);

    /// <summary>A network whose parameters are about to be overwritten: generated code draws no random numbers here. <c>model.Clone()</c> calls it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static virtual TSelf CreateUninitialized() => TSelf.Create(0);

    /// <summary>The parameters, live.</summary>
    ParameterBuffer Parameters { get; }
}
