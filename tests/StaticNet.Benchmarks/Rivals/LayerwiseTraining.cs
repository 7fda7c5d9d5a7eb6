using System;
using System.Numerics.Tensors;

namespace StaticNet.Benchmarks;

/// <summary>The matrix operations in which layer-by-layer trainers differ. All matrices row-major, weights [outputs, inputs].</summary>
internal unsafe interface ILayerOperations
{
    /// <summary>y [count, outputs] = x·Wᵀ + bias.</summary>
    void Forward(int count, int inputs, int outputs, float* x, float* weights, float* bias, float* y);

    /// <summary>weightGradient [outputs, inputs] = deltaᵀ·x, overwritten.</summary>
    void WeightGradient(int count, int inputs, int outputs, float* x, float* delta, float* weightGradient);

    /// <summary>inputDelta [count, inputs] = delta·W, overwritten.</summary>
    void InputGradient(int count, int inputs, int outputs, float* delta, float* weights, float* inputDelta);

    /// <summary>One update of all parameters; <paramref name="step"/> counts from 1.</summary>
    void Update(OptimizerKind optimizer, float learningRate, int step, int count, float* parameters, float* gradients, float* firstMoment, float* secondMoment);
}

/// <summary>Training as a small framework does it: layer by layer over the batch, softmax cross-entropy, then the optimizer.</summary>
internal sealed unsafe class LayerwiseTraining<TOperations> : TrainingEngine
    where TOperations : struct, ILayerOperations
{
    private readonly NetworkShape _shape;
    private readonly float[] _start;
    private readonly AlignedFloats[] _values;
    private readonly AlignedFloats[] _deltas;
    private readonly AlignedFloats _parameters;
    private readonly AlignedFloats _gradients;
    private readonly AlignedFloats _firstMoment;
    private readonly AlignedFloats _secondMoment;
    private int _step;
    private float _loss;

    public LayerwiseTraining(string name, TrainingWorkload workload)
        : base(name, workload)
    {
        _shape = workload.Shape;
        _start = workload.Weights.Packed();
        _values = Array.ConvertAll(_shape.Sizes, size => new AlignedFloats(workload.BatchSize * size));
        _deltas = Array.ConvertAll(_shape.Sizes, size => new AlignedFloats(workload.BatchSize * size));
        _parameters = new AlignedFloats(_start.Length);
        _gradients = new AlignedFloats(_start.Length);
        _firstMoment = new AlignedFloats(_start.Length);
        _secondMoment = new AlignedFloats(_start.Length);
    }

    protected override float LastLoss => _loss;

    public override void Reset()
    {
        _start.CopyTo(_parameters.Span);
        _firstMoment.Span.Clear();
        _secondMoment.Span.Clear();
        _step = 0;
    }

    public override void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            int slot = i & (Workload.RingLength - 1);
            _loss = Step(Workload.InputPointer + (slot * Workload.InputLength), Workload.Labels(slot));
        }
    }

    protected override void ReadParameters(Span<float> packed) => _parameters.Span.CopyTo(packed);

    private float Step(float* inputs, ReadOnlySpan<int> labels)
    {
        TOperations operations = default;
        int count = labels.Length, layers = _shape.LayerCount, offset = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            int inputSize = _shape.Sizes[layer], outputSize = _shape.Sizes[layer + 1];
            float* x = layer == 0 ? inputs : _values[layer].Pointer, y = _values[layer + 1].Pointer, weights = _parameters.Pointer + offset;
            operations.Forward(count, inputSize, outputSize, x, weights, weights + (inputSize * outputSize), y);
            if (layer < layers - 1)
            {
                TensorPrimitives.Max(_values[layer + 1].Span, 0f, _values[layer + 1].Span);
            }

            offset += (inputSize + 1) * outputSize;
        }

        float loss = OutputGradient(labels);
        for (int layer = layers - 1; layer >= 0; layer--)
        {
            int inputSize = _shape.Sizes[layer], outputSize = _shape.Sizes[layer + 1];
            offset -= (inputSize + 1) * outputSize;
            float* x = layer == 0 ? inputs : _values[layer].Pointer, delta = _deltas[layer + 1].Pointer;
            operations.WeightGradient(count, inputSize, outputSize, x, delta, _gradients.Pointer + offset);
            Span<float> bias = _gradients.Span.Slice(offset + (inputSize * outputSize), outputSize);
            bias.Clear();
            for (int row = 0; row < count; row++)
            {
                TensorPrimitives.Add(bias, new ReadOnlySpan<float>(delta + (row * outputSize), outputSize), bias);
            }

            if (layer > 0)
            {
                float* inputDelta = _deltas[layer].Pointer;
                operations.InputGradient(count, inputSize, outputSize, delta, _parameters.Pointer + offset, inputDelta);
                VectorUpdate.MaskByPositive(_deltas[layer].Span, _values[layer].Span);
            }
        }

        operations.Update(Workload.Optimizer, Workload.LearningRate, ++_step, _start.Length, _parameters.Pointer, _gradients.Pointer, _firstMoment.Pointer, _secondMoment.Pointer);
        return loss;
    }

    private float OutputGradient(ReadOnlySpan<int> labels)
    {
        int size = _shape.OutputSize;
        float loss = 0, scale = 1f / labels.Length;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<float> delta = _deltas[^1].Span.Slice(row * size, size);
            TensorPrimitives.SoftMax(_values[^1].Span.Slice(row * size, size), delta);
            loss -= MathF.Log(delta[labels[row]]);
            delta[labels[row]] -= 1;
            TensorPrimitives.Multiply(delta, scale, delta);
        }

        return loss * scale;
    }
}
