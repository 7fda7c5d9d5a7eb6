using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>
/// The passes of a network that computes matrices, a block of rows at a time. Scratch memory is a part of fixed length, <c>f</c>, and behind it the
/// matrices, <c>s</c>: a matrix starts at its column times the capacity, which is the height of all of them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowKernels : IRowForward
{
    /// <summary>Floats of parameter storage, and of a gradient.</summary>
    static abstract int Length { get; }

    /// <summary>The layer that needs all rows of a training batch in one block; null where no layer does.</summary>
    static virtual string? WholeBatchLayer => null;

    /// <summary>Floats of scratch memory before the matrices.</summary>
    static abstract int FixedLength { get; }

    /// <summary>Columns of all matrices.</summary>
    static abstract int Columns { get; }

    /// <summary>Floats from one row of the block's inputs to the next.</summary>
    static abstract int InputStride { get; }

    /// <summary>Where a copy of a few rows of inputs lies in the fixed part; -1 where every block is copied to the first matrix.</summary>
    static virtual int PaddedInputs => -1;

    /// <summary>A gradient buffer in the fixed part, for adding to the caller's.</summary>
    static abstract int Own { get; }

    /// <summary>Column of the outputs, where there is an output activation.</summary>
    static abstract int OutputColumn { get; }

    /// <summary>Column of the gradient of the last values.</summary>
    static abstract int GradientColumn { get; }

    /// <summary>Transposes the weights for <see cref="BackwardRows"/>, once per call.</summary>
    static abstract void Transpose(ref float w, ref float f, bool withInput);

    /// <summary>The same block backward, last layer to first: overwrites the gradient <paramref name="g"/>.</summary>
    /// <param name="x">The block's inputs.</param>
    /// <param name="w">The parameters.</param>
    /// <param name="f">The fixed part of the scratch memory.</param>
    /// <param name="s">The matrices.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="capacity">The matrices' height.</param>
    /// <param name="rows">Rows of the batch in the block.</param>
    /// <param name="blockRows">The same, 8 at least.</param>
    /// <param name="isTraining">Whether dropout and batch statistics are on.</param>
    /// <param name="seed">Selects the dropout masks.</param>
    /// <param name="start">The batch's row that the block begins with.</param>
    /// <param name="withInput">Whether the gradient with respect to the inputs is wanted.</param>
    static abstract void BackwardRows(
        ref float x, ref float w, ref float f, ref float s, ref float g, int capacity, int rows, int blockRows, bool isTraining, ulong seed, int start, bool withInput);

    /// <summary>The gradient with respect to the block's inputs, [rows, inputs], after <see cref="BackwardRows"/>.</summary>
    static abstract void InputGradients(ref float w, ref float s, int capacity, int rows, ref float dx);

    /// <summary>After a training batch of <paramref name="count"/> rows: running statistics.</summary>
    static virtual void UpdateRunning(ref float w, ref float f, int count)
    {
    }
}
