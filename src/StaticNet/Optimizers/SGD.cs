using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Stochastic gradient descent, with momentum if wished. As <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; b ← momentum·b + (1 − dampening)·g (the first step: b ← g);
/// θ ← θ − learningRate·d with d = g without momentum, b with it, g + momentum·b with Nesterov's (Sutskever et al. 2013).
/// </remarks>
public readonly record struct SGD : IGroupedOptimizer
{
    /// <summary>SGD with a learning rate of 0.001 and no momentum.</summary>
    public SGD()
        : this(1e-3)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">0 or more.</param>
    /// <param name="momentum">0 or more; 0 keeps no state.</param>
    /// <param name="dampening">What is taken off a new gradient's share in the momentum.</param>
    /// <param name="nesterov">Looks ahead; needs momentum and no dampening.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="nesterov"/> without momentum or with dampening.</exception>
    public SGD(double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Momentum = HyperParameter.NotNegative(momentum);
        Dampening = dampening;
        Nesterov = nesterov;
        WeightDecay = HyperParameter.NotNegative(weightDecay);
        if (!double.IsFinite(dampening))
        {
            throw new ArgumentOutOfRangeException(nameof(dampening), dampening, "Expected a finite number.");
        }

        if (nesterov && (momentum <= 0 || dampening != 0))
        {
            throw new ArgumentException($"Nesterov momentum needs momentum > 0 and dampening = 0, found momentum {momentum} and dampening {dampening}.", nameof(nesterov));
        }
    }

    /// <summary>The initial learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>The weight of the past in the momentum.</summary>
    public double Momentum { get; }

    /// <summary>What is taken off a new gradient's share in the momentum.</summary>
    public double Dampening { get; }

    /// <summary>Whether the update looks ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>The L2 penalty.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters) => new(parameters, Momentum == 0 ? 0 : 1, LearningRate, optimizer: nameof(SGD))
    {
        Form = Momentum == 0 ? "" : "momentum", // Nesterov's reads the same moment
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        float fresh = state.StepCount == 0 ? 1 : (float)(1 - Dampening);
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            float rate = (float)(-state.LearningRate * segment.LearningRateFactor), decay = (float)(segment.WeightDecay ?? WeightDecay);
            if (Momentum == 0)
            {
                UpdateLoop.Run(new Plain(rate, decay), parameters, gradients, state, segment);
            }
            else if (Nesterov)
            {
                UpdateLoop.Run(new LookAhead(rate, decay, (float)Momentum), parameters, gradients, state, segment);
            }
            else
            {
                UpdateLoop.Run(new HeavyBall(rate, decay, (float)Momentum, fresh), parameters, gradients, state, segment);
            }
        }

        state.StepCount++;
    }

    private readonly struct Plain(float negativeRate, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), gradient, parameter);
        }
    }

    private readonly struct HeavyBall(float negativeRate, float weightDecay, float momentum, float fresh) : IUpdateRule
    {
        public static int MomentCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), first, TLanes.Broadcast(fresh) * gradient);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), first, parameter);
        }
    }

    private readonly struct LookAhead(float negativeRate, float weightDecay, float momentum) : IUpdateRule
    {
        public static int MomentCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), first, gradient);
            TLanes direction = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), first, gradient);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, parameter);
        }
    }
}
