using System;
using System.Runtime.InteropServices;

namespace StaticNet.Benchmarks;

/// <summary>A matrix product per layer from OpenBLAS (matrix-vector for one sample); bias and activation vectorized in C#.</summary>
internal readonly unsafe struct OpenBlasForward : IForwardKernel
{
    private readonly NetworkShape _shape;
    private readonly AlignedFloats[] _weights;
    private readonly float[][] _biases;
    private readonly AlignedFloats[] _values;
    private readonly int _batchSize;

    public OpenBlasForward(NetworkWeights weights, int batchSize)
    {
        _shape = weights.Shape;
        _biases = weights.Biases;
        _batchSize = batchSize;
        _weights = Array.ConvertAll(weights.Weights, source =>
        {
            var copy = new AlignedFloats(source.Length);
            source.CopyTo(copy.Span);
            return copy;
        });
        _values = Array.ConvertAll(_shape.Sizes, size => new AlignedFloats(batchSize * size));
    }

    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        fixed (float* input = &MemoryMarshal.GetReference(inputs), output = &MemoryMarshal.GetReference(outputs))
        {
            float* x = input;
            for (int layer = 0; layer < _weights.Length; layer++)
            {
                int width = _shape.Sizes[layer + 1];
                float* y = layer == _weights.Length - 1 ? output : _values[layer + 1].Pointer;
                for (int row = 0; row < _batchSize; row++)
                {
                    _biases[layer].CopyTo(new Span<float>(y + (row * width), width));
                }

                if (_batchSize == 1)
                {
                    OpenBlas.MultiplyVector(width, _shape.Sizes[layer], _weights[layer].Pointer, x, y);
                }
                else
                {
                    OpenBlas.Multiply(_batchSize, width, _shape.Sizes[layer], x, false, _weights[layer].Pointer, true, 1, y);
                }

                Activation activation = _shape.ActivationAfter(layer);
                if (activation == Activation.Softmax)
                {
                    for (int row = 0; row < _batchSize; row++)
                    {
                        TensorPrimitivesForward.Activate(activation, new Span<float>(y + (row * width), width));
                    }
                }
                else
                {
                    TensorPrimitivesForward.Activate(activation, new Span<float>(y, _batchSize * width));
                }

                x = y;
            }
        }
    }
}
