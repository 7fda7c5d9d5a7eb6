using System;
using System.Globalization;

namespace StaticNet;

/// <summary>The weights of rows that follow from their classes, for <c>Fit</c>.</summary>
internal static class ClassFactors
{
    /// <summary>One weight per row of the data, <see cref="FitOptions.SampleWeights"/> times the class's; as given where no class has one.</summary>
    /// <param name="description">The network.</param>
    /// <param name="options">Says how rows are weighted.</param>
    /// <param name="hasLabels">Whether the targets are labels.</param>
    /// <param name="labels">Of all data, in range.</param>
    /// <param name="training">The rows that are trained on, whose classes are balanced.</param>
    /// <exception cref="ArgumentException">Class weights do not fit, or the targets are numbers.</exception>
    public static ReadOnlyMemory<float> Weigh(NetworkDescription description, FitOptions options, bool hasLabels, ReadOnlySpan<int> labels, ReadOnlySpan<int> training)
    {
        if (options.ClassWeights.IsEmpty && !options.BalanceClasses)
        {
            return options.SampleWeights;
        }

        string name = options.BalanceClasses ? nameof(FitOptions.BalanceClasses) : nameof(FitOptions.ClassWeights);
        int classes = description.OutputSize == 1 ? 2 : description.OutputSize;
        if (options.BalanceClasses && !options.ClassWeights.IsEmpty)
        {
            throw new ArgumentException("FitOptions has both ClassWeights and BalanceClasses; choose one.", nameof(options));
        }

        if (!hasLabels)
        {
            throw new ArgumentException($"FitOptions.{name} needs class labels (int), but the targets are numbers (float); give SampleWeights, one for each row.", nameof(options));
        }

        if (!options.BalanceClasses && options.ClassWeights.Length != classes)
        {
            throw new ArgumentException($"FitOptions.ClassWeights has {options.ClassWeights.Length} values, but {description.Name} has {classes} classes; give one per class.", nameof(options));
        }

        for (int i = 0; i < options.ClassWeights.Length; i++)
        {
            if (!float.IsFinite(options.ClassWeights.Span[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"FitOptions.ClassWeights[{i}] is {options.ClassWeights.Span[i]}; give finite weights."), nameof(options));
            }
        }

        ReadOnlySpan<float> factors = options.BalanceClasses ? Balanced(labels, training, classes) : options.ClassWeights.Span;
        float[] weights = new float[labels.Length];
        ReadOnlySpan<float> sampleWeights = options.SampleWeights.Span;
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = (labels[row] == Batch.IgnoreLabel ? 1f : factors[labels[row]]) * (sampleWeights.IsEmpty ? 1f : sampleWeights[row]);
        }

        return weights;
    }

    /// <summary>rows / (classes that occur · rows of the class), as scikit-learn's <c>class_weight="balanced"</c>: the mean weight of a row is 1.</summary>
    private static float[] Balanced(ReadOnlySpan<int> labels, ReadOnlySpan<int> rows, int classes)
    {
        int[] counts = new int[classes];
        int occurring = 0, counting = 0;
        foreach (int row in rows)
        {
            if (labels[row] != Batch.IgnoreLabel)
            {
                occurring += counts[labels[row]]++ == 0 ? 1 : 0;
                counting++;
            }
        }

        double share = (double)counting / Math.Max(occurring, 1);
        return Array.ConvertAll(counts, count => count == 0 ? 1f : (float)(share / count));
    }
}
