using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>The forward pass of a network that computes matrices, a block of rows at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowForward : INetworkFacts
{
    /// <summary>Rows of a block, a multiple of 8.</summary>
    static abstract int Capacity { get; }

    /// <summary>Column of the last values, before the output activation.</summary>
    static abstract int LastColumn { get; }

    /// <summary>A block forward, up to the output activation; keeps what backward needs.</summary>
    /// <param name="x">The block's inputs, [blockRows].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="f">The fixed part of the scratch memory, for what stages keep in it.</param>
    /// <param name="s">The matrices.</param>
    /// <param name="capacity">Their height.</param>
    /// <param name="rows">Rows of the batch in the block.</param>
    /// <param name="blockRows">The same, 8 at least; rows of zeros fill the block.</param>
    /// <param name="isTraining">Whether dropout and batch statistics are on.</param>
    /// <param name="seed">Selects the dropout masks.</param>
    /// <param name="start">The batch's row that the block begins with.</param>
    static abstract void ForwardRows(
        ref float x, ref float w, ref float f, ref float s, int capacity, int rows, int blockRows, bool isTraining, ulong seed, int start);
}
