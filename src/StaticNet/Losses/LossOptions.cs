using System;

namespace StaticNet.Losses;

/// <summary>What a loss may be told beside outputs and targets. Names and meanings are PyTorch's; <c>default</c> is PyTorch's default.</summary>
public readonly struct LossOptions
{
    private const int BitsOfOne = 0x3F800000;

    // Kept as the bits' difference from 1f, so that default(LossOptions) says 1.
    private readonly int _huberDelta;
    private readonly int _smoothL1Beta;
    private readonly int _hingeMargin;

    /// <summary>Cross-entropy: this share of the target probability is spread evenly over all classes. 0 to 1.</summary>
    public float LabelSmoothing { get; init; }

    /// <summary>Huber: where the loss turns from quadratic to linear. Positive; 1 unless set.</summary>
    public float HuberDelta
    {
        get => BitConverter.Int32BitsToSingle(_huberDelta ^ BitsOfOne);
        init => _huberDelta = BitConverter.SingleToInt32Bits(value) ^ BitsOfOne;
    }

    /// <summary>Smooth L1: where the loss turns from quadratic to linear. 0 or more (0 is the mean absolute error); 1 unless set.</summary>
    public float SmoothL1Beta
    {
        get => BitConverter.Int32BitsToSingle(_smoothL1Beta ^ BitsOfOne);
        init => _smoothL1Beta = BitConverter.SingleToInt32Bits(value) ^ BitsOfOne;
    }

    /// <summary>Hinge: the margin; 1 unless set.</summary>
    public float HingeMargin
    {
        get => BitConverter.Int32BitsToSingle(_hingeMargin ^ BitsOfOne);
        init => _hingeMargin = BitConverter.SingleToInt32Bits(value) ^ BitsOfOne;
    }

    /// <summary>Cross-entropy and negative log-likelihood: one weight per class, or null. Do not modify.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>Binary cross-entropy: the weight of positive targets, one per output, or null. Do not modify.</summary>
    public float[]? PositiveWeights { get; init; }

    /// <summary>
    /// Losses per element: one factor per output, or null. The mean stays over rows times outputs, as with <c>weight</c> of torch.nn.BCEWithLogitsLoss. Do not modify.
    /// </summary>
    public float[]? OutputWeights { get; init; }

    /// <summary>Losses per element: whether targets of NaN are left out of loss, gradient and mean.</summary>
    public MissingTargets MissingTargets { get; init; }

    /// <summary>Cross-entropy and binary cross-entropy: γ of the focal loss; 0: none.</summary>
    public float FocalGamma { get; init; }

    /// <summary>Error-to-signal: p of the filter x(n) − p·x(n − 1) that outputs and targets pass first; 0: none.</summary>
    public float PreEmphasis { get; init; }

    /// <summary>Error-to-signal: the share of the mean's error in the loss, from 0 to 1.</summary>
    public float DirectCurrentWeight { get; init; }
}
