using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>How a layer of kind Select says which values it takes: the argument <c>start</c> of a run, or one argument <c>0</c>, <c>1</c>, … for each.</summary>
internal static class Selection
{
    private const string Start = "start";

    /// <summary>The arguments for positions.</summary>
    public static IEnumerable<(string Name, double Value)> Arguments(int[] indices) => IsRun(indices)
        ? [(Start, indices[0])]
        : indices.Select((index, i) => (i.ToString(CultureInfo.InvariantCulture), (double)index));

    /// <summary>Whether the positions count up by one.</summary>
    public static bool IsRun(int[] indices) => indices.Select((index, i) => index - i).Distinct().Count() == 1;

    /// <summary>The positions that a layer takes of <paramref name="size"/> values; null where it does not say them, or one is outside.</summary>
    public static int[]? Indices(ImportedLayer layer, int size)
    {
        var indices = new int[layer.OutputSize];
        Dictionary<string, double> arguments = layer.Arguments.GroupBy(argument => argument.Name).ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
        bool isRun = arguments.TryGetValue(Start, out double start);
        for (int i = 0; i < indices.Length; i++)
        {
            double index = isRun ? start + i : arguments.TryGetValue(i.ToString(CultureInfo.InvariantCulture), out double value) ? value : -1;
            if (!(index >= 0 && index < size && index == Math.Floor(index)))
            {
                return null;
            }

            indices[i] = (int)index;
        }

        return indices;
    }
}
