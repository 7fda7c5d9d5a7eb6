namespace StaticNet;

/// <summary>
/// Begins a head: an output with a name and a loss of its own over a trunk that all heads share. The layers before the first head are the trunk; each head reads
/// what the trunk gives. The network's outputs are those of all heads side by side, in the order declared.
/// </summary>
public sealed class HeadAttribute : LayerAttribute
{
    /// <summary>A head of the layers behind it, up to the next head. Their parameters are <c>name.0.weight</c>, as those of an <c>nn.Sequential</c> of that name.</summary>
    /// <param name="name">The head's name.</param>
    public HeadAttribute(string name) => base.Name = name;

    /// <summary>A head of one linear layer, <c>name.weight</c> and <c>name.bias</c>, and an activation.</summary>
    /// <param name="name">The head's name.</param>
    /// <param name="outputs">Values of the head per row.</param>
    /// <param name="activation">Behind the linear layer.</param>
    public HeadAttribute(string name, int outputs, Activation activation = Activation.Identity)
    {
        base.Name = name;
        Outputs = outputs;
        Activation = activation;
    }

    /// <summary>The head's name.</summary>
    public new string Name => base.Name!;

    /// <summary>Values of the head per row; 0 where its layers tell.</summary>
    public int Outputs { get; }

    /// <summary>Behind the head's linear layer.</summary>
    public Activation Activation { get; }

    /// <summary>
    /// The head's loss; <c>Auto</c> is mean squared error. <c>CrossEntropy</c>, <c>KLDivergence</c> and <c>BinaryCrossEntropy</c> are computed from the head's outputs as logits, so no
    /// activation stands before them.
    /// </summary>
    public Loss Loss { get; set; } = Loss.Auto;

    /// <summary>What the head's loss counts in the sum of all; 0 leaves it out.</summary>
    public float LossWeight { get; set; } = 1f;

    /// <summary>
    /// <c>CrossEntropy</c>: a factor for each of the head's classes, one per output, 0 or more. The mean stays over the rows, as with target probabilities in PyTorch.
    /// </summary>
    public float[]? ClassWeights { get; set; }

    /// <summary><c>BinaryCrossEntropy</c>: a factor for each output's positive targets, one per output, 0 or more.</summary>
    public float[]? PositiveWeights { get; set; }

    /// <summary>Whether the linear layer of <c>Head(name, outputs)</c> has a bias.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weights of <c>Head(name, outputs)</c> start.</summary>
    public Initializer Initializer { get; set; } = Initializer.Auto;
}
