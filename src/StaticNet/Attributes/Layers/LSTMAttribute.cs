namespace StaticNet;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997), PyTorch's <c>nn.LSTM</c>: i, f, o = σ(W·x + U·h + b), g = tanh(W·x + U·h + b),
/// c′ = f·c + i·g, h′ = o·tanh c′. Parameters <c>weight_ih_l0</c> [4·hidden, inputs], <c>weight_hh_l0</c> [4·hidden, hidden],
/// <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [4·hidden], gates in the order i, f, g, o.
/// </summary>
/// <param name="hidden">Units: values it writes per step, 1 or more.</param>
public sealed class LSTMAttribute(int hidden) : RecurrentAttribute(hidden)
{
    /// <summary>A layer whose sizes come from the model file it stands beside: <c>[ModelFile("x.safetensors"), LSTM(Name = "rec"), …]</c>.</summary>
    public LSTMAttribute()
        : this(0)
    {
    }
}
