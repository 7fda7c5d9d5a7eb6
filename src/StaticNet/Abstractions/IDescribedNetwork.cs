namespace StaticNet;

/// <summary>What every generated network says of itself.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface IDescribedNetwork<TSelf>
    where TSelf : class, IDescribedNetwork<TSelf>
{
    /// <summary>What the network is: sizes, layers, loss, parameter layout.</summary>
    static abstract NetworkDescription Description { get; }

    /// <summary>A table of the layers: output shape, parameters, multiply-adds, bytes; totals, memory and estimated time.</summary>
    string Summary();
}
