using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Samples.Playground.Data;
using StaticNet.Samples.Playground.Training;

namespace StaticNet.Samples.Playground.Networks;

/// <summary>A network class that the page offers.</summary>
public abstract class NetworkChoice
{
    private NetworkChoice(NetworkShape shape, Activation activation)
    {
        Shape = shape;
        Activation = activation;
    }

    /// <summary>The activations offered, the same for every shape with a hidden layer.</summary>
    public static IReadOnlyList<Activation> Activations { get; } = [Activation.ReLU, Activation.Tanh, Activation.SiLU, Activation.Sigmoid];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NetworkChoice> All { get; } =
    [
        new Of<Line>(NetworkShape.Line, Activation.Identity),
        new Of<NarrowReLU>(NetworkShape.Narrow, Activation.ReLU),
        new Of<NarrowTanh>(NetworkShape.Narrow, Activation.Tanh),
        new Of<NarrowSiLU>(NetworkShape.Narrow, Activation.SiLU),
        new Of<NarrowSigmoid>(NetworkShape.Narrow, Activation.Sigmoid),
        new Of<WideReLU>(NetworkShape.Wide, Activation.ReLU),
        new Of<WideTanh>(NetworkShape.Wide, Activation.Tanh),
        new Of<WideSiLU>(NetworkShape.Wide, Activation.SiLU),
        new Of<WideSigmoid>(NetworkShape.Wide, Activation.Sigmoid),
        new Of<DeepReLU>(NetworkShape.Deep, Activation.ReLU),
        new Of<DeepTanh>(NetworkShape.Deep, Activation.Tanh),
        new Of<DeepSiLU>(NetworkShape.Deep, Activation.SiLU),
        new Of<DeepSigmoid>(NetworkShape.Deep, Activation.Sigmoid),
        new Of<NormedReLU>(NetworkShape.Normed, Activation.ReLU),
        new Of<NormedTanh>(NetworkShape.Normed, Activation.Tanh),
        new Of<NormedSiLU>(NetworkShape.Normed, Activation.SiLU),
        new Of<NormedSigmoid>(NetworkShape.Normed, Activation.Sigmoid),
    ];

    /// <summary>The layers.</summary>
    public NetworkShape Shape { get; }

    /// <summary>What follows each hidden layer; Identity where there is none.</summary>
    public Activation Activation { get; }

    /// <summary>The network class.</summary>
    public abstract Type Class { get; }

    /// <summary>The network of a shape; the activation does not matter where there is no hidden layer.</summary>
    public static NetworkChoice Find(NetworkShape shape, Activation activation) =>
        All.First(choice => choice.Shape == shape && (choice.Activation == activation || shape == NetworkShape.Line));

    /// <summary>The network in training.</summary>
    public abstract ITrainingSession Start(OptimizerChoice optimizer, double learningRate, PointSet points, int batchSize, ulong seed);

    private sealed class Of<TNetwork>(NetworkShape shape, Activation activation) : NetworkChoice(shape, activation)
        where TNetwork : class, INetwork<TNetwork>
    {
        public override Type Class => typeof(TNetwork);

        public override ITrainingSession Start(OptimizerChoice optimizer, double learningRate, PointSet points, int batchSize, ulong seed) =>
            optimizer.Start<TNetwork>(learningRate, points, batchSize, seed);
    }
}
