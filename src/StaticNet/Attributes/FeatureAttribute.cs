using System;

namespace StaticNet;

/// <summary>How a member of a typed row becomes a feature: (value − <see cref="Offset"/>) · <see cref="Scale"/>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class FeatureAttribute : Attribute
{
    /// <summary>The name that is saved with the network; the member's own by default.</summary>
    public string? Name { get; set; }

    /// <summary>True for a member that the network does not read.</summary>
    public bool Skip { get; set; }

    /// <summary>Subtracted from a number. Default 0.</summary>
    public float Offset { get; set; }

    /// <summary>Multiplies a number, after <see cref="Offset"/> is subtracted. Default 1.</summary>
    public float Scale { get; set; } = 1f;
}
