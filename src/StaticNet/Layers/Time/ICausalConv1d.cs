using System.ComponentModel;

namespace StaticNet.Layers;

/// <summary>A causal convolution's numbers as constants of a type; see <see cref="IRecurrent"/>.</summary>
/// <remarks>
/// The weights lie as [tap][input of a group][output], tap 0 being the oldest (PyTorch's last dimension), each row padded with zeros to the stride of
/// the outputs.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICausalConv1d
{
    /// <summary>Channels read per step.</summary>
    static abstract int Inputs { get; }

    /// <summary>Channels written per step.</summary>
    static abstract int Outputs { get; }

    /// <summary>Floats from one row of inputs to the next: a multiple of 4.</summary>
    static abstract int InputStride { get; }

    /// <summary>Floats from one row of outputs to the next, and of weights: a multiple of 4.</summary>
    static abstract int OutputStride { get; }

    /// <summary>Taps.</summary>
    static abstract int Kernel { get; }

    /// <summary>Steps from one tap to the next.</summary>
    static abstract int Dilation { get; }

    /// <summary>Groups of channels that do not mix; divides inputs and outputs.</summary>
    static abstract int Groups { get; }

    /// <summary>The first weight in the parameter buffer.</summary>
    static abstract int Weights { get; }

    /// <summary>The first bias in the parameter buffer; zeros where the layer has none.</summary>
    static abstract int Bias { get; }

    /// <summary>Whether the bias is trained.</summary>
    static abstract bool HasBias { get; }
}
