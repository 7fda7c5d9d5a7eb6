using System;

namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>What all engines of a network share: the weights in PyTorch's order, a signal, and the outputs that double precision gives for it.</summary>
internal sealed unsafe class StreamWorkload
{
    public const int BlockSteps = 64, Steps = 4096;

    // Of the largest output: float rounding over as many steps as are compared.
    private const double Tolerance = 2e-5;
    private readonly AlignedFloats _signal = new(Steps);
    private readonly double[] _expected = new double[Steps];

    public StreamWorkload(StreamShape shape, float[] weights)
    {
        Shape = shape;
        Weights = weights;
        var random = new Random(23);
        foreach (ref float value in _signal.Span)
        {
            value = random.NextSingle() - 0.5f;
        }

        var reference = new ScalarStream<double>(shape, weights);
        for (int step = 0; step < Steps; step++)
        {
            _expected[step] = reference.Next(_signal.Span[step]);
        }
    }

    public StreamShape Shape { get; }

    public float[] Weights { get; }

    public float* Signal => _signal.Pointer;

    /// <summary>The block that iteration <paramref name="i"/> reads.</summary>
    public int Start(int i) => i * BlockSteps & (Steps - 1);

    /// <exception cref="WrongResultException">An output is too far from double precision.</exception>
    public void Check(string engine, ReadOnlySpan<float> outputs)
    {
        double largest = 0;
        foreach (double value in _expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (int step = 0; step < Steps; step++)
        {
            if (!(Math.Abs(outputs[step] - _expected[step]) <= Tolerance * largest))
            {
                throw new WrongResultException($"{engine}, {Shape.Name}: output {step} is {outputs[step]}, double precision gives {_expected[step]}.");
            }
        }
    }
}
