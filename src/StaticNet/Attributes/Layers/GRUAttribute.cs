namespace StaticNet;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014), PyTorch's <c>nn.GRU</c>: r, z = σ(W·x + b + U·h + b′), n = tanh(W·x + b + r·(U·h + b′)),
/// h′ = (1 − z)·n + z·h. Parameters <c>weight_ih_l0</c> [3·hidden, inputs], <c>weight_hh_l0</c> [3·hidden, hidden],
/// <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [3·hidden], gates in the order r, z, n.
/// </summary>
/// <param name="hidden">Units: values it writes per step, 1 or more.</param>
public sealed class GRUAttribute(int hidden) : RecurrentAttribute(hidden)
{
    /// <summary>A layer whose sizes come from the model file it stands beside: <c>[ModelFile("x.safetensors"), GRU(Name = "rec"), …]</c>.</summary>
    public GRUAttribute()
        : this(0)
    {
    }
}
