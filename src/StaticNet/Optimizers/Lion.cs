using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Lion (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", algorithm 2).</summary>
/// <remarks>
/// d = sign(β₁·m + (1 − β₁)·g); θ ← θ − learningRate·(d + weightDecay·θ); m ← β₂·m + (1 − β₂)·g.
/// </remarks>
public readonly record struct Lion : IGroupedOptimizer
{
    /// <summary>Lion with the paper's defaults.</summary>
    public Lion()
        : this(1e-4)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more; 3 to 10 times smaller than for AdamW.</param>
    /// <param name="beta1">Weight of the past in the direction, in [0, 1).</param>
    /// <param name="beta2">Decay of the momentum, in [0, 1).</param>
    /// <param name="weightDecay">Decoupled: share of each parameter taken off per unit of learning rate, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public Lion(double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Beta1 = HyperParameter.Decay(beta1);
        Beta2 = HyperParameter.Decay(beta2);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
    }

    /// <summary>The initial learning rate, 0 or more; 3 to 10 times smaller than for AdamW.</summary>
    public double LearningRate { get; }

    /// <summary>Weight of the past in the direction, in [0, 1).</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the momentum, in [0, 1).</summary>
    public double Beta2 { get; }

    /// <summary>Decoupled: share of each parameter taken off per unit of learning rate, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(Lion));
        return new OptimizerState(parameters, 1, LearningRate, optimizer: nameof(Lion));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            double rate = state.LearningRate * segment.LearningRateFactor, decay = segment.WeightDecay ?? WeightDecay;
            UpdateLoop.Run(
                new Rule((float)-rate, (float)(1 - (rate * decay)), (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2)),
                parameters, gradients, state, segment);
        }

        state.StepCount++;
    }

    private readonly struct Rule(float negativeRate, float keep, float beta1, float fresh1, float beta2, float fresh2) : IUpdateRule
    {
        public static int MomentCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes direction = TLanes.Sign(TLanes.MultiplyAdd(TLanes.Broadcast(beta1), first, TLanes.Broadcast(fresh1) * gradient));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, TLanes.Broadcast(keep) * parameter);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(beta2), first, TLanes.Broadcast(fresh2) * gradient);
        }
    }
}
