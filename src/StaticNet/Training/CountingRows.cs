using System;

namespace StaticNet;

/// <summary>Refuses rows none of which counts: the mean of their losses would be 0/0, while weight decay went on. The rows are those in use, not all data.</summary>
internal static class CountingRows
{
    /// <summary>Refuses training rows that are all labeled <see cref="Batch.IgnoreLabel"/> or of weight 0.</summary>
    /// <param name="labels">One per row of the data, in range; empty where there are targets.</param>
    /// <param name="rows">Indices of the rows trained on.</param>
    /// <param name="weights">One per row of the data, class weights included; empty for 1.</param>
    public static void CheckTraining(ReadOnlySpan<int> labels, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights)
    {
        if (AreIgnored(labels, rows))
        {
            throw new ArgumentException($"All {rows.Length} training rows in use are labeled {Batch.IgnoreLabel}, so no row counts; choose rows of which at least one names a class.", nameof(labels));
        }

        if (weights.IsEmpty)
        {
            return;
        }

        bool someIgnored = false;
        foreach (int row in rows)
        {
            bool ignored = !labels.IsEmpty && labels[row] == Batch.IgnoreLabel;
            if (!ignored && weights[row] != 0)
            {
                return;
            }

            someIgnored |= ignored;
        }

        throw new ArgumentException(
            $"All {rows.Length} training rows in use have the weight 0{(someIgnored ? $" or the label {Batch.IgnoreLabel}" : "")}, so no row counts; a row's weight is its SampleWeights times the ClassWeights of its class, and at least one must not be 0.", nameof(weights));
    }

    /// <summary>Refuses rows held back by <see cref="FitOptions.ValidationSplit"/> that are all labeled <see cref="Batch.IgnoreLabel"/>.</summary>
    public static void CheckValidation(ReadOnlySpan<int> labels, ReadOnlySpan<int> rows, FitOptions options)
    {
        if (AreIgnored(labels, rows))
        {
            throw new ArgumentException(
                $"ValidationSplit = {options.ValidationSplit} holds back {rows.Length} rows that are all labeled {Batch.IgnoreLabel}, so there is nothing to validate with; hold back more rows, choose another Seed, or give ValidationData.", nameof(options));
        }
    }

    /// <summary>Refuses chosen rows to measure that are all labeled <see cref="Batch.IgnoreLabel"/>.</summary>
    public static void CheckEvaluation(ReadOnlySpan<int> labels, ReadOnlySpan<int> rows)
    {
        if (AreIgnored(labels, rows))
        {
            throw new ArgumentException($"All {rows.Length} chosen evaluation rows are labeled {Batch.IgnoreLabel}, so no row counts; choose rows of which at least one names a class.", nameof(rows));
        }
    }

    private static bool AreIgnored(ReadOnlySpan<int> labels, ReadOnlySpan<int> rows)
    {
        if (labels.IsEmpty || rows.IsEmpty)
        {
            return false;
        }

        foreach (int row in rows)
        {
            if (labels[row] != Batch.IgnoreLabel)
            {
                return false;
            }
        }

        return true;
    }
}
