namespace StaticNet;

/// <summary>f(x) = x where x ≥ 0, otherwise a·x with a trained slope a (He et al. 2015; PyTorch's <c>nn.PReLU</c>). Parameter <c>weight</c> [1], or [values] with <see cref="PerFeature"/>.</summary>
/// <param name="initialSlope">What every slope starts with.</param>
public sealed class PReLUAttribute(float initialSlope = 0.25f) : LayerAttribute
{
    /// <summary>What every slope starts with.</summary>
    public float InitialSlope { get; } = initialSlope;

    /// <summary>Whether each value of the row has a slope of its own, as in PyTorch's <c>nn.PReLU(num_parameters)</c>.</summary>
    public bool PerFeature { get; set; }
}
