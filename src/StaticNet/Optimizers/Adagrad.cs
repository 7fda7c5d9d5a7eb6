using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Adagrad (Duchi et al. 2011). As <c>torch.optim.Adagrad</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; s ← s + g²; θ ← θ − learningRate/(1 + (t − 1)·learningRateDecay) · g / (√s + ε).
/// </remarks>
public readonly record struct Adagrad : IGroupedOptimizer
{
    /// <summary>Adagrad with PyTorch's defaults.</summary>
    public Adagrad()
        : this(1e-2)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more.</param>
    /// <param name="learningRateDecay">How fast the learning rate falls, 0 or more.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <param name="initialAccumulatorValue">Where the sums of squares start, 0 or more.</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public Adagrad(double learningRate = 1e-2, double learningRateDecay = 0, double weightDecay = 0, double initialAccumulatorValue = 0, double epsilon = 1e-10)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        LearningRateDecay = HyperParameter.NotNegative(learningRateDecay);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
        InitialAccumulatorValue = HyperParameter.NotNegative(initialAccumulatorValue);
        Epsilon = HyperParameter.Positive(epsilon);
    }

    /// <summary>The initial learning rate, 0 or more.</summary>
    public double LearningRate { get; }

    /// <summary>How fast the learning rate falls, 0 or more.</summary>
    public double LearningRateDecay { get; }

    /// <summary>L2 penalty, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <summary>Where the sums of squares start, 0 or more.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>Keeps the denominator from 0; positive.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(Adagrad));
        var state = new OptimizerState(parameters, 1, LearningRate, optimizer: nameof(Adagrad));
        foreach (ParameterInfo parameter in parameters.Layout.Parameters)
        {
            if (parameter.IsTrainable)
            {
                state.Moments[0].Initialize(parameter.Name, (float)InitialAccumulatorValue);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        double rate = state.LearningRate / (1 + (state.StepCount * LearningRateDecay));
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            UpdateLoop.Run(
                new Rule((float)(-rate * segment.LearningRateFactor), (float)Epsilon, (float)(segment.WeightDecay ?? WeightDecay)), parameters, gradients, state, segment);
        }

        state.StepCount++;
    }

    private readonly struct Rule(float negativeRate, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(gradient, gradient, first);
            TLanes direction = gradient / (TLanes.Sqrt(first) + TLanes.Broadcast(epsilon));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, parameter);
        }
    }
}
