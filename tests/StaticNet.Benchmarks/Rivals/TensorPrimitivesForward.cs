using System;
using System.Numerics.Tensors;

namespace StaticNet.Benchmarks;

/// <summary>.NET's own vectorized span operations: one dot product per output.</summary>
internal readonly struct TensorPrimitivesForward(NetworkWeights weights) : IForwardKernel
{
    private readonly NetworkShape _shape = weights.Shape;
    private readonly float[][] _weights = weights.Weights;
    private readonly float[][] _biases = weights.Biases;
    private readonly float[][] _values = Array.ConvertAll(weights.Shape.Sizes, size => new float[size]);

    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int inputSize = _shape.InputSize, outputSize = _shape.OutputSize;
        for (int row = 0; row * inputSize < inputs.Length; row++)
        {
            ReadOnlySpan<float> x = inputs.Slice(row * inputSize, inputSize);
            for (int layer = 0; layer < _weights.Length; layer++)
            {
                float[] y = _values[layer + 1];
                ReadOnlySpan<float> weights = _weights[layer];
                for (int o = 0; o < y.Length; o++)
                {
                    y[o] = TensorPrimitives.Dot(weights.Slice(o * x.Length, x.Length), x);
                }

                TensorPrimitives.Add(y, _biases[layer], y);
                Activate(_shape.ActivationAfter(layer), y);
                x = y;
            }

            x.CopyTo(outputs.Slice(row * outputSize, outputSize));
        }
    }

    internal static void Activate(Activation activation, Span<float> y)
    {
        switch (activation)
        {
            case Activation.ReLU:
                TensorPrimitives.Max(y, 0f, y);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(y, y);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(y, y);
                break;
            case Activation.Softmax:
                TensorPrimitives.SoftMax(y, y);
                break;
        }
    }
}
