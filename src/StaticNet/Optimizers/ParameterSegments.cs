using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>From groups of parameters to ranges of their storage.</summary>
internal static class ParameterSegments
{
    /// <summary>Everything that is trained, as the optimizer says.</summary>
    public static ParameterSegment[] All(ParameterLayout layout) => [new(0, layout.TrainableLength, 1, null)];

    /// <summary>The segments of trained parameters, in the order of the storage; neighbors that are updated alike are one.</summary>
    /// <exception cref="ArgumentException">A group names nothing, or has a value out of range.</exception>
    public static ParameterSegment[] Of(ParameterLayout layout, IReadOnlyList<ParameterGroup> groups, out ParameterInfo[] frozen)
    {
        var ranges = new List<(ParameterInfo Parameter, int Start, int End)>();
        foreach (ParameterGroup group in groups)
        {
            group.Check(layout);
        }

        foreach (ParameterInfo parameter in layout.Parameters)
        {
            if (parameter.IsTrainable)
            {
                ranges.Add(RangeOf(parameter));
            }
        }

        ranges.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        var segments = new List<ParameterSegment>();
        var left = new List<ParameterInfo>();
        int end = 0;
        bool continues = false; // the parameter before is trained, so the segment may go on
        foreach ((ParameterInfo parameter, int start, int next) in ranges)
        {
            if (start < end)
            {
                throw new InvalidOperationException($"The storage of '{parameter.Name}' overlaps another parameter's.");
            }

            (bool isFrozen, double factor, double? decay) = Merge(groups, parameter);
            end = next;
            if (isFrozen)
            {
                left.Add(parameter);
                continues = false;
                continue;
            }

            if (continues && segments[^1].LearningRateFactor == factor && segments[^1].WeightDecay == decay)
            {
                segments[^1] = segments[^1] with { Length = next - segments[^1].Start }; // the padding between is zero, and stays so
            }
            else
            {
                segments.Add(new(start, next - start, factor, decay));
            }

            continues = true;
        }

        frozen = [.. left];
        return [.. segments];
    }

    private static (bool IsFrozen, double Factor, double? Decay) Merge(IReadOnlyList<ParameterGroup> groups, ParameterInfo parameter)
    {
        bool isFrozen = false;
        double factor = 1;
        double? decay = null;
        foreach (ParameterGroup group in groups)
        {
            if (group.Has(parameter))
            {
                isFrozen = group.IsFrozen ?? isFrozen;
                factor = group.LearningRateFactor ?? factor;
                decay = group.WeightDecay ?? decay;
            }
        }

        return (isFrozen, factor, decay);
    }

    private static (ParameterInfo Parameter, int Start, int End) RangeOf(ParameterInfo parameter)
    {
        int first = int.MaxValue, last = -1;
        for (int i = 0; i < parameter.Count; i++)
        {
            int index = parameter.StorageIndex(i);
            first = Math.Min(first, index);
            last = Math.Max(last, index);
        }

        return (parameter, first, last + 1);
    }
}
