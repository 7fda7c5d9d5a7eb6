using System;

namespace StaticNet.Data;

/// <summary>One column per class: 1 in the column of a row's class, 0 in the others.</summary>
public static class OneHot
{
    /// <summary>Encodes class labels.</summary>
    /// <param name="labels">[rows]: each row's class, from 0.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <returns>[rows, classes], row-major.</returns>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    public static float[] Encode(ReadOnlySpan<int> labels, int classes)
    {
        float[] values = new float[labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException($"The label {labels[i]} of row {i} is out of range; classes are 0 to {classes - 1}.", nameof(labels));
            }

            values[(i * classes) + labels[i]] = 1f;
        }

        return values;
    }
}
