using StaticNet.Tests.Shared;

namespace StaticNet.Tests.Persistence;

/// <summary>The network of the Iris fixtures: what <c>[Mlp(4, 10, 3)]</c> compiles to, as far as files are concerned.</summary>
internal sealed class IrisNetwork() : DescribedNetwork<IrisNetwork>(Description), INetwork<IrisNetwork>
{
    public static NetworkDescription Description { get; } = TestLayouts.Describe(
        "IrisNetwork", Loss.Auto, bias: true,
        new LayerDescription("Linear", "hidden", 4, 10), new LayerDescription("ReLU", "1", 10, 10), new LayerDescription("Linear", "output", 10, 3));

    public static IrisNetwork Create(ulong seed)
    {
        var network = new IrisNetwork();
        network.Randomize(seed);
        return network;
    }
}

/// <summary>The same parameters as <see cref="IrisNetwork"/>, another function.</summary>
internal sealed class TanhNetwork() : DescribedNetwork<TanhNetwork>(Description), INetwork<TanhNetwork>
{
    public static NetworkDescription Description { get; } = TestLayouts.Describe(
        "TanhNetwork", Loss.Auto, bias: true,
        new LayerDescription("Linear", "hidden", 4, 10), new LayerDescription("Tanh", "1", 10, 10), new LayerDescription("Linear", "output", 10, 3));

    public static TanhNetwork Create(ulong seed) => new();
}

/// <summary>Two hidden layers, named as <c>[Mlp(13, 16, 8, 3)]</c> names them.</summary>
internal sealed class ThreeLayerNetwork() : DescribedNetwork<ThreeLayerNetwork>(Description), INetwork<ThreeLayerNetwork>
{
    public static NetworkDescription Description { get; } = TestLayouts.Describe(
        "ThreeLayerNetwork", Loss.CrossEntropy, bias: true,
        new LayerDescription("Linear", "hidden1", 13, 16), new LayerDescription("ReLU", "1", 16, 16),
        new LayerDescription("Linear", "hidden2", 16, 8), new LayerDescription("ReLU", "3", 8, 8),
        new LayerDescription("Linear", "output", 8, 3));

    public static ThreeLayerNetwork Create(ulong seed) => new();
}

/// <summary>Has running statistics, a layer wider than one tile, arguments, and names from a sequence.</summary>
internal sealed class NormalizedNetwork() : DescribedNetwork<NormalizedNetwork>(Description), INetwork<NormalizedNetwork>
{
    public static NetworkDescription Description { get; } = TestLayouts.Describe(
        "NormalizedNetwork", Loss.MeanSquaredError, bias: false,
        new LayerDescription("Linear", "0", 5, 37), new LayerDescription("BatchNorm1d", "1", 37, 37, ("eps", 1e-5), ("momentum", 0.1)),
        new LayerDescription("LeakyReLU", "2", 37, 37, ("negative_slope", 0.2)), new LayerDescription("Dropout", "3", 37, 37, ("p", 0.5)),
        new LayerDescription("Linear", "4", 37, 2));

    public static NormalizedNetwork Create(ulong seed)
    {
        var network = new NormalizedNetwork();
        network.Randomize(seed);
        return network;
    }
}
