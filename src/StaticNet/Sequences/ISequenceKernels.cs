using System;
using System.ComponentModel;

namespace StaticNet.Sequences;

/// <summary>
/// What the passes of a training must know of a network with memory. Rows are time-major: step t of sequence b is row t·sequences + b. Matrices
/// are <c>capacity</c> rows high, one behind the other; a matrix begins at its column times the height.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISequenceKernels : IStreamKernels
{
    /// <summary>Whether all sequences of a batch go through the network together, for batch statistics.</summary>
    static abstract bool NeedsWholeBatch { get; }

    /// <summary>Floats of a gradient buffer.</summary>
    static abstract int BufferLength { get; }

    /// <summary>Floats of scratch memory before the matrices.</summary>
    static abstract int FixedLength { get; }

    /// <summary>Where in it a gradient buffer lies.</summary>
    static abstract int OwnGradients { get; }

    /// <summary>Columns of all matrices.</summary>
    static abstract int Columns { get; }

    /// <summary>Floats per sequence behind them.</summary>
    static abstract int PerSequence { get; }

    /// <summary>Floats of a sequence's state between two blocks.</summary>
    static abstract int TrainingStateLength { get; }

    /// <summary>The column of the last layer's values, before the output activation.</summary>
    static abstract int LastColumn { get; }

    /// <summary>The column of a matrix of the outputs' size.</summary>
    static abstract int SpareColumn { get; }

    /// <summary>The column of the gradient of the last layer's values.</summary>
    static abstract int GradientColumn { get; }

    /// <summary>Starts with new states.</summary>
    static abstract void ClearStates(ref float s, int capacity, int sequences);

    /// <summary>Starts from kept states.</summary>
    static abstract void LoadStates(ref float s, int capacity, ref float states, int stateStride, int sequences);

    /// <summary>Keeps the states behind the last step.</summary>
    static abstract void SaveStates(ref float s, int capacity, ref float states, int stateStride, int steps, int sequences);

    /// <summary>All layers forward; everything is kept for the way back.</summary>
    static abstract void Train(
        ref float w, ref float f, ref float s, int capacity, int steps, int sequences, bool isTraining, ulong seed, int start, ReadOnlySpan<int> lengths);

    /// <summary>All layers back, into a gradient buffer of zeros.</summary>
    static abstract void Backward(
        ref float w, ref float f, ref float s, ref float g, int capacity, int steps, int sequences, bool isTraining, ulong seed, int start, ReadOnlySpan<int> lengths, bool withInput);

    /// <summary>Transposed weights for the way back.</summary>
    static abstract void Transpose(ref float w, ref float f, bool withInput);

    /// <summary>Running statistics follow those of the batch.</summary>
    static abstract void UpdateRunning(ref float w, ref float f, ref float s, int capacity, int count);
}
