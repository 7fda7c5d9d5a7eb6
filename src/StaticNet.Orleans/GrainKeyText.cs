using Orleans;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>A grain's key or id as text, whatever kind the key is.</summary>
internal static class GrainKeyText
{
    public static string GetPrimaryKeyText(this IAddressable grain) => grain.GetGrainId().Key.ToString() ?? "";

    public static string GetGrainIdText(this IAddressable grain) => grain.GetGrainId().ToString();
}
