using Orleans;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>A grain's key, whatever kind it is.</summary>
internal static class GrainKeyText
{
    public static string GetPrimaryKeyText(this IAddressable grain) => grain.GetGrainId().Key.ToString() ?? "";
}
