namespace StaticNet;

/// <summary>A layer with memory: each step's output depends on all steps before it. See <see cref="LSTMAttribute"/>, <see cref="GRUAttribute"/>, <see cref="RNNAttribute"/>.</summary>
/// <param name="hidden">Units: values it writes per step, 1 or more; 0 where a model file tells them.</param>
public abstract class RecurrentAttribute(int hidden) : LayerAttribute
{
    /// <summary>Units: values it writes per step; 0 where a model file tells them.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>How many such layers follow each other, as PyTorch's <c>num_layers</c>: each reads the outputs of the one before. Default 1.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether there are biases. Default true.</summary>
    public bool Bias { get; set; } = true;
}
