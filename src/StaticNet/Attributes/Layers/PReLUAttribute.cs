namespace StaticNet;

/// <summary>f(x) = x where x ≥ 0, otherwise a·x with one trained slope a (He et al. 2015; PyTorch's <c>nn.PReLU</c>). Parameter <c>weight</c> [1].</summary>
/// <param name="initialSlope">What the slope starts with.</param>
public sealed class PReLUAttribute(float initialSlope = 0.25f) : LayerAttribute
{
    /// <summary>What the slope starts with.</summary>
    public float InitialSlope { get; } = initialSlope;
}
