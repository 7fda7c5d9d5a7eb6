using System;
using System.Collections.Generic;
using StaticNet.Samples.Playground.Data;

namespace StaticNet.Samples.Playground.Training;

/// <summary>An optimizer that the page offers.</summary>
public abstract class OptimizerChoice
{
    private OptimizerChoice(string name, double learningRate, string rule)
    {
        Name = name;
        LearningRate = learningRate;
        Rule = rule;
    }

    /// <summary>All of them; the first is the plainest.</summary>
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        new Of<SGD>("SGD", 0.1, "after = before − learning rate · gradient", rate => new SGD(rate)),
        new Of<SGD>("SGD with momentum", 0.03, "velocity = 0.9 · velocity + gradient; after = before − learning rate · velocity", rate => new SGD(rate, momentum: 0.9)),
        new Of<RMSprop>("RMSprop", 0.003, "after = before − learning rate · gradient / √(mean of past squared gradients)", rate => new RMSprop(rate)),
        new Of<Adam>("Adam", 0.01, "after = before − learning rate · mean of past gradients / √(mean of past squared gradients)", rate => new Adam(rate)),
        new Of<AdamW>("AdamW", 0.01, "as Adam, and every parameter shrinks by learning rate · 0.01 of itself", rate => new AdamW(rate)),
    ];

    /// <summary>As it is called.</summary>
    public string Name { get; }

    /// <summary>A learning rate to begin with.</summary>
    public double LearningRate { get; }

    /// <summary>How it updates a parameter, in one line.</summary>
    public string Rule { get; }

    /// <summary>The optimizer of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OptimizerChoice Find(string name)
    {
        foreach (OptimizerChoice choice in All)
        {
            if (choice.Name == name)
            {
                return choice;
            }
        }

        throw new ArgumentException($"There is no optimizer '{name}'.", nameof(name));
    }

    /// <summary>A network of the given class in training with this optimizer.</summary>
    public abstract ITrainingSession Start<TNetwork>(double learningRate, PointSet points, int batchSize, ulong seed)
        where TNetwork : class, INetwork<TNetwork>;

    private sealed class Of<TOptimizer>(string name, double learningRate, string rule, Func<double, TOptimizer> create)
        : OptimizerChoice(name, learningRate, rule)
        where TOptimizer : IOptimizer
    {
        public override ITrainingSession Start<TNetwork>(double learningRate, PointSet points, int batchSize, ulong seed) =>
            new TrainingSession<TNetwork, TOptimizer>(create(learningRate), points, batchSize, seed);
    }
}
