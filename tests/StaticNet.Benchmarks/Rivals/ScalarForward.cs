using System;

namespace StaticNet.Benchmarks;

/// <summary>The C# everybody writes first: arrays and loops, one sum per output.</summary>
internal readonly struct ScalarForward(NetworkWeights weights) : IForwardKernel
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
            inputs.Slice(row * inputSize, inputSize).CopyTo(_values[0]);
            for (int layer = 0; layer < _weights.Length; layer++)
            {
                Linear(_values[layer], _weights[layer], _biases[layer], _values[layer + 1]);
                Activate(_shape.ActivationAfter(layer), _values[layer + 1]);
            }

            _values[^1].CopyTo(outputs.Slice(row * outputSize, outputSize));
        }
    }

    private static void Linear(float[] x, float[] weights, float[] bias, float[] y)
    {
        for (int o = 0; o < y.Length; o++)
        {
            float sum = bias[o];
            for (int k = 0; k < x.Length; k++)
            {
                sum += weights[(o * x.Length) + k] * x[k];
            }

            y[o] = sum;
        }
    }

    internal static void Activate(Activation activation, Span<float> y)
    {
        switch (activation)
        {
            case Activation.ReLU:
                for (int o = 0; o < y.Length; o++)
                {
                    y[o] = y[o] > 0 ? y[o] : 0;
                }

                break;
            case Activation.Tanh:
                for (int o = 0; o < y.Length; o++)
                {
                    y[o] = MathF.Tanh(y[o]);
                }

                break;
            case Activation.Sigmoid:
                for (int o = 0; o < y.Length; o++)
                {
                    y[o] = 1 / (1 + MathF.Exp(-y[o]));
                }

                break;
            case Activation.Softmax:
                float max = y[0], sum = 0;
                foreach (float value in y)
                {
                    max = MathF.Max(max, value);
                }

                for (int o = 0; o < y.Length; o++)
                {
                    y[o] = MathF.Exp(y[o] - max);
                    sum += y[o];
                }

                for (int o = 0; o < y.Length; o++)
                {
                    y[o] /= sum;
                }

                break;
        }
    }
}
