using System;

namespace StaticNet;

/// <summary>What every generated network without memory can do, one without training included: compute its outputs.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
public interface IInferenceNetwork<TSelf> : IDescribedNetwork<TSelf>
    where TSelf : class, IInferenceNetwork<TSelf>
{
    /// <summary>One sample: reads InputSize values, writes OutputSize values.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Any number of samples, one per row: [count, InputSize] to [count, OutputSize].</summary>
    /// <exception cref="ArgumentException">A span's length is no whole number of rows, or the counts differ.</exception>
    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs);
}
