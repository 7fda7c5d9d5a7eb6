using System.Collections.Generic;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>A state that a recurrent operator begins with, or the past of a convolution: an input of the graph, or zeros.</summary>
/// <param name="input">The graph's input; null for zeros.</param>
/// <param name="shape">The input's shape, open dimensions 0 or less; null where it says none.</param>
/// <param name="isView">Whether it is a part or another shape of an input.</param>
internal sealed class StateValue(string? input, IReadOnlyList<long>? shape = null, bool isView = false) : GraphValue
{
    /// <summary>Whether its numbers are given to the graph.</summary>
    public bool IsGiven => isView || Input is not null;

    public string? Input { get; } = input;

    public IReadOnlyList<long>? Shape { get; } = shape;
}

/// <summary>A sequence with zeros, or its past, in front of its first step: what a causal convolution reads.</summary>
/// <param name="rows">The sequence.</param>
/// <param name="steps">How many steps of them.</param>
/// <param name="past">The graph's input that holds the past; null for zeros.</param>
internal sealed class PaddedValue(RowsValue rows, long steps, string? past = null) : GraphValue
{
    public string? Past { get; } = past;

    public RowsValue Rows { get; } = rows;

    public long Steps { get; } = steps;
}
