using System;

namespace StaticNet.Benchmarks;

/// <summary>
/// Forward pass, softmax cross-entropy, backward pass, SGD and Adam in double precision, written for clarity:
/// what every rival must agree with before it is timed.
/// </summary>
internal sealed class DoubleReference
{
    private readonly NetworkShape _shape;
    private readonly NormWeights[] _norms;
    private readonly double[][] _values;
    private readonly double[] _parameters;
    private readonly double[] _gradient;
    private readonly double[] _firstMoment;
    private readonly double[] _secondMoment;
    private int _step;

    public DoubleReference(NetworkWeights weights)
    {
        _shape = weights.Shape;
        _norms = weights.Norms;
        _values = Array.ConvertAll(_shape.Sizes, size => new double[size]);
        _parameters = Array.ConvertAll(weights.Packed(), value => (double)value);
        _gradient = new double[_parameters.Length];
        _firstMoment = new double[_parameters.Length];
        _secondMoment = new double[_parameters.Length];
    }

    /// <summary>The parameters in the order of <see cref="NetworkWeights.Packed"/>.</summary>
    public ReadOnlySpan<double> Parameters => _parameters;

    /// <summary>The outputs of one sample.</summary>
    public ReadOnlySpan<double> Forward(ReadOnlySpan<float> input)
    {
        for (int k = 0; k < input.Length; k++)
        {
            _values[0][k] = input[k];
        }

        int offset = 0;
        for (int layer = 0; layer < _shape.LayerCount; layer++)
        {
            double[] x = _values[layer], y = _values[layer + 1];
            int biasOffset = offset + (x.Length * y.Length);
            for (int o = 0; o < y.Length; o++)
            {
                double sum = _parameters[biasOffset + o];
                for (int k = 0; k < x.Length; k++)
                {
                    sum += _parameters[offset + (o * x.Length) + k] * x[k];
                }

                y[o] = sum;
            }

            if (layer < _norms.Length)
            {
                _norms[layer].Apply(y, _shape.Norm == HiddenNorm.BatchNorm);
            }

            Activate(_shape.ActivationAfter(layer), y);
            offset = biasOffset + y.Length;
        }

        return _values[^1];
    }

    /// <summary>One training step on a batch; returns the mean loss before the update.</summary>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, OptimizerKind optimizer, double learningRate)
    {
        Array.Clear(_gradient);
        double loss = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            double[] output = Forward(inputs.Slice(sample * _shape.InputSize, _shape.InputSize)).ToArray();
            if (_shape.Output != Activation.Softmax)
            {
                Activate(Activation.Softmax, output);
            }

            loss -= Math.Log(output[labels[sample]]);
            output[labels[sample]] -= 1;
            Backward(output, labels.Length);
        }

        Update(optimizer, learningRate);
        return loss / labels.Length;
    }

    private void Backward(double[] gradient, int batchSize)
    {
        for (int o = 0; o < gradient.Length; o++)
        {
            gradient[o] /= batchSize;
        }

        int offset = _parameters.Length;
        for (int layer = _shape.LayerCount - 1; layer >= 0; layer--)
        {
            double[] x = _values[layer];
            offset -= gradient.Length;
            int weightOffset = offset - (x.Length * gradient.Length);
            var inputGradient = new double[x.Length];
            for (int o = 0; o < gradient.Length; o++)
            {
                _gradient[offset + o] += gradient[o];
                for (int k = 0; k < x.Length; k++)
                {
                    _gradient[weightOffset + (o * x.Length) + k] += gradient[o] * x[k];
                    inputGradient[k] += gradient[o] * _parameters[weightOffset + (o * x.Length) + k];
                }
            }

            for (int k = 0; k < x.Length; k++)
            {
                inputGradient[k] = x[k] > 0 ? inputGradient[k] : 0; // ReLU, the only hidden activation of the training items
            }

            gradient = inputGradient;
            offset = weightOffset;
        }
    }

    private void Update(OptimizerKind optimizer, double learningRate)
    {
        _step++;
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (optimizer == OptimizerKind.SGD)
            {
                _parameters[i] -= learningRate * _gradient[i];
                continue;
            }

            _firstMoment[i] = (0.9 * _firstMoment[i]) + (0.1 * _gradient[i]);
            _secondMoment[i] = (0.999 * _secondMoment[i]) + (0.001 * _gradient[i] * _gradient[i]);
            double mean = _firstMoment[i] / (1 - Math.Pow(0.9, _step));
            double variance = _secondMoment[i] / (1 - Math.Pow(0.999, _step));
            _parameters[i] -= learningRate * mean / (Math.Sqrt(variance) + 1e-8);
        }
    }

    private static void Activate(Activation activation, double[] y)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (double value in y)
        {
            max = Math.Max(max, value);
        }

        for (int o = 0; o < y.Length; o++)
        {
            y[o] = activation switch
            {
                Activation.Identity => y[o],
                Activation.ReLU => Math.Max(0, y[o]),
                Activation.Tanh => Math.Tanh(y[o]),
                Activation.Sigmoid => 1 / (1 + Math.Exp(-y[o])),
                Activation.Softmax => Math.Exp(y[o] - max),
                _ => throw new NotSupportedException($"The measured networks do not use {activation}."),
            };
            sum += y[o];
        }

        for (int o = 0; activation == Activation.Softmax && o < y.Length; o++)
        {
            y[o] /= sum;
        }
    }
}
