using System;

namespace StaticNet;

/// <summary>Reads classes from numbers where they stand for classes: one-hot rows of a classifier, 0 and 1 of a binary one.</summary>
internal static class TargetClasses
{
    /// <summary>One class per row, or empty where the targets are plain numbers. A missing target is <see cref="Batch.IgnoreLabel"/>.</summary>
    public static int[] Of(NetworkDescription description, ReadOnlySpan<float> targets)
    {
        int columns = description.OutputSize;
        Loss loss = description.NumberLoss;
        bool binary = loss == Loss.BinaryCrossEntropy && columns == 1;
        if (!binary && (columns == 1 || loss is not (Loss.CrossEntropy or Loss.NegativeLogLikelihood)))
        {
            return [];
        }

        var classes = new int[targets.Length / columns];
        for (int row = 0; row < classes.Length; row++)
        {
            ReadOnlySpan<float> values = targets.Slice(row * columns, columns);
            if (description.MayMissTargets && float.IsNaN(values[0]) && binary)
            {
                classes[row] = Batch.IgnoreLabel; // of a binary classifier
                continue;
            }

            if (values.IndexOfAnyExcept(0f, 1f) >= 0 || (!binary && values.Count(1f) != 1))
            {
                return [];
            }

            classes[row] = binary ? (int)values[0] : values.IndexOf(1f);
        }

        return classes;
    }

    /// <summary>
    /// One class per row of a head whose targets are classes, <see cref="Batch.IgnoreLabel"/> for a row of zeros, which names none; empty where its targets are plain numbers,
    /// or no row names a class.
    /// </summary>
    /// <param name="head">The head.</param>
    /// <param name="targets">[count, OutputSize].</param>
    public static int[] Of(OutputHead head, ReadOnlySpan<float> targets)
    {
        bool binary = head.Loss == Loss.BinaryCrossEntropy && head.Size == 1, isAny = false;
        if (!binary && head.Loss != Loss.CrossEntropy)
        {
            return [];
        }

        var classes = new int[targets.Length / head.OutputSize];
        for (int row = 0; row < classes.Length; row++)
        {
            ReadOnlySpan<float> values = head.Of(targets, row);
            if (values.IndexOfAnyExcept(0f, 1f) >= 0 || values.Count(1f) > 1)
            {
                return [];
            }

            int named = values.IndexOf(1f);
            classes[row] = binary ? (int)values[0] : named < 0 ? Batch.IgnoreLabel : named;
            isAny |= binary || named >= 0;
        }

        return isAny ? classes : [];
    }
}
