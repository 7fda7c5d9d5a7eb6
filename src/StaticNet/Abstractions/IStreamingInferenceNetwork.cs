using System;

namespace StaticNet;

/// <summary>
/// What every generated network with memory can do, one without training included: compute the outputs of streams and sequences. Its state is outside of
/// it: one network serves any number of streams and threads.
/// </summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface IStreamingInferenceNetwork<TSelf> : IDescribedNetwork<TSelf>
    where TSelf : class, IStreamingInferenceNetwork<TSelf>
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
}
