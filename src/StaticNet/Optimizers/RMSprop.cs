using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>RMSprop (Hinton 2012), on request centered (Graves 2013) and with momentum. As <c>torch.optim.RMSprop</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; v ← α·v + (1 − α)·g²; centered: a ← a + (1 − α)(g − a) and v − a² in place of v;
/// d = g / (√v + ε); with momentum b ← momentum·b + d and d = b; θ ← θ − learningRate·d.
/// Centered, v − a² is kept from falling below 0 by rounding, where PyTorch would take the root of a negative number.
/// </remarks>
public readonly record struct RMSprop : IGroupedOptimizer
{
    /// <summary>RMSprop with PyTorch's defaults.</summary>
    public RMSprop()
        : this(1e-2)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more.</param>
    /// <param name="alpha">Decay of the mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <param name="momentum">The weight of the past in the momentum; 0 for none.</param>
    /// <param name="centered">Divides by an estimate of the deviation instead of the root mean square.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public RMSprop(double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Alpha = HyperParameter.Decay(alpha);
        Epsilon = HyperParameter.Positive(epsilon);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
        Momentum = HyperParameter.NotNegative(momentum);
        Centered = centered;
    }

    /// <summary>The initial learning rate, 0 or more.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the mean of squares, in [0, 1).</summary>
    public double Alpha { get; }

    /// <summary>Keeps the denominator from 0; positive.</summary>
    public double Epsilon { get; }

    /// <summary>L2 penalty, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <summary>The weight of the past in the momentum; 0 for none.</summary>
    public double Momentum { get; }

    /// <summary>Divides by an estimate of the deviation instead of the root mean square.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(RMSprop));
        return new OptimizerState(parameters, 1 + (Momentum > 0 ? 1 : 0) + (Centered ? 1 : 0), LearningRate, optimizer: nameof(RMSprop))
        {
            Form = (Momentum > 0, Centered) switch
            {
                (true, true) => "momentum, centered",
                (true, false) => "momentum",
                (false, true) => "centered",
                _ => "",
            },
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        float alpha = (float)Alpha, fresh = (float)(1 - Alpha), epsilon = (float)Epsilon, momentum = (float)Momentum;
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            float rate = (float)(-state.LearningRate * segment.LearningRateFactor), decay = (float)(segment.WeightDecay ?? WeightDecay);
            switch (Momentum > 0, Centered)
            {
                case (false, false): UpdateLoop.Run(new Plain(rate, alpha, fresh, epsilon, decay), parameters, gradients, state, segment); break;
                case (false, true): UpdateLoop.Run(new CenteredRule(rate, alpha, fresh, epsilon, decay), parameters, gradients, state, segment); break;
                case (true, false): UpdateLoop.Run(new MomentumRule(rate, alpha, fresh, epsilon, decay, momentum), parameters, gradients, state, segment); break;
                default: UpdateLoop.Run(new CenteredMomentumRule(rate, alpha, fresh, epsilon, decay, momentum), parameters, gradients, state, segment); break;
            }
        }

        state.StepCount++;
    }

    private readonly struct Plain(float negativeRate, float alpha, float fresh, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(alpha), first, TLanes.Broadcast(fresh) * gradient * gradient);
            TLanes direction = gradient / (TLanes.Sqrt(first) + TLanes.Broadcast(epsilon));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, parameter);
        }
    }

    private readonly struct CenteredRule(float negativeRate, float alpha, float fresh, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(alpha), first, TLanes.Broadcast(fresh) * gradient * gradient);
            second = TLanes.MultiplyAdd(TLanes.Broadcast(fresh), gradient - second, second);
            TLanes variance = TLanes.Max(default, first - (second * second));
            TLanes direction = gradient / (TLanes.Sqrt(variance) + TLanes.Broadcast(epsilon));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, parameter);
        }
    }

    private readonly struct MomentumRule(float negativeRate, float alpha, float fresh, float epsilon, float weightDecay, float momentum) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(alpha), first, TLanes.Broadcast(fresh) * gradient * gradient);
            TLanes direction = gradient / (TLanes.Sqrt(first) + TLanes.Broadcast(epsilon));
            second = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), second, direction);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), second, parameter);
        }
    }

    private readonly struct CenteredMomentumRule(float negativeRate, float alpha, float fresh, float epsilon, float weightDecay, float momentum) : IUpdateRule
    {
        public static int MomentCount => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(alpha), first, TLanes.Broadcast(fresh) * gradient * gradient);
            third = TLanes.MultiplyAdd(TLanes.Broadcast(fresh), gradient - third, third);
            TLanes variance = TLanes.Max(default, first - (third * third));
            TLanes direction = gradient / (TLanes.Sqrt(variance) + TLanes.Broadcast(epsilon));
            second = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), second, direction);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), second, parameter);
        }
    }
}
