using System;
using StaticNet.Losses;

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

    /// <summary>Refuses rows none of which has a target, where targets may be missing.</summary>
    /// <param name="description">The network.</param>
    /// <param name="targets">Of all data; empty where there are labels.</param>
    /// <param name="rows">Indices of the rows in use.</param>
    /// <param name="what">What they are, for the message.</param>
    public static void CheckTargets(NetworkDescription description, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows, string what)
    {
        if (!description.MayMissTargets || targets.IsEmpty || rows.IsEmpty)
        {
            return;
        }

        foreach (int row in rows)
        {
            if (PresentTargets.HasAny(targets.Slice(row * description.OutputSize, description.OutputSize)))
            {
                return;
            }
        }

        throw new ArgumentException($"All targets of the {rows.Length} {what} are missing (NaN), so no row counts; at least one row must have a target.", nameof(targets));
    }

    /// <summary>Refuses targets that are all missing.</summary>
    public static void CheckTargets(NetworkDescription description, ReadOnlySpan<float> targets, string what)
    {
        if (description.MayMissTargets && !targets.IsEmpty && !PresentTargets.HasAny(targets))
        {
            throw new ArgumentException($"All {targets.Length} {what} targets are missing (NaN), so no row counts; at least one must be a number.", nameof(targets));
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
