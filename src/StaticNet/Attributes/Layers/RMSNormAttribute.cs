namespace StaticNet;

/// <summary>
/// Each row divided by its root mean square, then scaled: y = x/√(mean(x²) + ε)·weight (Zhang and Sennrich 2019; PyTorch's
/// <c>nn.RMSNorm</c>). Parameter <c>weight</c>, [values].
/// </summary>
/// <param name="epsilon">Added to the mean square; greater than 0. Default 2⁻²³, the distance from 1 to the next float, as in PyTorch.</param>
public sealed class RMSNormAttribute(float epsilon = 1.1920929E-07f) : LayerAttribute
{
    /// <summary>Added to the mean square.</summary>
    public float Epsilon { get; } = epsilon;

    /// <summary>Whether values are scaled by a trained parameter. Default true.</summary>
    public bool Affine { get; set; } = true;
}
