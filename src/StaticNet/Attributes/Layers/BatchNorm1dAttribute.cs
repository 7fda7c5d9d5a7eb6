namespace StaticNet;

/// <summary>
/// Each value to mean 0 and variance 1 over the batch, then scaled and shifted (Ioffe and Szegedy 2015; PyTorch's
/// <c>nn.BatchNorm1d</c>). Training uses the batch's statistics and keeps running averages, which inference uses.
/// Parameters <c>weight</c> and <c>bias</c>, and the running <c>running_mean</c> and <c>running_var</c>, [values] each.
/// </summary>
/// <param name="epsilon">Added to the variance; greater than 0.</param>
/// <param name="momentum">Share of the batch in the new running average, 0 to 1.</param>
public sealed class BatchNorm1dAttribute(float epsilon = 1e-5f, float momentum = 0.1f) : LayerAttribute
{
    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; } = epsilon;

    /// <summary>Share of the batch in the new running average.</summary>
    public float Momentum { get; } = momentum;

    /// <summary>Whether values are scaled and shifted by trained parameters. Default true.</summary>
    public bool Affine { get; set; } = true;
}
