using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Onnx.Interpretation;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Numbers at which a function of one number is looked at: all magnitudes, and both sides of every constant that it is written
/// with, of their sums, products and quotients, where it may bend.
/// </summary>
internal sealed class ProbePoints
{
    private readonly double[] _points;
    private readonly double[][] _perFeature;
    private readonly int _size;

    private ProbePoints(double[] points, double[][] perFeature, int size)
    {
        _points = points;
        _perFeature = perFeature;
        _size = size;
    }

    /// <summary>The points for a part of a graph.</summary>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="constant">Gives the constants that nodes read.</param>
    /// <param name="size">Numbers per row.</param>
    public static ProbePoints Of(IReadOnlyList<OnnxNode> nodes, Func<string, Tensor?> constant, int size)
    {
        var numbers = new SortedSet<double>();
        var perFeature = new List<double[]>();
        foreach (OnnxNode node in nodes)
        {
            foreach (Tensor tensor in node.Inputs.Select(constant).OfType<Tensor>())
            {
                numbers.UnionWith(tensor.Values.Take(32).Where(IsFinite));
                if (tensor.Values.Length == size && size > 1 && perFeature.Count < 8)
                {
                    perFeature.Add(tensor.Values);
                }
            }

            numbers.UnionWith(node.Attributes.SelectMany(attribute => attribute.Floats.Take(32).Append(attribute.Float)).Select(value => (double)value).Where(IsFinite));
        }

        double[] few = [.. numbers.Where(number => number != 0).Take(16)];
        foreach (double a in few)
        {
            foreach (double b in few)
            {
                numbers.UnionWith(new[] { a + b, a - b, a * b, a / b }.Where(IsFinite));
            }
        }

        var points = new List<double> { 0 };
        for (double magnitude = 1e-6; magnitude < 2e9; magnitude *= 1.12)
        {
            points.Add(magnitude);
            points.Add(-magnitude);
        }

        foreach (double number in numbers.Take(600))
        {
            foreach (double offset in new[] { 0, 1e-6, 1e-3, 0.05 })
            {
                points.AddRange([number * (1 + offset), number * (1 - offset), -number * (1 + offset), -number * (1 - offset)]);
            }

            points.AddRange([number + 1e-3, number - 1e-3, number + 0.7, number - 0.7]);
        }

        return new([.. points.Distinct()], [.. perFeature], size);
    }

    /// <summary>Rows that bring the points to the features.</summary>
    /// <param name="multiple">The number of rows is a multiple of this.</param>
    /// <param name="maximum">About how many numbers there may be.</param>
    /// <param name="random">Decides which point meets which feature where not all can.</param>
    public double[][] Rows(int multiple, int maximum, Random random)
    {
        double[] points = [.. _points.OrderBy(_ => random.Next())];
        int count = Math.Max((points.Length + _size - 1) / _size, Math.Min(points.Length, maximum / _size));
        var rows = new List<double[]>();
        for (int r = 0; r < count; r++)
        {
            rows.Add([.. Enumerable.Range(0, _size).Select(i => points[(r + (i * (long)count)) % points.Length])]);
        }

        foreach (double[] values in _perFeature)
        {
            foreach (double factor in new[] { 1, -1, 0.999, 1.001, 0.9, 1.1, 0.5, 2 })
            {
                rows.Add([.. values.Select(value => IsFinite(value) ? value * factor : 1)]);
            }
        }

        while (rows.Count % multiple != 0)
        {
            rows.Add(rows[0]);
        }

        return [.. rows];
    }

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
