using System;

namespace StaticNet.Losses;

/// <summary>Which targets count under <see cref="MissingTargets.Ignore"/>: those that are not NaN.</summary>
internal static class PresentTargets
{
    /// <summary>Whether targets may be missing: the loss is one per element, and leaves them out.</summary>
    public static bool MayMiss(Loss loss, in LossOptions options) => options.MissingTargets == MissingTargets.Ignore && IsPerElement(loss);

    /// <summary>How many are there.</summary>
    public static int Count(ReadOnlySpan<float> targets)
    {
        int count = 0;
        foreach (float target in targets)
        {
            count += float.IsNaN(target) ? 0 : 1;
        }

        return count;
    }

    /// <summary>1/N for the mean over the targets that are there; 0 where none is.</summary>
    /// <param name="targets">Of a whole batch.</param>
    /// <param name="ofAll">1/N where none is missing.</param>
    public static float Scale(ReadOnlySpan<float> targets, float ofAll)
    {
        int count = Count(targets);
        return count == targets.Length ? ofAll : count == 0 ? 0f : (float)(1.0 / count);
    }

    /// <summary>How many rows have a target.</summary>
    public static int Rows(ReadOnlySpan<float> targets, int columns)
    {
        int rows = 0;
        for (int start = 0; start < targets.Length; start += columns)
        {
            rows += HasAny(targets.Slice(start, columns)) ? 1 : 0;
        }

        return rows;
    }

    /// <summary>Whether any is there.</summary>
    public static bool HasAny(ReadOnlySpan<float> targets)
    {
        foreach (float target in targets)
        {
            if (!float.IsNaN(target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a loss is one per element, which can be left out.</summary>
    public static bool IsPerElement(Loss loss) =>
        loss is Loss.MeanSquaredError or Loss.MeanAbsoluteError or Loss.Huber or Loss.SmoothL1 or Loss.BinaryCrossEntropy or Loss.Hinge;
}
