using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Losses;

/// <summary>Negative log-likelihood −y[label] of log-probabilities y (torch.nn.NLLLoss).</summary>
/// <remarks>After log-softmax it is cross-entropy on the logits: use <see cref="LabelsFromLogits"/> there, which skips the log-softmax.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NegativeLogLikelihoodLoss
{
    /// <inheritdoc cref="CrossEntropyLoss.Normalizer"/>
    public static double Normalizer(ReadOnlySpan<int> labels, in LossOptions options) => CrossEntropyLoss.Normalizer(labels, options);

    /// <summary>The sum of the rows' losses, times <paramref name="scale"/>, and its gradient with respect to the log-probabilities.</summary>
    /// <param name="logProbabilities">The first value of the row-major matrix [rows, outputs].</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="outputs">The number of classes; 1 or more.</param>
    /// <param name="stride">The distance between rows of log-probabilities and gradient, at least <paramref name="outputs"/>.</param>
    /// <param name="labels">One class index per row; the loss and gradient of a row with <see cref="Batch.IgnoreLabel"/> are 0.</param>
    /// <param name="sampleWeights">One weight per row, or empty.</param>
    /// <param name="options">Class weights.</param>
    /// <param name="scale">1/N for a mean over N = <see cref="Normalizer"/>.</param>
    /// <param name="gradient">
    /// Receives the gradient in all <paramref name="stride"/> columns: minus the row's weight in the label's column, elsewhere 0. May be
    /// <paramref name="logProbabilities"/>; a null reference asks for the loss only.
    /// </param>
    /// <exception cref="ArgumentException">A label is out of range or a length is wrong. Nothing has been written then.</exception>
    public static double Labels(
        ref float logProbabilities, int rows, int outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient)
    {
        LossArguments.CheckRows(labels.Length, rows, nameof(labels));
        LossArguments.CheckSampleWeights(sampleWeights.Length, rows);
        LossArguments.CheckWeights(options.ClassWeights, outputs, nameof(LossOptions.ClassWeights));
        LabelCheck.HasIgnored(labels, outputs);
        ReadOnlySpan<float> classWeights = options.ClassWeights;
        bool hasGradient = !Unsafe.IsNullRef(ref gradient);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            int label = labels[row];
            nint start = (nint)row * stride;
            float value = label == Batch.IgnoreLabel ? 0f : Unsafe.Add(ref logProbabilities, start + label);
            if (hasGradient)
            {
                Numerics.RowVector.ClearAfter(ref Unsafe.Add(ref gradient, start), 0, stride); // may be the log-probabilities
            }

            if (label == Batch.IgnoreLabel)
            {
                continue;
            }

            float weight = (classWeights.IsEmpty ? 1f : classWeights[label]) * (sampleWeights.IsEmpty ? 1f : sampleWeights[row]);
            sum -= (double)value * weight;
            if (hasGradient)
            {
                Unsafe.Add(ref gradient, start + label) = -(weight * scale);
            }
        }

        return sum * scale;
    }

    /// <summary>The loss of log-softmax(z) and its gradient with respect to the logits z: <see cref="CrossEntropyLoss.Labels"/>.</summary>
    /// <inheritdoc cref="CrossEntropyLoss.Labels"/>
    public static double LabelsFromLogits(
        ref float logits, int rows, int outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights,
        in LossOptions options, float scale, ref float gradient) =>
        CrossEntropyLoss.Labels(ref logits, rows, outputs, stride, labels, sampleWeights, options, scale, ref gradient);
}
