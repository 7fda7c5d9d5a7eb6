using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

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
            Throw(labels[row], row, classes, "", nameof(labels));
        }
    }

    /// <summary>Makes sure that every label names a class or, where the loss can leave rows out, is <see cref="Batch.IgnoreLabel"/>.</summary>
    /// <param name="labels">One class index per row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="loss">Cross-entropy and negative log-likelihood leave rows out.</param>
    /// <exception cref="ArgumentException">A label is neither; the message names it, its row and the range.</exception>
    public static void Validate(ReadOnlySpan<int> labels, int classes, Loss loss)
    {
        if (loss is Loss.CrossEntropy or Loss.NegativeLogLikelihood)
        {
            HasIgnored(labels, classes);
        }
        else
        {
            Validate(labels, classes);
        }
    }

    /// <summary>Whether a label is <see cref="Batch.IgnoreLabel"/>; all others have been checked then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool HasIgnored(ReadOnlySpan<int> labels, int classes)
    {
        int row = labels.IndexOfAnyExceptInRange(0, classes - 1);
        bool has = row >= 0;
        for (; row >= 0 && row < labels.Length; row++)
        {
            if (labels[row] != Batch.IgnoreLabel && (uint)labels[row] >= (uint)classes)
            {
                Throw(labels[row], row, classes, $", or {Batch.IgnoreLabel} to leave the row out", nameof(labels));
            }
        }

        return has;
    }

    [DoesNotReturn]
    private static void Throw(int label, int row, int classes, string otherwise, string parameter) => throw new ArgumentException(
        $"The label of row {row} is {label}; labels must be in the range [0, {classes - 1}] ({classes} classes){otherwise}.", parameter);
}
