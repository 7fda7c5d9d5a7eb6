using System;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Heads;

/// <summary>The layers that heads become; set by the list of all kinds.</summary>
internal static class HeadParts
{
    /// <summary>Reads a value again, by its name, number and size.</summary>
    public static Func<string, int, int, LayerSpec> Branch { get; set; } = null!;

    /// <summary>Appends a value, by its name and number.</summary>
    public static Func<string, int, LayerSpec> Join { get; set; } = null!;
}
