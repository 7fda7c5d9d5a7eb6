using System;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>The two inference calls of a generated class. Structs, so that the timing loop calls the class directly.</summary>
internal interface IEmittedCalls
{
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs);
}

/// <summary>One sample per call.</summary>
internal readonly struct SingleCall<TCalls>(TCalls calls) : IForwardKernel
    where TCalls : struct, IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs) => calls.Forward(inputs, outputs);
}

/// <summary>A batch per call.</summary>
internal readonly struct BatchCall<TCalls>(TCalls calls) : IForwardKernel
    where TCalls : struct, IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs) => calls.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfA(A model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfB(B model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfC(C model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfD(D model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfE(E model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfF(F model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfG(G model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}

internal readonly struct CallsOfH(H model) : IEmittedCalls
{
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => model.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => model.ForwardBatch(inputs, outputs);
}
