using System;
using System.Globalization;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>Which of a batch's values, or which weight, made a loss or gradient NaN or infinite: as a sentence, null where it is none of them.</summary>
internal static class DivergenceCause
{
    // The square of anything larger is infinite as a float.
    private const float LargestSquarable = 1.8e19f;

    /// <summary>Among rows.</summary>
    /// <param name="description">The network.</param>
    /// <param name="batch">The rows, or an empty batch where the update before overflowed.</param>
    /// <param name="rows">Which row of the data each row of the batch is; empty where they are the same.</param>
    public static string? Of(NetworkDescription description, in Batch batch, ReadOnlySpan<int> rows)
    {
        var places = new DataPlaces(rows);
        int count = batch.Inputs.Length / description.InputSize;

        // A loss of the user's own may read any number of targets per row.
        bool isOwn = batch.Part?.OutputLoss is not null;
        return ValueCause(description, isOwn, batch.Inputs, batch.Targets, count == 0 ? 1 : batch.Targets.Length / count, places, places)
            ?? WeightCause(description, batch.SampleWeights, "sample weight", places)
            ?? LabelCause(description, batch)
            ?? LargeInput(description, batch.Inputs, places);
    }

    /// <summary>Among sequences.</summary>
    /// <param name="description">The network.</param>
    /// <param name="batch">The sequences, or an empty batch where the update before overflowed.</param>
    /// <param name="sequences">Which sequence of the data each sequence of the batch is; empty where they are the same.</param>
    /// <param name="firstStep">The step of the data that the batch's first is.</param>
    public static string? Of(NetworkDescription description, in SequenceBatch batch, ReadOnlySpan<int> sequences, int firstStep)
    {
        var inputs = new DataPlaces(sequences, batch.Steps, firstStep);
        var outputs = SequenceData.IsManyToOne(description) ? new DataPlaces(sequences, 0, 0) : inputs;
        return ValueCause(description, isOwn: false, batch.Inputs, batch.Targets, description.OutputSize, inputs, outputs)
            ?? WeightCause(description, batch.StepWeights, "step weight", outputs)
            ?? LargeInput(description, batch.Inputs, inputs);
    }

    private static string? ValueCause(
        NetworkDescription description, bool isOwn, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int targetColumns, DataPlaces inputPlaces, DataPlaces targetPlaces)
    {
        if (FirstNotFinite(inputs) is int input and >= 0)
        {
            return $"Its {inputPlaces.Of("input", input / description.InputSize)} holds {Text(inputs[input])} at column {input % description.InputSize}: clean the data.";
        }

        if (FirstNotFinite(targets, mayBeNaN: !isOwn && description.MayMissTargets) is not (int target and >= 0))
        {
            return null;
        }

        bool couldIgnore = !isOwn && description.Heads.Count == 0 && float.IsNaN(targets[target]) && PresentTargets.IsPerElement(description.NumberLoss);
        string otherwise = couldIgnore ? ", or declare [Training(MissingTargets = MissingTargets.Ignore)] where NaN stands for a target that is not known" : "";
        return $"Its {targetPlaces.Of("target", target / targetColumns)} holds {Text(targets[target])} at column {target % targetColumns}: clean the data{otherwise}.";
    }

    private static string? WeightCause(NetworkDescription description, ReadOnlySpan<float> weights, string name, DataPlaces places)
    {
        if (FirstNotFinite(weights) is int row and >= 0)
        {
            return $"The {name} of {places.Where(row)} is {Text(weights[row])}: give finite weights.";
        }

        if (FirstNotFinite(description.LossOptions.ClassWeights) is int index and >= 0)
        {
            return $"ClassWeights[{index}] is {Text(description.LossOptions.ClassWeights![index])}: declare finite weights.";
        }

        if (FirstNotFinite(description.LossOptions.PositiveWeights) is int output and >= 0)
        {
            return $"PositiveWeights[{output}] is {Text(description.LossOptions.PositiveWeights![output])}: declare finite weights.";
        }

        return FirstNotFinite(description.LossOptions.OutputWeights) is int weighted and >= 0
            ? $"OutputWeights[{weighted}] is {Text(description.LossOptions.OutputWeights![weighted])}: declare finite weights."
            : null;
    }

    private static string? LabelCause(NetworkDescription description, in Batch batch) =>
        batch.Labels.IndexOfAnyExcept(Batch.IgnoreLabel) is int labeled and >= 0 && LossWeights.Of(description, batch) == 0
            ? $"The class weights of its {batch.Labels.Length} labels add up to 0 (ClassWeights[{batch.Labels[labeled]}] is {Text(description.LossOptions.ClassWeights![batch.Labels[labeled]])}), so that the mean loss is 0/0: use larger batches, or give the class a small positive weight."
            : null;

    private static string? LargeInput(NetworkDescription description, ReadOnlySpan<float> inputs, DataPlaces places)
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
            : $"Its {places.Of("input", largest / description.InputSize)} holds {Text(inputs[largest])} at column {largest % description.InputSize}, whose square overflows: scale the inputs.";
    }

    private static int FirstNotFinite(ReadOnlySpan<float> values, bool mayBeNaN = false)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) && !(mayBeNaN && float.IsNaN(values[i])))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
