using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Adam (Kingma and Ba 2015), on request AMSGrad (Reddi et al. 2018). As <c>torch.optim.Adam</c>; weight decay is an L2 penalty.</summary>
/// <remarks>
/// g ← gradient + weightDecay·θ; m ← m + (1 − β₁)(g − m); v ← β₂·v + (1 − β₂)·g²;
/// θ ← θ − learningRate/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). AMSGrad takes the largest v so far in place of v.
/// </remarks>
public readonly record struct Adam : IGroupedOptimizer
{
    /// <summary>Adam with PyTorch's defaults.</summary>
    public Adam()
        : this(1e-3)
    {
    }

    /// <summary>Chooses the hyper-parameters.</summary>
    /// <param name="learningRate">0 or more.</param>
    /// <param name="beta1">Decay of the first moment, in [0, 1).</param>
    /// <param name="beta2">Decay of the second moment, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator from 0; positive.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more.</param>
    /// <param name="amsgrad">Uses the largest second moment so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public Adam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false)
    {
        LearningRate = HyperParameter.NotNegative(learningRate);
        Beta1 = HyperParameter.Decay(beta1);
        Beta2 = HyperParameter.Decay(beta2);
        Epsilon = HyperParameter.Positive(epsilon);
        WeightDecay = HyperParameter.NotNegative(weightDecay);
        AmsGrad = amsgrad;
    }

    /// <summary>The initial learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the denominator from 0.</summary>
    public double Epsilon { get; }

    /// <summary>The L2 penalty.</summary>
    public double WeightDecay { get; }

    /// <summary>Whether the largest second moment so far is used.</summary>
    public bool AmsGrad { get; }

    /// <inheritdoc/>
    public OptimizerState CreateState(ParameterBuffer parameters)
    {
        HyperParameter.Constructed(this == default, nameof(Adam));
        return AdamRules.CreateState(parameters, LearningRate, AmsGrad, nameof(Adam));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state) =>
        AdamRules.Step(parameters, gradients, state, Beta1, Beta2, Epsilon, WeightDecay, isDecoupled: false, AmsGrad);
}
