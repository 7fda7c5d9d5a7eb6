using System;
using System.Globalization;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Numbers as people wrote them before they were stored as float.</summary>
internal static class ShortNumber
{
    /// <summary>0.15 for the double of 0.15f, which is 0.150000006; the largest float for infinity.</summary>
    public static double Of(double value)
    {
        float single = (float)Math.Max(-float.MaxValue, Math.Min(float.MaxValue, value));
        return single == value || double.IsInfinity(value)
            ? double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;
    }
}
