using System.ComponentModel;
using StaticNet.Numerics.Words;

namespace StaticNet.Sequences;

/// <summary>What the passes over streams must know of a network with memory: its numbers, and its layers for a block of steps.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStreamKernels : INetworkFacts
{
    /// <summary>Floats from one row of inputs to the next in the scratch memory.</summary>
    static abstract int InputStride { get; }

    /// <summary>Whether a sequence has one output.</summary>
    static abstract bool IsManyToOne { get; }

    /// <summary>Steps that an output depends on; 0: no bound.</summary>
    static abstract int ReceptiveField { get; }

    /// <summary>Floats of a stream's state.</summary>
    static abstract int StateLength { get; }

    /// <summary>Its values, without padding.</summary>
    static abstract int StateSize { get; }

    /// <summary>Floats of scratch memory of a block.</summary>
    static abstract int StreamLength { get; }

    /// <summary>Where the inputs belong in it.</summary>
    static abstract int StreamInput { get; }

    /// <summary>Where the outputs are, before a softmax.</summary>
    static abstract int StreamOutput { get; }

    /// <summary>All layers for a block.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="state">The stream's state.</param>
    /// <param name="s">The scratch memory.</param>
    /// <param name="position">Steps that the stream has seen.</param>
    /// <param name="steps">From 1 to 64.</param>
    static abstract void Block(ref float w, ref float state, ref float s, int position, int steps);

    /// <summary>Sets a state of zeros to what a stream begins with, where that is not zero.</summary>
    static virtual void BeginState(ref float state)
    {
    }

    /// <summary>The state's values in their public order.</summary>
    static abstract void ReadState(ref float state, int position, ref float values);

    /// <summary>And back, into a state of zeros.</summary>
    static abstract void WriteState(ref float values, ref float state, int position);
}
