using System;

namespace StaticNet;

/// <summary>A loss of your own, for <c>Fit</c>, <c>Evaluate</c> and <c>Trainer.Step</c>. Make it a struct, so that it is called directly.</summary>
public interface ILossFunction
{
    /// <summary>
    /// The losses of a block of rows and their gradient. The mean over rows is taken by the caller. A batch may have several blocks, in training by
    /// several threads at a time where <c>MaxDegreeOfParallelism</c> says so. Networks may be called from here.
    /// </summary>
    /// <param name="outputs">[count, outputSize]: what the network computed, its output activation included.</param>
    /// <param name="targets">[count, …], as given to <c>Fit</c>, <c>Evaluate</c> or <c>Step</c>.</param>
    /// <param name="outputGradients">[count, outputSize], to be overwritten with the gradient of the returned sum with respect to <paramref name="outputs"/>.</param>
    /// <param name="outputSize">Values per row of outputs; the number of rows is <c>outputs.Length / outputSize</c>.</param>
    /// <returns>The sum of the rows' losses. A loss with several outputs per row says itself whether it adds or averages them; mean squared error averages.</returns>
    float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize);
}
