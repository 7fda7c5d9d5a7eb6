using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Adadelta (Zeiler 2012). As <c>torch.optim.Adadelta</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; v ← ρ·v + (1 − ρ)·g²; d = √(u + ε)/√(v + ε) · g; u ← ρ·u + (1 − ρ)·d²; θ ← θ − learningRate·d.
/// </remarks>
public readonly record struct Adadelta : IGroupedOptimizer
{
    /// <summary>Adadelta with PyTorch's defaults.</summary>
    public Adadelta()
        : this(1.0)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more.</param>
    /// <param name="rho">Decay of both means of squares, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public Adadelta(double learningRate = 1.0, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Rho = HyperParameter.Decay(rho);
        Epsilon = HyperParameter.Positive(epsilon);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
    }

    /// <summary>The initial learning rate, 0 or more.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of both means of squares, in [0, 1).</summary>
    public double Rho { get; }

    /// <summary>Keeps the denominator from 0; positive.</summary>
    public double Epsilon { get; }

    /// <summary>L2 penalty, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(Adadelta));
        return new OptimizerState(parameters, 2, LearningRate, optimizer: nameof(Adadelta));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            float rate = (float)(-state.LearningRate * segment.LearningRateFactor), decay = (float)(segment.WeightDecay ?? WeightDecay);
            UpdateLoop.Run(new Rule(rate, (float)Rho, (float)(1 - Rho), (float)Epsilon, decay), parameters, gradients, state, segment);
        }

        state.StepCount++;
    }

    private readonly struct Rule(float negativeRate, float rho, float fresh, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(rho), first, TLanes.Broadcast(fresh) * gradient * gradient);
            TLanes direction = TLanes.Sqrt(second + TLanes.Broadcast(epsilon)) / TLanes.Sqrt(first + TLanes.Broadcast(epsilon)) * gradient;
            second = TLanes.MultiplyAdd(TLanes.Broadcast(rho), second, TLanes.Broadcast(fresh) * direction * direction);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, parameter);
        }
    }
}
