using System;
using System.Globalization;

namespace StaticNet;

/// <summary>Finds out why a batch gave a loss, gradients or running statistics that are NaN or infinite, and says so.</summary>
internal static class Divergence
{
    // The square of anything larger is infinite as a float.
    private const float LargestSquarable = 1.8e19f;

    /// <summary>The exception for such a batch.</summary>
    /// <param name="description">The network.</param>
    /// <param name="parameters">As they are now.</param>
    /// <param name="gradients">Of the batch.</param>
    /// <param name="loss">Of the batch.</param>
    /// <param name="batch">The rows, or an empty batch where the update before overflowed.</param>
    /// <param name="rows">Which row of the data each row of the batch is; empty where they are the same.</param>
    /// <param name="epoch">From 1; 0 for a step outside <c>Fit</c>.</param>
    /// <param name="number">The batch of the epoch or the step of the trainer, from 1.</param>
    /// <param name="remains">What the model is left with, as a sentence.</param>
    public static TrainingDivergedException Describe(
        NetworkDescription description, ParameterBuffer parameters, ParameterBuffer gradients, float loss, in Batch batch,
        ReadOnlySpan<int> rows, int epoch, long number, string remains)
    {
        (ParameterInfo culprit, string where) = Locate(description, parameters, gradients);
        string cause = Cause(description, batch, rows) ?? "Lower the learning rate, set ClipNorm, or scale the inputs.";
        string layer = ParameterLayers.LayerOf(culprit).ToString();
        string when = epoch > 0 ? $"epoch {epoch}, batch {number}" : $"step {number}";
        return new TrainingDivergedException(
            $"Training of {description.Name} diverged in {when}, layer '{layer}': the loss is {Text(loss)}, {where}. {cause} {remains}",
            epoch, (int)Math.Min(number, int.MaxValue), layer);
    }

    private static (ParameterInfo Culprit, string Where) Locate(NetworkDescription description, ParameterBuffer parameters, ParameterBuffer gradients)
    {
        if (ParameterLayers.FirstNotFinite(parameters, trainable: true) is { } parameter)
        {
            return (parameter, $"the parameter '{parameter.Name}' is not finite");
        }

        if (ParameterLayers.FirstNotFinite(gradients, trainable: true) is { } gradient)
        {
            return (gradient, $"the gradient of '{gradient.Name}' is not finite");
        }

        return ParameterLayers.FirstNotFinite(parameters, trainable: false) is { } statistic
            ? (statistic, $"the running statistic '{statistic.Name}' is not finite")
            : (description.Layout.Parameters[^1], "all gradients are finite");
    }

    /// <summary>What in the data or the weights is the cause; null where it is none of them.</summary>
    private static string? Cause(NetworkDescription description, in Batch batch, ReadOnlySpan<int> rows)
    {
        if (FirstNotFinite(batch.Inputs) is int input and >= 0)
        {
            return $"Its input row {Row(rows, input / description.InputSize)} holds {Text(batch.Inputs[input])} at column {input % description.InputSize}: clean the data.";
        }

        if (FirstNotFinite(batch.Targets) is int target and >= 0)
        {
            // A loss of the user's own may read any number of targets per row.
            int columns = batch.Targets.Length / (batch.Inputs.Length / description.InputSize);
            return $"Its target row {Row(rows, target / columns)} holds {Text(batch.Targets[target])} at column {target % columns}: clean the data.";
        }

        return WeightCause(description, batch, rows) ?? LargeInput(description, batch.Inputs, rows);
    }

    private static string? WeightCause(NetworkDescription description, in Batch batch, ReadOnlySpan<int> rows)
    {
        if (FirstNotFinite(batch.SampleWeights) is int row and >= 0)
        {
            return $"The sample weight of row {Row(rows, row)} is {Text(batch.SampleWeights[row])}: give finite weights.";
        }

        if (FirstNotFinite(description.LossOptions.ClassWeights) is int index and >= 0)
        {
            return $"ClassWeights[{index}] is {Text(description.LossOptions.ClassWeights![index])}: declare finite weights.";
        }

        if (FirstNotFinite(description.LossOptions.PositiveWeights) is int output and >= 0)
        {
            return $"PositiveWeights[{output}] is {Text(description.LossOptions.PositiveWeights![output])}: declare finite weights.";
        }

        return batch.Labels.IndexOfAnyExcept(Batch.IgnoreLabel) is int labeled and >= 0 && LossWeights.Of(description, batch) == 0
            ? $"The class weights of its {batch.Labels.Length} labels add up to 0 (ClassWeights[{batch.Labels[labeled]}] is {Text(description.LossOptions.ClassWeights![batch.Labels[labeled]])}), so that the mean loss is 0/0: use larger batches, or give the class a small positive weight."
            : null;
    }

    private static string? LargeInput(NetworkDescription description, ReadOnlySpan<float> inputs, ReadOnlySpan<int> rows)
    {
        int largest = -1;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (MathF.Abs(inputs[i]) > (largest < 0 ? LargestSquarable : MathF.Abs(inputs[largest])))
            {
                largest = i;
            }
        }

        return largest < 0
            ? null
            : $"Its input row {Row(rows, largest / description.InputSize)} holds {Text(inputs[largest])} at column {largest % description.InputSize}, whose square overflows: scale the inputs.";
    }

    private static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Row(ReadOnlySpan<int> rows, int row) => rows.IsEmpty ? row : rows[row];

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
