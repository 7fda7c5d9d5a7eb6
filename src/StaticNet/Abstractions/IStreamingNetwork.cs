using System;
using System.ComponentModel;

namespace StaticNet;

/// <summary>What every generated network with memory implements. Its state is outside of it: one network serves any number of streams and threads.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface IStreamingNetwork<TSelf> : ITrainableNetwork<TSelf>
    where TSelf : class, IStreamingNetwork<TSelf>
{
    /// <summary>A state for one stream, at zero.</summary>
    static abstract NetworkState<TSelf> CreateState();

    /// <summary>One step of a stream.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Forward(NetworkState<TSelf> state, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Any number of steps of a stream: [steps, InputSize] to [steps, OutputSize].</summary>
    /// <exception cref="ArgumentException">A length is no whole number of steps, or the numbers differ.</exception>
    void Process(NetworkState<TSelf> state, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Steps of several streams: [steps, voices, InputSize] to [steps, voices, OutputSize].</summary>
    /// <exception cref="ArgumentException">Lengths do not fit, or a state is given twice.</exception>
    void ProcessVoices(ReadOnlySpan<NetworkState<TSelf>> states, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Whole sequences, each from a new state: [count, steps, InputSize] to [count, steps, OutputSize], many to one [count, OutputSize].</summary>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    void ForwardSequences(int steps, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Feeds one input <paramref name="steps"/> times; 0: the receptive field.</summary>
    /// <exception cref="ArgumentException">The input has another length, or steps is 0 where the receptive field has no bound.</exception>
    void Prime(NetworkState<TSelf> state, ReadOnlySpan<float> input, int steps = 0);

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
