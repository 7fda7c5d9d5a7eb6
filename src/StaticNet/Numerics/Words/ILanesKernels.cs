using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>The passes of a small network that is trained with samples in lanes, and where they keep what, in floats of the scratch memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanesKernels : ILanesForward
{
    /// <summary>Floats of parameter storage, and of a gradient.</summary>
    static abstract int Length { get; }

    /// <summary>The first layer's weights in the parameter storage.</summary>
    static abstract int FirstWeights { get; }

    /// <summary>The first layer's outputs.</summary>
    static abstract int FirstOutputs { get; }

    /// <summary>The stored width of the first layer's last tile.</summary>
    static abstract int FirstTileWidth { get; }

    /// <summary>The last layer's values as rows, before the activation.</summary>
    static abstract int Rows { get; }

    /// <summary>The outputs as rows.</summary>
    static abstract int RowOutputs { get; }

    /// <summary>The gradient before the output activation, as rows.</summary>
    static abstract int RowGradient { get; }

    /// <summary>Room for a batch's last few rows.</summary>
    static abstract int PaddedInputs { get; }

    /// <summary>The last layer's gradient as [unit][16]; after <see cref="Sample"/> the first layer's as a row.</summary>
    static abstract int Gradient { get; }

    /// <summary>After <see cref="BackwardLanes"/> the first layer's gradient before its activation, [unit][16].</summary>
    static abstract int FirstGradient { get; }

    /// <summary>A gradient buffer of the pass's own.</summary>
    static abstract int Own { get; }

    /// <summary>[parameter][16]: the partial sums of every gradient.</summary>
    static abstract int Sums { get; }

    /// <summary>Floats in all.</summary>
    static abstract int ScratchLength { get; }

    /// <summary>Forward, loss and backward of one sample without loops: overwrites <paramref name="g"/> and returns the loss.</summary>
    static abstract double Sample<W, V, TLoss>(ref float x, ref float w, ref float s, ref float g, in TLoss loss)
        where W : struct, IWords8<V>
        where TLoss : struct, ISampleLoss, allows ref struct;

    /// <summary>Sixteen samples backward, last layer to first: adds to the partial sums of every gradient.</summary>
    static abstract void BackwardLanes<W, V>(ref float w, ref float s)
        where W : struct, ILaneWords<V>;
}
