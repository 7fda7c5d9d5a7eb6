using System.Collections.Generic;

namespace StaticNet.Data;

/// <summary>A column of classes: one number per row, and the name behind each number.</summary>
/// <param name="Values">[rows]: the class of each row, from 0.</param>
/// <param name="Classes">The classes' names by number.</param>
public sealed record ClassLabels(int[] Values, IReadOnlyList<string> Classes);
