using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace StaticNet.Losses;

/// <summary>Checks class labels before anything is computed from them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LabelCheck
{
    /// <summary>Makes sure that every label names a class.</summary>
    /// <param name="labels">One class index per row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">A label is not in [0, <paramref name="classes"/> − 1]; the message names it, its row and the range.</exception>
    public static void Validate(ReadOnlySpan<int> labels, int classes)
    {
        int row = labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (row >= 0)
        {
            Throw(labels[row], row, classes, nameof(labels));
        }
    }

    [DoesNotReturn]
    private static void Throw(int label, int row, int classes, string parameter) => throw new ArgumentException(
        $"The label of row {row} is {label}; labels must be in the range [0, {classes - 1}] ({classes} classes).", parameter);
}
