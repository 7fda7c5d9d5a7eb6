using System.ComponentModel;

namespace StaticNet.Layers;

/// <summary>
/// A recurrent layer's numbers as constants of a type. Generated code has an empty struct per layer; the kernels are compiled once per layer, with
/// these folded into addresses and loop bounds.
/// </summary>
/// <remarks>
/// Each tensor is stored row-major with one row per input or unit. A row holds the gates one after another, each padded to a multiple of 8 units,
/// and is padded to a multiple of 16 floats; all padding is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRecurrent
{
    /// <summary>Values read per step.</summary>
    static abstract int Inputs { get; }

    /// <summary>Hidden units: values written per step.</summary>
    static abstract int Hidden { get; }

    /// <summary>Floats from one row of inputs to the next: a multiple of 4.</summary>
    static abstract int InputStride { get; }

    /// <summary>Floats from one row of outputs to the next: a multiple of 4.</summary>
    static abstract int OutputStride { get; }

    /// <summary>The first value of <c>weight_ih</c> in the parameter buffer.</summary>
    static abstract int InputWeights { get; }

    /// <summary>The first value of <c>weight_hh</c> in the parameter buffer.</summary>
    static abstract int HiddenWeights { get; }

    /// <summary>The first value of <c>bias_ih</c> in the parameter buffer; zeros where the layer has no bias.</summary>
    static abstract int InputBias { get; }

    /// <summary>The first value of <c>bias_hh</c> in the parameter buffer; zeros where the layer has no bias.</summary>
    static abstract int HiddenBias { get; }

    /// <summary>Whether the biases are trained.</summary>
    static abstract bool HasBias { get; }
}
