using System;
using System.Numerics.Tensors;

namespace StaticNet.Benchmarks;

/// <summary>Scalar loops.</summary>
internal readonly unsafe struct ScalarOperations : ILayerOperations
{
    public void Forward(int count, int inputs, int outputs, float* x, float* weights, float* bias, float* y)
    {
        for (int row = 0; row < count; row++)
        {
            for (int o = 0; o < outputs; o++)
            {
                float sum = bias[o];
                for (int k = 0; k < inputs; k++)
                {
                    sum += weights[(o * inputs) + k] * x[(row * inputs) + k];
                }

                y[(row * outputs) + o] = sum;
            }
        }
    }

    public void WeightGradient(int count, int inputs, int outputs, float* x, float* delta, float* weightGradient)
    {
        new Span<float>(weightGradient, inputs * outputs).Clear();
        for (int row = 0; row < count; row++)
        {
            for (int o = 0; o < outputs; o++)
            {
                float d = delta[(row * outputs) + o];
                for (int k = 0; k < inputs; k++)
                {
                    weightGradient[(o * inputs) + k] += d * x[(row * inputs) + k];
                }
            }
        }
    }

    public void InputGradient(int count, int inputs, int outputs, float* delta, float* weights, float* inputDelta)
    {
        new Span<float>(inputDelta, count * inputs).Clear();
        for (int row = 0; row < count; row++)
        {
            for (int o = 0; o < outputs; o++)
            {
                float d = delta[(row * outputs) + o];
                for (int k = 0; k < inputs; k++)
                {
                    inputDelta[(row * inputs) + k] += d * weights[(o * inputs) + k];
                }
            }
        }
    }

    public void Update(OptimizerKind optimizer, float learningRate, int step, int count, float* parameters, float* gradients, float* firstMoment, float* secondMoment) =>
        VectorUpdate.ApplyScalar(optimizer, learningRate, step, count, parameters, gradients, firstMoment, secondMoment);
}

/// <summary>.NET's vectorized span operations, one row at a time.</summary>
internal readonly unsafe struct TensorPrimitivesOperations : ILayerOperations
{
    public void Forward(int count, int inputs, int outputs, float* x, float* weights, float* bias, float* y)
    {
        for (int row = 0; row < count; row++)
        {
            for (int o = 0; o < outputs; o++)
            {
                y[(row * outputs) + o] = bias[o] + TensorPrimitives.Dot(new ReadOnlySpan<float>(weights + (o * inputs), inputs), new ReadOnlySpan<float>(x + (row * inputs), inputs));
            }
        }
    }

    public void WeightGradient(int count, int inputs, int outputs, float* x, float* delta, float* weightGradient)
    {
        new Span<float>(weightGradient, inputs * outputs).Clear();
        for (int row = 0; row < count; row++)
        {
            for (int o = 0; o < outputs; o++)
            {
                var target = new Span<float>(weightGradient + (o * inputs), inputs);
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(x + (row * inputs), inputs), delta[(row * outputs) + o], target, target);
            }
        }
    }

    public void InputGradient(int count, int inputs, int outputs, float* delta, float* weights, float* inputDelta)
    {
        new Span<float>(inputDelta, count * inputs).Clear();
        for (int row = 0; row < count; row++)
        {
            var target = new Span<float>(inputDelta + (row * inputs), inputs);
            for (int o = 0; o < outputs; o++)
            {
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(weights + (o * inputs), inputs), delta[(row * outputs) + o], target, target);
            }
        }
    }

    public void Update(OptimizerKind optimizer, float learningRate, int step, int count, float* parameters, float* gradients, float* firstMoment, float* secondMoment) =>
        VectorUpdate.Apply(optimizer, learningRate, step, count, parameters, gradients, firstMoment, secondMoment);
}

/// <summary>OpenBLAS matrix products.</summary>
internal readonly unsafe struct OpenBlasOperations : ILayerOperations
{
    public void Forward(int count, int inputs, int outputs, float* x, float* weights, float* bias, float* y)
    {
        for (int row = 0; row < count; row++)
        {
            new ReadOnlySpan<float>(bias, outputs).CopyTo(new Span<float>(y + (row * outputs), outputs));
        }

        OpenBlas.Multiply(count, outputs, inputs, x, false, weights, true, 1, y);
    }

    public void WeightGradient(int count, int inputs, int outputs, float* x, float* delta, float* weightGradient) =>
        OpenBlas.Multiply(outputs, inputs, count, delta, true, x, false, 0, weightGradient);

    public void InputGradient(int count, int inputs, int outputs, float* delta, float* weights, float* inputDelta) =>
        OpenBlas.Multiply(count, inputs, outputs, delta, false, weights, false, 0, inputDelta);

    public void Update(OptimizerKind optimizer, float learningRate, int step, int count, float* parameters, float* gradients, float* firstMoment, float* secondMoment) =>
        VectorUpdate.Apply(optimizer, learningRate, step, count, parameters, gradients, firstMoment, secondMoment);
}
