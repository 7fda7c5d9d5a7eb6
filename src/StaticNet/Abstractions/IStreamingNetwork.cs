using System;
using System.ComponentModel;

namespace StaticNet;

/// <summary>What every generated network with memory implements; trainer and evaluation are generic over it.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface IStreamingNetwork<TSelf> : IStreamingInferenceNetwork<TSelf>, ITrainableNetwork<TSelf>
    where TSelf : class, IStreamingNetwork<TSelf>
{
    /// <summary>The mean loss of a batch of sequences, over the steps that count.</summary>
    /// <exception cref="ArgumentException">Lengths do not fit, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The targets are labels and the network's loss takes numbers only, or the batch carries a state.</exception>
    float ComputeLoss(in SequenceBatch batch);

    /// <summary>Forward, loss and backward through time: the gradient of the mean loss with respect to every parameter.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="gradients">Receives the gradient, in the layout of the parameters.</param>
    /// <param name="accumulate">True to add to <paramref name="gradients"/>, false to overwrite what they held.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The targets are labels and the network's loss takes numbers only, or the batch carries a state.</exception>
    float ComputeGradients(in SequenceBatch batch, ParameterBuffer gradients, bool accumulate);

    /// <summary>The same with states that outlive the batch. For the trainer.</summary>
    /// <param name="batch">The sequences; with <see cref="SequenceBatch.Carry"/> they begin with <paramref name="states"/>, otherwise anew, whatever these hold.</param>
    /// <param name="gradients">Receives the gradient.</param>
    /// <param name="accumulate">True to add.</param>
    /// <param name="states">[count, <see cref="TrainingStateLength"/>], overwritten with the states behind the last step.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    float ComputeGradients(in SequenceBatch batch, ParameterBuffer gradients, bool accumulate, Span<float> states);

    /// <summary>Moves states on by some steps, without loss or gradient. For the trainer.</summary>
    /// <param name="inputs">[count, steps, InputSize].</param>
    /// <param name="steps">Steps of each sequence.</param>
    /// <param name="states">[count, <see cref="TrainingStateLength"/>].</param>
    /// <param name="carry">False to begin with new states, whatever <paramref name="states"/> holds.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void Advance(ReadOnlySpan<float> inputs, int steps, Span<float> states, bool carry);

    /// <summary>Floats of a sequence's state between two blocks of a training. For the trainer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract int TrainingStateLength { get; }
}
