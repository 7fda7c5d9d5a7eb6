using System;

namespace StaticNet;

/// <summary>What training minimizes and its options, beside the attribute that declares the network. Names and defaults are PyTorch's.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TrainingAttribute : Attribute
{
    /// <summary>What training minimizes. Default: see <see cref="StaticNet.Loss.Auto"/>.</summary>
    public Loss Loss { get; set; } = Loss.Auto;

    /// <summary>Cross-entropy: the share of each target spread evenly over all classes, 0 or more and less than 1.</summary>
    public float LabelSmoothing { get; set; }

    /// <summary>Cross-entropy and negative log-likelihood: a factor for each class, one per output, 0 or more.</summary>
    public float[]? ClassWeights { get; set; }

    /// <summary>Binary cross-entropy: a factor for each output's positive targets, one per output, 0 or more.</summary>
    public float[]? PositiveWeights { get; set; }

    /// <summary>
    /// Losses per element (MeanSquaredError, MeanAbsoluteError, Huber, SmoothL1, BinaryCrossEntropy, Hinge): a factor for each output, 0 or more. The mean stays
    /// over rows times outputs, not over the sum of the weights, as with <c>weight</c> of PyTorch's <c>BCEWithLogitsLoss</c>.
    /// </summary>
    public float[]? OutputWeights { get; set; }

    /// <summary>
    /// Losses per element: what a target of NaN means. <see cref="StaticNet.MissingTargets.Ignore"/> leaves it out of loss and gradient, and the mean is over the
    /// targets that are there.
    /// </summary>
    public MissingTargets MissingTargets { get; set; }

    /// <summary>
    /// Cross-entropy and binary cross-entropy: γ of the focal loss (Lin et al. 2017, equation 5), which multiplies a target's loss by (1 − p)^γ, p being the
    /// probability given to it; 0 (none) or more. Usual: 2. <see cref="ClassWeights"/> play the part of its α. <see cref="PositiveWeights"/> weigh positives only: for the α of
    /// torchvision's <c>sigmoid_focal_loss</c> write α/(1 − α) there and 1 − α in <see cref="OutputWeights"/>; without both it is <c>alpha=-1</c>.
    /// </summary>
    public float FocalGamma { get; set; }

    /// <summary>Huber: where the loss turns from a parabola to a line, greater than 0.</summary>
    public float HuberDelta { get; set; } = 1f;

    /// <summary>Smooth L1: where the loss turns from a parabola to a line, 0 or more.</summary>
    public float SmoothL1Beta { get; set; } = 1f;

    /// <summary>Hinge: the margin that the right side must be reached by, greater than 0.</summary>
    public float HingeMargin { get; set; } = 1f;

    /// <summary>Error-to-signal: p of the filter x(n) − p·x(n − 1) that outputs and targets pass first, from 0 (none) to 1. Usual: 0.85 or 0.95.</summary>
    public float PreEmphasis { get; set; }

    /// <summary>Error-to-signal: the share of the mean's error in the loss, from 0 (none) to 1. Usual: 0.25.</summary>
    public float DirectCurrentWeight { get; set; }
}
