namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>The layer that remembers.</summary>
internal enum StreamCell
{
    LSTM,
    GRU,

    /// <summary>Ten causal convolutions of kernel 3, dilations 1 to 512, a tanh after each.</summary>
    Conv1d,
}

/// <summary>A network with one input, one output, and a linear layer at its end.</summary>
/// <param name="Cell">The layer that remembers.</param>
/// <param name="Units">Its hidden units or channels.</param>
internal sealed record StreamShape(StreamCell Cell, int Units)
{
    public const int ConvLayers = 10, Kernel = 3;

    public string Name => $"{Cell}-{Units}";
}
