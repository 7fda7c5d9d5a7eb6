using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Rows times a factor and plus a summand per value, in double: what additions and products of constants come to.</summary>
/// <param name="rows">What is scaled.</param>
/// <param name="scale">A factor per value.</param>
/// <param name="shift">A summand per value.</param>
/// <param name="names">The initializers that the constants come from.</param>
internal sealed class ScaledValue(RowsValue rows, double[] scale, double[] shift, IReadOnlyList<string> names) : GraphValue
{
    public RowsValue Rows { get; } = rows;

    /// <summary>Rows as they are.</summary>
    public static ScaledValue Of(RowsValue rows) => new(rows, Repeat(1, rows.Size), Repeat(0, rows.Size), []);

    /// <summary>The next operation on every value.</summary>
    /// <param name="operation">Add, Sub, Mul or Div.</param>
    /// <param name="constant">The other operand.</param>
    /// <param name="isConstantFirst">Whether that is the left one.</param>
    /// <param name="name">The initializer it comes from.</param>
    /// <returns>Null for another operation, or a constant divided by the rows.</returns>
    public ScaledValue? Then(string operation, double[] constant, bool isConstantFirst, string name)
    {
        switch (operation, isConstantFirst)
        {
            case ("Add", _): return With((a, b, c) => (a, b + c));
            case ("Sub", false): return With((a, b, c) => (a, b - c));
            case ("Sub", true): return With((a, b, c) => (-a, c - b));
            case ("Mul", _): return With((a, b, c) => (a * c, b * c));
            case ("Div", false): return With((a, b, c) => (a / c, b / c));
            default: return null;
        }

        ScaledValue With(Func<double, double, double, (double, double)> next)
        {
            (double Scale, double Shift)[] both = [.. Enumerable.Range(0, constant.Length).Select(i => next(scale[i], shift[i], constant[i]))];
            return new(Rows, [.. both.Select(pair => pair.Scale)], [.. both.Select(pair => pair.Shift)], [.. names, name]);
        }
    }

    /// <summary>All values with the other sign.</summary>
    public ScaledValue Negated() => new(Rows, Array.ConvertAll(scale, factor => -factor), Array.ConvertAll(shift, summand => -summand), names);

    /// <summary>Appends the layer, if it changes anything.</summary>
    /// <param name="context">The import.</param>
    /// <param name="name">The graph's name of the result.</param>
    public RowsValue Append(ImportContext context, string name)
    {
        if (Array.TrueForAll(scale, factor => factor == 1) && Array.TrueForAll(shift, summand => summand == 0))
        {
            return Rows.View(Rows.Shape, Rows.HasBatch, name);
        }

        int size = Rows.Size;
        var layer = new PendingLayer("ScaleShift", size, size, [Rows.Layer]);
        bool isExact = Array.TrueForAll(scale, IsFloat) && Array.TrueForAll(shift, IsFloat);
        bool hasShift = !Array.TrueForAll(shift, summand => summand == 0);
        if (isExact || !hasShift)
        {
            Add(layer, "scale", scale);
            Add(layer, "shift", shift);
        }
        else
        {
            // (x − mean)·scale loses no digits where x·scale and the shift cancel; what rounding the mean leaves is the shift.
            double[] mean = [.. scale.Zip(shift, Mean)];
            Add(layer, "mean", mean);
            Add(layer, "scale", scale);
            Add(layer, "shift", [.. Enumerable.Range(0, size).Select(i => Rest(scale[i], shift[i], mean[i]))]);
        }

        return context.Layers.Add(layer, Rows.HasBatch, name).View(Rows.Shape, Rows.HasBatch, name);
    }

    private void Add(PendingLayer layer, string suffix, double[] values) => layer.With(
        suffix, [values.Length], Array.ConvertAll(values, value => (float)value), names.FirstOrDefault(name => name.EndsWith("." + suffix, StringComparison.Ordinal)) ?? "");

    private static double Mean(double scale, double shift)
    {
        float mean = (float)(-shift / scale);
        return float.IsNaN(mean) || float.IsInfinity(mean) ? 0 : mean;
    }

    private static double Rest(double scale, double shift, double mean)
    {
        double rest = shift + (scale * mean);
        return Math.Abs(rest) <= 1e-13 * Math.Abs(shift) ? 0 : rest;
    }

    private static bool IsFloat(double value) => (float)value == value || double.IsNaN(value);

    private static double[] Repeat(double value, int count) => [.. Enumerable.Repeat(value, count)];
}
