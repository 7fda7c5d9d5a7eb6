namespace StaticNet;

/// <summary>y = W·x + b, PyTorch's <c>nn.Linear</c>. Parameters <c>weight</c> [outputs, inputs] and <c>bias</c> [outputs].</summary>
public sealed class LinearAttribute : LayerAttribute
{
    /// <summary>A layer whose sizes come from the model file it stands beside: <c>[ModelFile("x.safetensors"), Linear(Name = "fc1"), …]</c>.</summary>
    public LinearAttribute()
    {
    }

    /// <summary>A layer whose number of inputs follows from the layer before.</summary>
    /// <param name="outputs">Values it writes, 1 or more.</param>
    public LinearAttribute(int outputs) => Outputs = outputs;

    /// <summary>A layer with its number of inputs written out, which must be what the layer before writes.</summary>
    /// <param name="inputs">Values it reads.</param>
    /// <param name="outputs">Values it writes, 1 or more.</param>
    public LinearAttribute(int inputs, int outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Values it reads; 0 where they follow from the layer before.</summary>
    public int Inputs { get; }

    /// <summary>Values it writes; 0 where a model file tells them.</summary>
    public int Outputs { get; }

    /// <summary>Whether there is a bias. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weights start. Default: PyTorch's <c>nn.Linear</c>.</summary>
    public Initializer Initializer { get; set; } = Initializer.Auto;
}
