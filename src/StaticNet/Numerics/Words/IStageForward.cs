using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>
/// Inference of a network of stages, a block of rows at a time. Scratch memory is matrices, <c>s</c>, each at its column times the capacity, and
/// behind them what follows from parameters alone, <c>folded</c>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStageForward : INetworkFacts
{
    /// <summary>Rows of a block, a multiple of 8.</summary>
    static abstract int Capacity { get; }

    /// <summary>Floats from one row of the block's inputs to the next.</summary>
    static abstract int InputStride { get; }

    /// <summary>Columns of all matrices of inference.</summary>
    static abstract int InferenceColumns { get; }

    /// <summary>Column of the inputs.</summary>
    static abstract int InferenceInput { get; }

    /// <summary>Column of the outputs, softmax still to come.</summary>
    static abstract int InferenceOutput { get; }

    /// <summary>Floats of factors and summands.</summary>
    static virtual int FoldedLength => 0;

    /// <summary>Factors and summands of running statistics, once per call.</summary>
    static virtual void Fold(ref float w, ref float folded)
    {
    }

    /// <summary>All stages for a block of eight or more rows, without what only training needs.</summary>
    static abstract void InferRows(ref float w, ref float s, ref float folded, int blockRows);
}
