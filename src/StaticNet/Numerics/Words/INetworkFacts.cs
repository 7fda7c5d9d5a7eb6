using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>What the passes over a batch must know of a network: constants, since the type is a struct of the network's own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetworkFacts
{
    /// <summary>The network's name, for errors.</summary>
    static abstract string Name { get; }

    /// <summary>Values per input row.</summary>
    static abstract int Inputs { get; }

    /// <summary>Values per output row.</summary>
    static abstract int Outputs { get; }

    /// <summary>Floats from one row of the last layer to the next, a multiple of 4.</summary>
    static abstract int OutputStride { get; }

    /// <summary>Softmax or log-softmax over the outputs, otherwise Identity, also where an element-wise function follows.</summary>
    static abstract Activation RowActivation { get; }

    /// <summary>The loss for targets that are numbers.</summary>
    static abstract Loss NumberLoss { get; }

    /// <summary>The loss for class labels; Auto where labels make no sense.</summary>
    static abstract Loss LabelLoss { get; }

    /// <summary>The heads, each with a loss of its own; null where the outputs have one loss.</summary>
    static virtual OutputHead[]? Heads => null;
}
