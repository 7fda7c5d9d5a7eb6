namespace StaticNet;

/// <summary>
/// Each row to mean 0 and variance 1 over its values, then scaled and shifted: y = (x − mean)/√(variance + ε)·weight + bias, with the
/// biased variance (Ba et al. 2016; PyTorch's <c>nn.LayerNorm</c>). Parameters <c>weight</c> and <c>bias</c>, [values] each.
/// </summary>
/// <param name="epsilon">Added to the variance; greater than 0.</param>
public sealed class LayerNormAttribute(float epsilon = 1e-5f) : LayerAttribute
{
    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; } = epsilon;

    /// <summary>Whether values are scaled and shifted by trained parameters. Default true.</summary>
    public bool Affine { get; set; } = true;
}
