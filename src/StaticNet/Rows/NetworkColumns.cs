using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>What the inputs and outputs of a network over typed rows mean. Saved with the network; a file with other columns is refused.</summary>
/// <param name="Features">[InputSize]: a name per input. An enum's features are <c>Color=Red</c>; a nullable member's flag is <c>Age.HasValue</c>.</param>
/// <param name="Outputs">[OutputSize]: a name per output, the classes' names for an enum.</param>
public sealed record NetworkColumns(IReadOnlyList<string> Features, IReadOnlyList<string> Outputs)
{
    /// <summary>Names the first difference between two lists of columns; null where they are equal.</summary>
    internal static string? Difference(string what, IReadOnlyList<string> found, IReadOnlyList<string> expected)
    {
        int common = Math.Min(found.Count, expected.Count);
        for (int i = 0; i < common; i++)
        {
            if (found[i] != expected[i])
            {
                return $"{what} {i} is '{found[i]}' in the file and '{expected[i]}' in the class";
            }
        }

        return found.Count == expected.Count ? null
            : found.Count > common ? $"{what} {common}, '{found[common]}', is in the file only"
            : $"{what} {common}, '{expected[common]}', is in the class only";
    }
}
