namespace StaticNet;

/// <summary>What every generated network without memory can do, one without training included: compute its outputs.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface IInferenceNetwork<TSelf> : IDescribedNetwork<TSelf>, INetwork
    where TSelf : class, IInferenceNetwork<TSelf>
{
    /// <inheritdoc/>
    NetworkDescription INetwork.Describe() => TSelf.Description;
}
