namespace StaticNet;

/// <summary>
/// The recurrent layer of Elman (1990), PyTorch's <c>nn.RNN</c>: h′ = tanh(W·x + b + U·h + b′), or ReLU. Parameters <c>weight_ih_l0</c>
/// [hidden, inputs], <c>weight_hh_l0</c> [hidden, hidden], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [hidden].
/// </summary>
/// <param name="hidden">Units: values it writes per step, 1 or more.</param>
public sealed class RNNAttribute(int hidden) : RecurrentAttribute(hidden)
{
    /// <summary>A layer whose sizes come from the model file it stands beside: <c>[ModelFile("x.safetensors"), RNN(Name = "rec"), …]</c>.</summary>
    public RNNAttribute()
        : this(0)
    {
    }

    /// <summary><see cref="Activation.Tanh"/> (default) or <see cref="Activation.ReLU"/>.</summary>
    public Activation Nonlinearity { get; set; } = Activation.Tanh;
}
