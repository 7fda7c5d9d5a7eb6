using System;

namespace StaticNet;

/// <summary>What every generated network without memory implements; trainer and evaluation are generic over it.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface INetwork<TSelf> : IInferenceNetwork<TSelf>, ITrainableNetwork<TSelf>
    where TSelf : class, INetwork<TSelf>
{
    /// <summary>The mean loss of a batch.</summary>
    /// <exception cref="ArgumentException">Lengths do not fit, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The targets are labels and the network's loss takes numbers only.</exception>
    float ComputeLoss(in Batch batch);

    /// <summary>Forward, loss and backward: the gradient of the mean loss with respect to every parameter.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="gradients">Receives the gradient, in the layout of <see cref="ITrainableNetwork{TSelf}.Parameters"/>.</param>
    /// <param name="accumulate">True to add to <paramref name="gradients"/>, false to overwrite what they held.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The targets are labels and the network's loss takes numbers only.</exception>
    float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate);

    /// <summary>Vector-Jacobian product of one sample, for losses of the user's own.</summary>
    /// <param name="input">[InputSize].</param>
    /// <param name="outputGradient">[OutputSize]: the gradient of a scalar with respect to the outputs.</param>
    /// <param name="gradients">Receives the parameters' gradient, added.</param>
    /// <param name="inputGradient">[InputSize], overwritten with the gradient with respect to the input; or empty.</param>
    void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient = default);
}
