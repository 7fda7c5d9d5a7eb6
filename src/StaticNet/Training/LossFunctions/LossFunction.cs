using System;

namespace StaticNet;

/// <summary>A loss of your own as a delegate.</summary>
/// <param name="outputs">[count, outputSize].</param>
/// <param name="targets">[count, …].</param>
/// <param name="outputGradients">[count, outputSize], to be overwritten.</param>
/// <param name="outputSize">Values per row of outputs.</param>
/// <returns>The sum of the rows' losses.</returns>
public delegate float LossFunction(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize);

/// <summary>Makes an <see cref="ILossFunction"/> of a delegate.</summary>
internal readonly struct DelegateLoss(LossFunction function) : ILossFunction
{
    public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize) =>
        function(outputs, targets, outputGradients, outputSize);
}
