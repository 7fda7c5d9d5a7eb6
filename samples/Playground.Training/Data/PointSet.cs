using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace StaticNet.Samples.Playground.Data;

/// <summary>Points of the plane with a class each; those drawn by hand come after those that were made.</summary>
public sealed class PointSet
{
    /// <summary>The most points a set takes.</summary>
    public const int MaxCount = 600;

    private readonly List<float> _inputs = [];
    private readonly List<int> _labels = [];
    private int _made;

    /// <summary>How many points there are.</summary>
    public int Count => _labels.Count;

    /// <summary>How many of them were drawn by hand.</summary>
    public int DrawnCount => Count - _made;

    /// <summary>[Count, 2]: the points' coordinates, row-major, as a network reads them.</summary>
    public ReadOnlySpan<float> Inputs => CollectionsMarshal.AsSpan(_inputs);

    /// <summary>[Count]: 0 or 1.</summary>
    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>Draws a point by hand; false where it lies outside the plane or the set is full.</summary>
    public bool Draw(float x, float y, int label)
    {
        if (Count >= MaxCount || !(MathF.Abs(x) <= Plane.HalfWidth) || !(MathF.Abs(y) <= Plane.HalfWidth))
        {
            return false;
        }

        Append(x, y, label);
        return true;
    }

    /// <summary>Removes the points drawn by hand.</summary>
    public void ClearDrawn()
    {
        _inputs.RemoveRange(2 * _made, 2 * DrawnCount);
        _labels.RemoveRange(_made, DrawnCount);
    }

    internal void Make(float x, float y, int label)
    {
        Append(x, y, label);
        _made++;
    }

    private void Append(float x, float y, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(label & 1, label);
        _inputs.Add(x);
        _inputs.Add(y);
        _labels.Add(label);
    }
}
