using StaticNet.Losses;

namespace StaticNet;

/// <summary>What the mean loss of a batch is divided by: batches are put together as Σ weight·loss / Σ weight, so that blocks do not matter.</summary>
internal static class LossWeights
{
    /// <summary>The sum of the labels' class weights under cross-entropy and negative log-likelihood (as in PyTorch), otherwise the number of rows.</summary>
    public static double Of(NetworkDescription description, in Batch batch)
    {
        if (!batch.HasLabels)
        {
            return batch.Inputs.Length / description.InputSize;
        }

        return description.LabelLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood
            ? CrossEntropyLoss.Normalizer(batch.Labels, description.LossOptions)
            : batch.Labels.Length;
    }
}
