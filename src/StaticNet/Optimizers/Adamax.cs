using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Adamax, Adam with the infinity norm (Kingma and Ba 2015). As <c>torch.optim.Adamax</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; m ← m + (1 − β₁)(g − m); u ← max(β₂·u, |g| + ε); θ ← θ − learningRate/(1 − β₁ᵗ) · m / u.
/// </remarks>
public readonly record struct Adamax : IGroupedOptimizer
{
    /// <summary>Adamax with PyTorch's defaults.</summary>
    public Adamax()
        : this(2e-3)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more.</param>
    /// <param name="beta1">Decay of the first moment, in [0, 1).</param>
    /// <param name="beta2">Decay of the largest magnitude, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public Adamax(double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Beta1 = HyperParameter.Decay(beta1);
        Beta2 = HyperParameter.Decay(beta2);
        Epsilon = HyperParameter.Positive(epsilon);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
    }

    /// <summary>The initial learning rate, 0 or more.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the first moment, in [0, 1).</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the largest magnitude, in [0, 1).</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the denominator from 0; positive.</summary>
    public double Epsilon { get; }

    /// <summary>L2 penalty, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(Adamax));
        var state = new OptimizerState(parameters, 2, LearningRate, AdamRules.ScalarCount, nameof(Adamax));
        state.Scalars.Fill(1);
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        (double first, _) = AdamRules.BiasCorrections(state, Beta1, Beta2);
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            float rate = (float)(-state.LearningRate / first * segment.LearningRateFactor), decay = (float)(segment.WeightDecay ?? WeightDecay);
            UpdateLoop.Run(new Rule(rate, (float)(1 - Beta1), (float)Beta2, (float)Epsilon, decay), parameters, gradients, state, segment);
        }

        state.StepCount++;
    }

    private readonly struct Rule(float negativeRate, float fresh1, float beta2, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(fresh1), gradient - first, first);
            TLanes magnitude = TLanes.Max(TLanes.Broadcast(beta2) * second, TLanes.Abs(gradient) + TLanes.Broadcast(epsilon));
            second = magnitude;
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), first / magnitude, parameter);
        }
    }
}
