using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace StaticNet;

/// <summary>How often each class was taken for each: rows are true classes, columns predicted ones.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    internal ConfusionMatrix(int classes)
    {
        Classes = classes;
        _counts = new int[classes * classes];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>How many rows of class <paramref name="actual"/> were predicted as <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted]
    {
        get
        {
            CheckClass(actual, nameof(actual));
            CheckClass(predicted, nameof(predicted));
            return _counts[(actual * Classes) + predicted];
        }
    }

    /// <summary>All rows.</summary>
    public int Total
    {
        get
        {
            int total = 0;
            foreach (int count in _counts)
            {
                total += count;
            }

            return total;
        }
    }

    /// <summary>Rows on the diagonal: predicted rightly.</summary>
    public int Correct
    {
        get
        {
            int correct = 0;
            for (int c = 0; c < Classes; c++)
            {
                correct += this[c, c];
            }

            return correct;
        }
    }

    /// <summary>Share of rows predicted rightly, 0 to 1.</summary>
    public double Accuracy => (double)Correct / Total;

    /// <summary>How many rows truly have a class.</summary>
    public int Support(int label)
    {
        int sum = 0;
        for (int c = 0; c < Classes; c++)
        {
            sum += this[label, c];
        }

        return sum;
    }

    /// <summary>Of the rows predicted as a class, the share that truly has it; 0 where there are none.</summary>
    public double Precision(int label)
    {
        int predicted = Predicted(label);
        return predicted == 0 ? 0 : (double)this[label, label] / predicted;
    }

    /// <summary>Of the rows that truly have a class, the share predicted as it; 0 where there are none.</summary>
    public double Recall(int label)
    {
        int support = Support(label);
        return support == 0 ? 0 : (double)this[label, label] / support;
    }

    /// <summary>Harmonic mean of precision and recall; 0 where both are.</summary>
    public double F1(int label)
    {
        double precision = Precision(label), recall = Recall(label);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /// <summary>The counts as an array [actual, predicted].</summary>
    public int[,] ToArray()
    {
        var array = new int[Classes, Classes];
        Buffer.BlockCopy(_counts, 0, array, 0, _counts.Length * sizeof(int));
        return array;
    }

    /// <summary>A table with class numbers.</summary>
    public override string ToString() => ToString(null);

    /// <summary>A table: true classes downwards, predicted ones across.</summary>
    /// <param name="classNames">One name per class, or null for numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public string ToString(IReadOnlyList<string>? classNames)
    {
        if (classNames != null && classNames.Count != Classes)
        {
            throw new ArgumentException($"There are {Classes} classes, but {classNames.Count} names.", nameof(classNames));
        }

        string Name(int c) => classNames?[c] ?? c.ToString(CultureInfo.InvariantCulture);
        int first = "true \\ predicted".Length;
        int width = 4;
        for (int c = 0; c < Classes; c++)
        {
            first = Math.Max(first, Name(c).Length);
            width = Math.Max(width, Name(c).Length);
        }

        var text = new StringBuilder("true \\ predicted".PadRight(first));
        for (int c = 0; c < Classes; c++)
        {
            text.Append("  ").Append(Name(c).PadLeft(width));
        }

        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append('\n').Append(Name(actual).PadRight(first));
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                text.Append("  ").Append(this[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            }
        }

        return text.ToString();
    }

    /// <summary>How many rows were predicted as a class.</summary>
    internal int Predicted(int label)
    {
        int sum = 0;
        for (int c = 0; c < Classes; c++)
        {
            sum += this[c, label];
        }

        return sum;
    }

    internal void Add(int actual, int predicted) => _counts[(actual * Classes) + predicted]++;

    private void CheckClass(int label, string name)
    {
        if ((uint)label >= (uint)Classes)
        {
            throw new ArgumentOutOfRangeException(name, label, $"There are {Classes} classes, 0 to {Classes - 1}.");
        }
    }
}
