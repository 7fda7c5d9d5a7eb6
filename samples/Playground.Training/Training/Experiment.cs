using System.Collections.Generic;
using StaticNet.Samples.Playground.Data;
using StaticNet.Samples.Playground.Networks;

namespace StaticNet.Samples.Playground.Training;

/// <summary>Settings that show something, and what to look at.</summary>
/// <param name="Title">What is shown, in a few words.</param>
/// <param name="Remark">What to look at.</param>
/// <param name="Settings">What to choose for it.</param>
public sealed record Experiment(string Title, string Remark, Settings Settings)
{
    /// <summary>All of them. The tests check that each shows what it says.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new("No line separates XOR", "Without a hidden layer, half of the points stay wrong.",
            With("SGD") with { Data = DataSetKind.Xor, Shape = NetworkShape.Line }),
        new("Eight hidden units do", "The same points, one hidden layer: folds in the plane.",
            With("SGD") with { Data = DataSetKind.Xor, Shape = NetworkShape.Narrow, Activation = Activation.ReLU }),
        new("Gradients that vanish", "Three layers of sigmoids: the first layer hears almost nothing of the loss.",
            With("SGD") with { Shape = NetworkShape.Deep, Activation = Activation.Sigmoid }),
        new("LayerNorm helps", "The goal in fewer updates than without it.",
            With("Adam") with { Shape = NetworkShape.Normed, Activation = Activation.Tanh }),
        new("Steps too large", "A learning rate of 3: the loss jumps and the goal is never reached.",
            With("SGD") with { LearningRate = 3 }),
    ];

    private static Settings With(string optimizer) => new() { Optimizer = optimizer, LearningRate = OptimizerChoice.Find(optimizer).LearningRate };
}
