using System.Globalization;

namespace StaticNet.Generator.Parsing;

/// <summary>Numbers in messages.</summary>
internal static class CountText
{
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
