using StaticNet.Losses;

namespace StaticNet;

/// <summary>What the mean loss of a batch is divided by: batches are put together as Σ weight·loss / Σ weight, so that blocks do not matter.</summary>
internal static class LossWeights
{
    /// <summary>The sum of the labels' class weights under cross-entropy and negative log-likelihood (as in PyTorch), the share of the targets that are there times the rows, otherwise the number of rows.</summary>
    public static double Of(NetworkDescription description, in Batch batch)
    {
        if (!batch.HasLabels)
        {
            return description.MayMissTargets
                ? (double)PresentTargets.Count(batch.Targets) / description.OutputSize
                : batch.Inputs.Length / description.InputSize;
        }

        return description.LabelLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood
            ? CrossEntropyLoss.Normalizer(batch.Labels, description.LossOptions)
            : batch.Labels.Length;
    }

    /// <summary>The same for sequences, over the steps that count.</summary>
    public static double Of(NetworkDescription description, in SequenceBatch batch)
    {
        int rows = batch.HasLabels ? batch.Labels.Length : batch.Targets.Length / description.OutputSize;
        bool mayIgnore = batch.HasLabels && description.LabelLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood;
        bool mayMiss = !batch.HasLabels && description.MayMissTargets;
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            int label = mayIgnore ? batch.Labels[row] : 0;
            if (label != Batch.IgnoreLabel && (batch.StepWeights.IsEmpty || batch.StepWeights[row] != 0))
            {
                sum += mayMiss ? (double)PresentTargets.Count(batch.Targets.Slice(row * description.OutputSize, description.OutputSize)) / description.OutputSize
                    : mayIgnore && description.LossOptions.ClassWeights is { } weights ? weights[label] : 1;
            }
        }

        return sum;
    }
}
