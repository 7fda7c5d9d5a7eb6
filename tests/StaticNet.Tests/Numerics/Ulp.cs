using System;

namespace StaticNet.Tests.Numerics;

/// <summary>Errors in units in the last place, and equality of bits.</summary>
internal static class Ulp
{
    /// <summary>The smallest normal number, 2^−126.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>|actual − expected| in units in the last place of <paramref name="expected"/>; infinite where the kind of number differs.</summary>
    public static double Error(float actual, double expected)
    {
        float rounded = (float)expected;
        if (float.IsNaN(actual) || float.IsNaN(rounded))
        {
            return float.IsNaN(actual) == float.IsNaN(rounded) ? 0 : double.PositiveInfinity;
        }

        if (float.IsInfinity(actual) || float.IsInfinity(rounded))
        {
            return actual == rounded ? 0 : double.PositiveInfinity;
        }

        int exponent = expected == 0 ? -126 : Math.Max(-126, Math.ILogB(expected));
        return Math.Abs(actual - expected) / Math.ScaleB(1, exponent - 23);
    }

    /// <summary>The same bits, or NaN both.</summary>
    public static bool Same(float a, float b) =>
        BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));
}
