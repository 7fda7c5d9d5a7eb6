using System;

namespace StaticNet;

/// <summary>Reads classes from numbers where they stand for classes: one-hot rows of a classifier, 0 and 1 of a binary one.</summary>
internal static class TargetClasses
{
    /// <summary>One class per row, or empty where the targets are plain numbers.</summary>
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
            if (values.IndexOfAnyExcept(0f, 1f) >= 0 || (!binary && values.Count(1f) != 1))
            {
                return [];
            }

            classes[row] = binary ? (int)values[0] : values.IndexOf(1f);
        }

        return classes;
    }
}
