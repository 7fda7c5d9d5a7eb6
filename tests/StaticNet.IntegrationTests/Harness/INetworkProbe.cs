using System;
using StaticNet;

namespace StaticNet.IntegrationTests.Harness;

/// <summary>A generated network behind one type, so that a test can sweep over many. Spans go through unchanged.</summary>
internal interface INetworkProbe
{
    NetworkDescription Description { get; }

    ParameterBuffer Parameters { get; }

    void Forward(ReadOnlySpan<float> input, Span<float> output);

    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    float ComputeLoss(in Batch batch);

    float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate);

    void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient = default);

    ITrainerProbe CreateTrainer(IOptimizer optimizer, int maxBatchSize, TrainerOptions? options = null);
}

/// <summary>The real trainer of a probed network.</summary>
internal interface ITrainerProbe
{
    ParameterBuffer Gradients { get; }

    double LastGradientNorm { get; }

    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);
}
