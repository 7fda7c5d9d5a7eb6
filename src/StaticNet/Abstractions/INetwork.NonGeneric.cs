using System;

namespace StaticNet;

/// <summary>
/// A network without memory, whatever its class: for collections of different networks. Every generated one implements it. A call goes through the
/// interface, a few nanoseconds; code for one network names its class.
/// </summary>
public interface INetwork
{
    /// <summary>Values per input row.</summary>
    sealed int InputSize => Describe().InputSize;

    /// <summary>Values per output row.</summary>
    sealed int OutputSize => Describe().OutputSize;

    /// <summary>What the network is: name, sizes, layers, loss, parameter layout.</summary>
    NetworkDescription Describe();

    /// <summary>One sample: reads InputSize values, writes OutputSize values.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Any number of samples, one per row: [count, InputSize] to [count, OutputSize].</summary>
    /// <exception cref="ArgumentException">A span's length is no whole number of rows, or the counts differ.</exception>
    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs);
}
