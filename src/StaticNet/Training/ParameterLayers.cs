using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>Which layer a parameter belongs to: what stands before the last dot of its name.</summary>
internal static class ParameterLayers
{
    public static ReadOnlySpan<char> LayerOf(ParameterInfo parameter)
    {
        int dot = parameter.Name.LastIndexOf('.');
        return dot < 0 ? parameter.Name : parameter.Name.AsSpan(0, dot);
    }

    public static string[] Names(ParameterLayout layout)
    {
        var names = new List<string>();
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            if (parameter.IsTrainable && (names.Count == 0 || !LayerOf(parameter).SequenceEqual(names[^1])))
            {
                names.Add(LayerOf(parameter).ToString());
            }
        }

        return [.. names];
    }

    /// <summary>The first trainable parameter, or running statistic, with a value that is not finite; or null.</summary>
    public static ParameterInfo? FirstNotFinite(ParameterBuffer buffer, bool trainable)
    {
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            for (int i = 0; parameter.IsTrainable == trainable && i < parameter.Count; i++)
            {
                if (!float.IsFinite(buffer.Values[parameter.StorageIndex(i)]))
                {
                    return parameter;
                }
            }
        }

        return null;
    }
}
