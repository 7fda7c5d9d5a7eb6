namespace StaticNet;

/// <summary>How good a network is: larger is better. Called on several threads at once, each with a network of its own.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <param name="network">To be measured; its parameters must not change.</param>
/// <param name="random">Random numbers for this member and generation: the same whatever thread calls.</param>
/// <returns>A number; NaN counts as worse than all others.</returns>
public delegate double FitnessFunction<TNetwork>(TNetwork network, ref Pcg32 random)
    where TNetwork : class, ITrainableNetwork<TNetwork>;
