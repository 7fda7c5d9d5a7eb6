using System;

namespace StaticNet.Benchmarks;

/// <summary>One inference call. Implemented by structs, so that the timing loop is compiled for each of them and calls directly.</summary>
internal interface IForwardKernel
{
    /// <summary>inputs [count, InputSize] to outputs [count, OutputSize]; count is the item's batch size.</summary>
    void Forward(ReadOnlySpan<float> inputs, Span<float> outputs);
}
