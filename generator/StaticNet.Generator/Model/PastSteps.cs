using System;
using System.Collections.Generic;

namespace StaticNet.Generator.Model;

/// <summary>How far back an output of a network with memory reaches.</summary>
internal static class PastSteps
{
    /// <summary>Steps that the last value depends on, the current one included; null where there is no bound. Of paths beside each other the longest counts.</summary>
    public static long? Of(IEnumerable<LayerSpec> layers)
    {
        var fields = new List<long?> { 1 };
        foreach (LayerSpec layer in layers)
        {
            long? field = fields[fields.Count - 1] is long before && layer.StepsBefore is long own ? before + own : null;
            if (layer.EarlierValue is int earlier && earlier >= 0 && earlier < fields.Count)
            {
                long? other = fields[earlier];
                field = layer.ReadsEarlierValueOnly ? other : field is long some && other is long beside ? Math.Max(some, beside) : null;
            }

            fields.Add(field);
        }

        return fields[fields.Count - 1];
    }
}
