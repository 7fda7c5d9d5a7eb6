using System;
using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>The passes of a network that is generated for reading: one row at a time, in loops over single numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IScalarKernels : INetworkFacts
{
    /// <summary>Floats of parameter storage, and of a gradient.</summary>
    static abstract int Length { get; }

    /// <summary>Floats of all layers' values for one row.</summary>
    static abstract int Values { get; }

    /// <summary>Where the last layer's values begin, before the output activation.</summary>
    static abstract int LastValues { get; }

    /// <summary>Partial sums of each gradient: row r of a block adds to sum r mod so many.</summary>
    static abstract int GradientSums { get; }

    /// <summary>Rows whose gradients are summed before they are added to those of the blocks before.</summary>
    static abstract int BlockRows { get; }

    /// <summary>Rows whose losses are summed before they are added to those before.</summary>
    static abstract int LossRows { get; }

    /// <summary>One row through all layers, up to the output activation.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="values">Every layer's values before and after its activation, overwritten.</param>
    static abstract void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> values);

    /// <summary>The same row backward, last layer to first.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="values">What <see cref="Forward"/> left.</param>
    /// <param name="gradients">The gradients of the values; those of the last layer before its activation are given, the others overwritten.</param>
    /// <param name="g">The gradients of the parameters, added to.</param>
    static abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> values, Span<float> gradients, Span<float> g);

    /// <summary>The gradient with respect to the input, after <see cref="Backward"/>.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="gradients">What <see cref="Backward"/> left.</param>
    /// <param name="dx">[inputs], overwritten.</param>
    static abstract void InputGradient(ReadOnlySpan<float> w, ReadOnlySpan<float> gradients, Span<float> dx);
}
