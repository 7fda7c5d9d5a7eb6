using System;

namespace StaticNet.Benchmarks;

/// <summary>What a training item feeds its rivals: a ring of labeled batches, starting weights, and where the first steps must lead.</summary>
internal sealed unsafe class TrainingWorkload
{
    /// <summary>Steps compared with the double-precision reference before timing.</summary>
    public const int VerifiedSteps = 3;

    /// <summary>The loss may differ by this part of it.</summary>
    private const double LossTolerance = 1e-5;

    /// <summary>Root mean square of the parameters' errors, as part of that of their way. Adam's first steps are nearly sign(gradient): rounding of the smallest gradients shows.</summary>
    private const double UpdateTolerance = 2e-3;

    private const int RingBytes = 16 * 1024;
    private readonly AlignedFloats _inputs;
    private readonly int[] _labels;
    private readonly double[] _expected;
    private readonly double _expectedLoss;

    public TrainingWorkload(NetworkWeights weights, int batchSize, OptimizerKind optimizer)
    {
        Weights = weights;
        BatchSize = batchSize;
        Optimizer = optimizer;
        InputLength = batchSize * Shape.InputSize;
        RingLength = 1;
        while (RingLength * 2 * InputLength * sizeof(float) <= RingBytes)
        {
            RingLength *= 2;
        }

        var random = new Random(23);
        _inputs = new AlignedFloats(RingLength * InputLength);
        foreach (ref float value in _inputs.Span)
        {
            value = (random.NextSingle() * 2) - 1;
        }

        _labels = GC.AllocateArray<int>(RingLength * batchSize, pinned: true);
        foreach (ref int label in _labels.AsSpan())
        {
            label = random.Next(Shape.OutputSize);
        }

        var reference = new DoubleReference(weights);
        for (int step = 0; step < VerifiedSteps; step++)
        {
            int slot = step & (RingLength - 1);
            _expectedLoss = reference.Step(Inputs(slot), Labels(slot), optimizer, LearningRate);
        }

        _expected = reference.Parameters.ToArray();
    }

    public NetworkShape Shape => Weights.Shape;

    public NetworkWeights Weights { get; }

    public int BatchSize { get; }

    public OptimizerKind Optimizer { get; }

    /// <summary>PyTorch's default for Adam.</summary>
    public float LearningRate => Optimizer == OptimizerKind.Adam ? 1e-3f : 1e-2f;

    /// <summary>Floats per batch.</summary>
    public int InputLength { get; }

    /// <summary>Batches in the ring: a power of two.</summary>
    public int RingLength { get; }

    public float* InputPointer => _inputs.Pointer;

    public int[] AllLabels => _labels;

    public ReadOnlySpan<float> Inputs(int slot) => new(_inputs.Pointer + (slot * InputLength), InputLength);

    public ReadOnlySpan<int> Labels(int slot) => _labels.AsSpan(slot * BatchSize, BatchSize);

    /// <summary>Compares the state after <see cref="VerifiedSteps"/> steps; parameters in the order of <see cref="NetworkWeights.Packed"/>.</summary>
    public void Check(string engine, float loss, ReadOnlySpan<float> parameters)
    {
        if (!(Math.Abs(loss - _expectedLoss) <= LossTolerance * _expectedLoss))
        {
            throw new WrongResultException($"{engine}: loss of step {VerifiedSteps} of {Shape} is {loss:R}, expected {_expectedLoss:R}.");
        }

        float[] start = Weights.Packed();
        double way = 0, error = 0;
        for (int i = 0; i < start.Length; i++)
        {
            way += Math.Pow(_expected[i] - start[i], 2);
            error += Math.Pow(_expected[i] - parameters[i], 2);
        }

        if (!(Math.Sqrt(error) <= UpdateTolerance * Math.Sqrt(way)))
        {
            throw new WrongResultException($"{engine}: after {VerifiedSteps} steps the parameters of {Shape} are off by {Math.Sqrt(error / way):E2} of their way; at most {UpdateTolerance:E1} is rounding.");
        }
    }
}
