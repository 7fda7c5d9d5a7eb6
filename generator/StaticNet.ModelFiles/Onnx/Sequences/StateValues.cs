namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>A state that a recurrent operator begins with: an input of the graph, or zeros.</summary>
/// <param name="input">The graph's input; null for zeros.</param>
internal sealed class StateValue(string? input) : GraphValue
{
    public string? Input { get; } = input;
}

/// <summary>A sequence with zeros in front of its first step: what a causal convolution reads.</summary>
/// <param name="rows">The sequence.</param>
/// <param name="steps">How many zeros.</param>
internal sealed class PaddedValue(RowsValue rows, long steps) : GraphValue
{
    public RowsValue Rows { get; } = rows;

    public long Steps { get; } = steps;
}
