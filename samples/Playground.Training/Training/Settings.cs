using StaticNet.Samples.Playground.Data;
using StaticNet.Samples.Playground.Networks;

namespace StaticNet.Samples.Playground.Training;

/// <summary>What can be chosen on the page. Equal settings give equal trainings.</summary>
public sealed record Settings
{
    /// <summary>Every point in one update.</summary>
    public const int WholeSet = PointSet.MaxCount;

    /// <summary>The accuracy on held-back points that the page names as the goal.</summary>
    public const double Goal = 0.95;

    /// <summary>What is learned.</summary>
    public DataSetKind Data { get; init; } = DataSetKind.Spirals;

    /// <summary>The network's layers.</summary>
    public NetworkShape Shape { get; init; } = NetworkShape.Wide;

    /// <summary>The activation of the hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>The optimizer's name.</summary>
    public string Optimizer { get; init; } = "Adam";

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; init; } = OptimizerChoice.Find("Adam").LearningRate;

    /// <summary>Points per update.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>At most so many updates between two pictures; they stop earlier where the time is up.</summary>
    public int UpdatesPerFrame { get; init; } = 10;

    /// <summary>Decides points, first parameters and order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The class of the network.</summary>
    public NetworkChoice Network => NetworkChoice.Find(Shape, Activation);

    /// <summary>The points to learn, none of them drawn yet.</summary>
    public PointSet CreatePoints() => DataSets.Create(Data, DataSets.DefaultCount, Seed);

    /// <summary>Points of the same kind to judge by.</summary>
    public PointSet CreateHeldBackPoints() => DataSets.Create(Data, DataSets.DefaultCount, Seed, heldBack: true);

    /// <summary>An untrained network with these settings.</summary>
    public ITrainingSession Start(PointSet points) =>
        Network.Start(OptimizerChoice.Find(Optimizer), LearningRate, points, BatchSize, Seed);
}
