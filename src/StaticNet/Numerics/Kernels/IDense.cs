using System.ComponentModel;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// A linear layer's numbers as constants of a type. Generated code has an empty struct per layer; kernels are compiled once per layer, with these
/// folded into addresses and loop bounds.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDense
{
    /// <summary>Values read per row.</summary>
    static abstract int Inputs { get; }

    /// <summary>Floats from one row of inputs to the next.</summary>
    static abstract int InputStride { get; }

    /// <summary>Values written per row.</summary>
    static abstract int Outputs { get; }

    /// <summary>Floats from one row of outputs to the next: whole tiles, the last at its stored width.</summary>
    static abstract int OutputStride { get; }

    /// <summary>The first weight in the parameter buffer.</summary>
    static abstract int Weights { get; }

    /// <summary>The first bias in the parameter buffer.</summary>
    static abstract int Bias { get; }
}
