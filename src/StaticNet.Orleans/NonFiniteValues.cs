using System;

namespace StaticNet.Orleans;

/// <summary>Looks for NaN and infinity.</summary>
internal static class NonFiniteValues
{
    /// <summary>The index of the first value that is NaN or infinite, or −1.</summary>
    public static int FirstIn(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<float> values) => FirstIn(values) < 0;
}
