namespace StaticNet;

/// <summary>
/// Causal convolution over time: each output depends on the current step and (kernel − 1)·dilation steps before it. PyTorch's <c>nn.Conv1d</c>
/// behind <c>F.pad(x, ((kernel − 1)·dilation, 0))</c>. Parameters <c>weight</c> [outputs, inputs/groups, kernel] and <c>bias</c> [outputs].
/// </summary>
/// <param name="outputs">Channels it writes per step, 1 or more.</param>
/// <param name="kernel">Steps each output reads, 1 or more.</param>
/// <param name="dilation">Steps from one that is read to the next, 1 or more.</param>
/// <param name="groups">Parts of the channels that are convolved separately; divides inputs and outputs.</param>
public sealed class Conv1dAttribute(int outputs, int kernel, int dilation = 1, int groups = 1) : LayerAttribute
{
    /// <summary>Channels it writes per step.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Steps each output reads.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Steps from one that is read to the next.</summary>
    public int Dilation { get; } = dilation;

    /// <summary>Parts of the channels that are convolved separately.</summary>
    public int Groups { get; } = groups;

    /// <summary>Whether there is a bias. Default true.</summary>
    public bool Bias { get; set; } = true;
}
