using System;

namespace StaticNet.Benchmarks;

/// <summary>What a forward item feeds its rivals: a ring of batches, the weights, and the expected outputs of the first batch.</summary>
internal sealed unsafe class ForwardWorkload
{
    /// <summary>Outputs may differ from the double-precision reference by this part of the largest output: float rounding in sums of up to 784 terms, in any order.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>Latency items: this many inputs are computed from the previous output, the first of them included.</summary>
    public const int DependentInputs = 4;

    // The ring is small enough to leave the first- and second-level caches to the weights.
    private const int RingBytes = 16 * 1024;
    private readonly AlignedFloats _inputs;
    private readonly double[] _expected;

    public ForwardWorkload(NetworkWeights weights, int batchSize, bool isDependent)
    {
        Weights = weights;
        BatchSize = batchSize;
        IsDependent = isDependent;
        InputLength = batchSize * Shape.InputSize;
        OutputLength = batchSize * Shape.OutputSize;
        RingLength = 1;
        while (RingLength < 64 && RingLength * 2 * InputLength * sizeof(float) <= RingBytes)
        {
            RingLength *= 2;
        }

        _inputs = new AlignedFloats(RingLength * InputLength);
        var random = new Random(17);
        foreach (ref float value in _inputs.Span)
        {
            value = (random.NextSingle() * 2) - 1;
        }

        var reference = new DoubleReference(weights);
        _expected = new double[OutputLength];
        for (int row = 0; row < batchSize; row++)
        {
            reference.Forward(_inputs.Span.Slice(row * Shape.InputSize, Shape.InputSize)).CopyTo(_expected.AsSpan(row * Shape.OutputSize));
        }
    }

    public NetworkShape Shape => Weights.Shape;

    public NetworkWeights Weights { get; }

    public int BatchSize { get; }

    /// <summary>True where each input depends on the output before it: latency instead of throughput.</summary>
    public bool IsDependent { get; }

    /// <summary>Floats per batch.</summary>
    public int InputLength { get; }

    public int OutputLength { get; }

    /// <summary>Batches in the ring: a power of two.</summary>
    public int RingLength { get; }

    /// <summary>The ring: [RingLength, BatchSize, InputSize].</summary>
    public float* Inputs => _inputs.Pointer;

    public ReadOnlySpan<float> Batch(int slot) => new(_inputs.Pointer + (slot * InputLength), InputLength);

    /// <summary>Compares the outputs of the first batch with the reference.</summary>
    public void Check(string engine, ReadOnlySpan<float> outputs)
    {
        double largest = 0;
        foreach (double value in _expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (int i = 0; i < _expected.Length; i++)
        {
            if (!(Math.Abs(outputs[i] - _expected[i]) <= Tolerance * largest))
            {
                throw new WrongResultException($"{engine}: output {i} of {Shape}, batch {BatchSize}, is {outputs[i]:R}, expected {_expected[i]:R} within {Tolerance * largest:E1}.");
            }
        }
    }
}
