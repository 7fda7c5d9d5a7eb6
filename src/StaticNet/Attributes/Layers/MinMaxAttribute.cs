namespace StaticNet;

/// <summary>
/// Scales features to a range. As a network's first layer: y = (x − min)/(max − min)·(high − low) + low. As its last layer it scales the outputs back
/// to the units of the targets, y = (x − low)/(high − low)·(max − min) + min, and the loss is computed in those units. <c>model.FitStandardize(x)</c> or
/// <c>FitStandardize(x, y)</c> measures the numbers. Buffers <c>min</c> and <c>max</c>, [values] each, 0 and 1 in a new network: saved, loaded, exported,
/// never trained. A range of 0 counts as 1. Values beyond those seen when fitting leave the range; nothing is clipped.
/// </summary>
/// <param name="low">What the minimum becomes. Default 0.</param>
/// <param name="high">What the maximum becomes; greater than <paramref name="low"/>. Default 1.</param>
public sealed class MinMaxAttribute(float low = 0f, float high = 1f) : LayerAttribute
{
    /// <summary>What the minimum becomes.</summary>
    public float Low { get; } = low;

    /// <summary>What the maximum becomes.</summary>
    public float High { get; } = high;
}
