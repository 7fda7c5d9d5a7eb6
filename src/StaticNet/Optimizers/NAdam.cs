using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Adam with Nesterov momentum (Dozat 2016). As <c>torch.optim.NAdam</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; m, v as in <see cref="Adam"/>; μₜ = β₁·(1 − 0.96^(t·momentumDecay)/2);
/// θ ← θ − learningRate·((1 − μₜ)/(1 − Πμ)·g + μₜ₊₁/(1 − Πμ·μₜ₊₁)·m) / (√(v/(1 − β₂ᵗ)) + ε), Πμ being the product of μ₁ to μₜ.
/// </remarks>
public readonly record struct NAdam : IGroupedOptimizer
{
    /// <summary>NAdam with PyTorch's defaults.</summary>
    public NAdam()
        : this(2e-3)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more.</param>
    /// <param name="beta1">Decay of the first moment, in [0, 1).</param>
    /// <param name="beta2">Decay of the second moment, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <param name="momentumDecay">How fast the momentum reaches beta1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public NAdam(double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Beta1 = HyperParameter.Decay(beta1);
        Beta2 = HyperParameter.Decay(beta2);
        Epsilon = HyperParameter.Positive(epsilon);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
        MomentumDecay = HyperParameter.NotNegative(momentumDecay);
    }

    /// <summary>The initial learning rate, 0 or more.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the first moment, in [0, 1).</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the denominator from 0; positive.</summary>
    public double Epsilon { get; }

    /// <summary>L2 penalty, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <summary>How fast the momentum reaches beta1.</summary>
    public double MomentumDecay { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(NAdam));
        // log 0.96: the constant of Dozat's schedule.
        var state = new OptimizerState(parameters, 2, LearningRate, 4, nameof(NAdam));
        state.Scalars.Fill(1);
        state.Scalars[3] = PortableMath.Exp(MomentumDecay * -0.04082199452025481);
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        // Running products of μ, of beta2, of 0.96^momentumDecay, and that factor itself.
        Span<double> products = state.Scalars;
        products[2] = AdamRules.Decayed(products[2], products[3]);
        double now = Beta1 * (1 - (0.5 * products[2])), next = Beta1 * (1 - (0.5 * products[2] * products[3]));
        products[0] = AdamRules.Decayed(products[0], now);
        products[1] = AdamRules.Decayed(products[1], Beta2);

        // √(v/c) + ε = (√v + ε·√c)/√c
        double root = Math.Sqrt(1 - products[1]);
        double gradientRate = state.LearningRate * root * (1 - now) / (1 - products[0]);
        double momentRate = state.LearningRate * root * next / (1 - (products[0] * next));
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            float gradientFactor = (float)(-gradientRate * segment.LearningRateFactor), momentFactor = (float)(-momentRate * segment.LearningRateFactor);
            UpdateLoop.Run(
                new Rule(gradientFactor, momentFactor, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)(Epsilon * root), (float)(segment.WeightDecay ?? WeightDecay)),
                parameters, gradients, state, segment);
        }

        state.StepCount++;
    }

    private readonly struct Rule(float gradientRate, float momentRate, float fresh1, float beta2, float fresh2, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(fresh1), gradient - first, first);
            second = TLanes.MultiplyAdd(TLanes.Broadcast(beta2), second, TLanes.Broadcast(fresh2) * gradient * gradient);
            TLanes direction = TLanes.MultiplyAdd(TLanes.Broadcast(momentRate), first, TLanes.Broadcast(gradientRate) * gradient);
            parameter += direction / (TLanes.Sqrt(second) + TLanes.Broadcast(epsilon));
        }
    }
}
