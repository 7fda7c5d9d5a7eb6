using System;

namespace StaticNet;

/// <summary>
/// Takes the place of a network's loss in <c>ComputeGradients</c>: called by the pass once for every block of rows, between forward and backward.
/// It travels in <see cref="BatchPart"/>, and may be called on several threads at a time.
/// </summary>
internal abstract class OutputLoss
{
    /// <summary>Where the gradient with respect to the inputs goes, [count, inputs]; empty where it is not wanted.</summary>
    public virtual Span<float> InputGradients => default;

    /// <summary>The summed loss of a block times <paramref name="scale"/>, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">[rows] at the stride.</param>
    /// <param name="targets">The rows' targets.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Outputs per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">[rows] at the stride, overwritten, zeros behind the columns.</param>
    public abstract double Rows(ref float outputs, ReadOnlySpan<float> targets, int rows, int columns, int stride, float scale, ref float gradient);
}
