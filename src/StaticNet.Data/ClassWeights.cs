using System;

namespace StaticNet.Data;

/// <summary>Weights that make up for classes of different size.</summary>
public static class ClassWeights
{
    /// <summary>
    /// rows / (classes · rows of the class): each class counts the same in all, and the mean weight of a row is 1. As scikit-learn's <c>"balanced"</c>.
    /// </summary>
    /// <param name="labels">[rows]: each row's class, from 0.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <returns>[classes].</returns>
    /// <exception cref="ArgumentException">A label is out of range, or a class has no row.</exception>
    public static float[] Balanced(ReadOnlySpan<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)classes)
            {
                throw new ArgumentException($"The label {label} is out of range; classes are 0 to {classes - 1}.", nameof(labels));
            }

            counts[label]++;
        }

        int missing = Array.IndexOf(counts, 0);
        if (missing >= 0)
        {
            throw new ArgumentException($"No row has class {missing}, so no weight makes up for its size.", nameof(labels));
        }

        double rows = labels.Length;
        return Array.ConvertAll(counts, count => (float)(rows / ((double)classes * count)));
    }

    /// <summary>The weight of each row's class, for <c>FitOptions.SampleWeights</c>.</summary>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentException">A label is out of range, or a class has no row.</exception>
    public static float[] BalancedRows(ReadOnlySpan<int> labels, int classes)
    {
        float[] weights = Balanced(labels, classes);
        float[] rows = new float[labels.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = weights[labels[i]];
        }

        return rows;
    }
}
