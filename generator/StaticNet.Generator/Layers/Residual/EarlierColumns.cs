using System.Globalization;

namespace StaticNet.Generator.Layers;

/// <summary>The columns of an earlier value that a join reads, in words.</summary>
internal static class EarlierColumns
{
    /// <summary>What follows the value's name; empty where all columns are read.</summary>
    public static string Text(int from, int count) => from == 0 && count == 0 ? ""
        : string.Format(CultureInfo.InvariantCulture, ", columns {0} to {1}", from, (long)from + count - 1);
}
