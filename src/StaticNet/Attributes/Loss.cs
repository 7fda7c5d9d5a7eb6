namespace StaticNet;

/// <summary>What training minimizes. Every loss is the mean over the batch (and over the elements of a row where PyTorch's is).</summary>
public enum Loss
{
    /// <summary>Follows from the output: Softmax → CrossEntropy, LogSoftmax → NegativeLogLikelihood, Sigmoid → BinaryCrossEntropy;
    /// otherwise from the targets: class labels → CrossEntropy (BinaryCrossEntropy for one output), numbers → MeanSquaredError.</summary>
    Auto,
    /// <summary>Mean of (y − t)².</summary>
    MeanSquaredError,
    /// <summary>Mean of |y − t|.</summary>
    MeanAbsoluteError,
    /// <summary>Mean of ½(y − t)² where |y − t| ≤ δ, otherwise δ(|y − t| − δ/2).</summary>
    Huber,
    /// <summary>Mean of ½(y − t)²/β where |y − t| &lt; β, otherwise |y − t| − β/2.</summary>
    SmoothL1,
    /// <summary>Mean of −t·log p − (1 − t)·log(1 − p), computed from the pre-activation.</summary>
    BinaryCrossEntropy,
    /// <summary>Mean over rows of −log softmax(z)[label], computed from the pre-activation.</summary>
    CrossEntropy,
    /// <summary>Mean over rows of −y[label], y being log-probabilities.</summary>
    NegativeLogLikelihood,
    /// <summary>Mean of max(0, 1 − t·y) with targets −1 and +1.</summary>
    Hinge,
    /// <summary>Rosenblatt's perceptron criterion: mean of (y − t)·z, z being the pre-activation of a step unit y with targets 0 and 1.
    /// Its gradient, y − t, is the perceptron rule.</summary>
    Perceptron,
    /// <summary>The error-to-signal ratio Σ(y − t)²/(Σt² + 10⁻⁵) of networks with memory, with <c>PreEmphasis</c> and
    /// <c>DirectCurrentWeight</c> of <c>[Training]</c>.</summary>
    ErrorToSignal,
    /// <summary>Mean over rows of Σ t·(log t − log softmax(z)) with target probabilities t, computed from the pre-activation: PyTorch's <c>KLDivLoss</c>
    /// with <c>batchmean</c>. Its gradient is that of CrossEntropy.</summary>
    KLDivergence,
}
