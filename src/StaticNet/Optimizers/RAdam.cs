using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Rectified Adam (Liu et al. 2020). As <c>torch.optim.RAdam</c>.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; m, v as in <see cref="Adam"/>; ρ∞ = 2/(1 − β₂) − 1, ρₜ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ).
/// Where ρₜ &gt; 5: θ ← θ − learningRate/(1 − β₁ᵗ) · r · √(1 − β₂ᵗ) · m / (√v + ε) with
/// r = √((ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ)); in the steps before, θ ← θ − learningRate/(1 − β₁ᵗ) · m.
/// </remarks>
public readonly record struct RAdam : IGroupedOptimizer
{
    /// <summary>RAdam with PyTorch's defaults.</summary>
    public RAdam()
        : this(1e-3)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">The initial learning rate, 0 or more.</param>
    /// <param name="beta1">Decay of the first moment, in [0, 1).</param>
    /// <param name="beta2">Decay of the second moment, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public RAdam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
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

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the denominator from 0; positive.</summary>
    public double Epsilon { get; }

    /// <summary>L2 penalty, 0 or more.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(RAdam));
        var state = new OptimizerState(parameters, 2, LearningRate, AdamRules.ScalarCount, nameof(RAdam));
        state.Scalars.Fill(1);
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
    {
        state.Check(parameters, gradients);
        (double first, double second) = AdamRules.BiasCorrections(state, Beta1, Beta2);
        double rate = -state.LearningRate / first;
        double limit = (2 / (1 - Beta2)) - 1;
        double length = limit - (2 * (state.StepCount + 1) * (1 - second) / second);
        double rectification = length > 5 ? Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)) : 0;
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            float decay = (float)(segment.WeightDecay ?? WeightDecay);
            if (length > 5)
            {
                float rectified = (float)(rate * rectification * Math.Sqrt(second) * segment.LearningRateFactor);
                UpdateLoop.Run(
                    new Rectified(rectified, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)Epsilon, decay), parameters, gradients, state, segment);
            }
            else
            {
                UpdateLoop.Run(
                    new Unrectified((float)(rate * segment.LearningRateFactor), (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), decay),
                    parameters, gradients, state, segment);
            }
        }

        state.StepCount++;
    }

    private readonly struct Rectified(float negativeRate, float fresh1, float beta2, float fresh2, float epsilon, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(fresh1), gradient - first, first);
            second = TLanes.MultiplyAdd(TLanes.Broadcast(beta2), second, TLanes.Broadcast(fresh2) * gradient * gradient);
            TLanes direction = first / (TLanes.Sqrt(second) + TLanes.Broadcast(epsilon));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), direction, parameter);
        }
    }

    private readonly struct Unrectified(float negativeRate, float fresh1, float beta2, float fresh2, float weightDecay) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(weightDecay), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(fresh1), gradient - first, first);
            second = TLanes.MultiplyAdd(TLanes.Broadcast(beta2), second, TLanes.Broadcast(fresh2) * gradient * gradient);
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(negativeRate), first, parameter);
        }
    }
}
