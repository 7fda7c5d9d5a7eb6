using System;
using System.ComponentModel;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>The Kullback-Leibler divergence of softmax(z) from a distribution t, from the logits z: Σ t·(log t − log softmax(z)).</summary>
/// <remarks>
/// <c>torch.nn.KLDivLoss(reduction="batchmean")</c> of log-softmax outputs: cross-entropy less the entropy of the targets, so that the gradient is
/// cross-entropy's and a network that fits has the loss 0. A target of 0 adds nothing.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KLDivergenceLoss
{
    /// <summary>The sum of the rows' losses, times <paramref name="scale"/>; and its gradient.</summary>
    /// <param name="logits">The first value of the row-major matrix [rows, outputs].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="outputs">The number of classes; 1 or more.</param>
    /// <param name="stride">The distance between rows of logits and gradient, at least <paramref name="outputs"/>.</param>
    /// <param name="targets">The target probabilities, row-major [rows, outputs] without padding; 0 or more.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Not used.</param>
    /// <param name="scale">1/N for a mean over N rows.</param>
    /// <param name="gradient">As in <see cref="CrossEntropyLoss.Labels"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing has been written then.</exception>
    public static double Targets(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        double crossEntropy = CrossEntropyLoss.Probabilities(ref logits, rows, outputs, stride, targets, sampleWeights, default, scale, ref gradient);
        double negativeEntropy = 0;
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            foreach (float target in targets.Slice(row * outputs, outputs))
            {
                sum += target == 0f ? 0 : (double)target * VectorMath.Log(target);
            }

            negativeEntropy += sum * (sampleWeights.IsEmpty ? 1 : sampleWeights[row]);
        }

        return crossEntropy + (negativeEntropy * scale);
    }
}
