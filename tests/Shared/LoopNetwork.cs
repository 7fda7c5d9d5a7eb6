using System;
using System.Collections.Generic;

namespace StaticNet.Tests.Shared;

/// <summary>
/// A perceptron as plain loops over floats, with the interface of a generated one: Tanh or ReLU between the layers, one of three
/// losses. Tests of training use it where they are about the trainer and not about emitted code. Allocates nothing per call.
/// </summary>
internal abstract class LoopNetwork
{
    private readonly NetworkDescription _description;
    private readonly int[] _sizes;
    private readonly bool _tanh;
    private readonly float[][] _values;
    private readonly float[][] _deltas;

    protected LoopNetwork(NetworkDescription description, ulong seed)
    {
        _description = description;
        Parameters = new ParameterBuffer(description.Layout);
        var sizes = new List<int> { description.InputSize };
        foreach (LayerDescription layer in description.Layers)
        {
            if (layer.Kind == "Linear")
            {
                sizes.Add(layer.OutputSize);
            }

            _tanh |= layer.Kind == "Tanh";
        }

        _sizes = [.. sizes];
        _values = [.. sizes.ConvertAll(s => new float[s])];
        _deltas = [.. sizes.ConvertAll(s => new float[s])];
        var random = new Pcg32(seed);
        for (int layer = 0; layer < _sizes.Length - 1; layer++)
        {
            ParameterInitializers.Linear(Parameters, 2 * layer, (2 * layer) + 1, Initializer.Auto, ref random);
        }
    }

    public ParameterBuffer Parameters { get; }

    /// <summary>Calls of <see cref="ComputeGradients"/> so far.</summary>
    public int GradientCalls { get; private set; }

    /// <summary>Describes a perceptron with fully connected layers <c>fc1</c>, <c>fc2</c>, … and an activation between them.</summary>
    public static NetworkDescription Describe(string name, int[] sizes, string hidden = "ReLU", Loss loss = Loss.Auto, string[]? names = null)
    {
        var layers = new List<LayerDescription>();
        for (int i = 1; i < sizes.Length; i++)
        {
            layers.Add(new LayerDescription("Linear", names?[i - 1] ?? $"fc{i}", sizes[i - 1], sizes[i]));
            if (i < sizes.Length - 1)
            {
                layers.Add(new LayerDescription(hidden, $"{hidden}{i}", sizes[i], sizes[i]));
            }
        }

        return TestLayouts.Describe(name, loss, bias: true, [.. layers]);
    }

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        Run(input);
        _values[^1].CopyTo(output);
    }

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int ins = _description.InputSize, outs = _description.OutputSize;
        for (int row = 0; row < inputs.Length / ins; row++)
        {
            Forward(inputs.Slice(row * ins, ins), outputs.Slice(row * outs, outs));
        }
    }

    public float ComputeLoss(in Batch batch) => Compute(batch, null);

    public float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate)
    {
        GradientCalls++;
        if (!accumulate)
        {
            gradients.Clear();
        }

        return Compute(batch, gradients);
    }

    public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient = default)
    {
        Run(input);
        outputGradient.CopyTo(_deltas[^1]);
        Propagate(gradients);
        if (!inputGradient.IsEmpty)
        {
            _deltas[0].CopyTo(inputGradient);
        }
    }

    public string Summary() => _description.ToString();

    private float Compute(in Batch batch, ParameterBuffer? gradients)
    {
        int ins = _description.InputSize, outs = _description.OutputSize;
        int rows = batch.Inputs.Length / ins;
        Loss loss = batch.HasLabels ? _description.LabelLoss ?? throw new InvalidOperationException("numbers only") : _description.NumberLoss;
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            Run(batch.Inputs.Slice(row * ins, ins));
            float[] z = _values[^1], delta = _deltas[^1];
            double weight = batch.SampleWeights.IsEmpty ? 1 : batch.SampleWeights[row];
            double value = 0;
            switch (loss)
            {
                case Loss.CrossEntropy:
                    double maximum = double.NegativeInfinity, sum = 0;
                    foreach (float v in z)
                    {
                        maximum = Math.Max(maximum, v);
                    }

                    foreach (float v in z)
                    {
                        sum += Math.Exp(v - maximum);
                    }

                    for (int o = 0; o < outs; o++)
                    {
                        double target = batch.HasLabels ? (batch.Labels[row] == o ? 1 : 0) : batch.Targets[(row * outs) + o];
                        value -= target == 0 ? 0 : target * (z[o] - maximum - Math.Log(sum));
                        delta[o] = (float)(((Math.Exp(z[o] - maximum) / sum) - target) * weight / rows);
                    }

                    break;
                case Loss.BinaryCrossEntropy:
                    for (int o = 0; o < outs; o++)
                    {
                        double target = batch.HasLabels ? batch.Labels[row] : batch.Targets[(row * outs) + o];
                        value += (Math.Max(z[o], 0) - (z[o] * target) + Math.Log(1 + Math.Exp(-Math.Abs(z[o])))) / outs;
                        delta[o] = (float)(((1 / (1 + Math.Exp(-z[o]))) - target) * weight / rows / outs);
                    }

                    break;
                case Loss.MeanSquaredError:
                    for (int o = 0; o < outs; o++)
                    {
                        double d = (double)z[o] - batch.Targets[(row * outs) + o];
                        value += d * d / outs;
                        delta[o] = (float)(2 * d * weight / rows / outs);
                    }

                    break;
                default:
                    throw new NotSupportedException($"LoopNetwork has no {loss}.");
            }

            total += value * weight;
            if (gradients != null)
            {
                Propagate(gradients);
            }
        }

        return (float)(total / rows);
    }

    private void Run(ReadOnlySpan<float> input)
    {
        input.CopyTo(_values[0]);
        for (int layer = 0; layer < _sizes.Length - 1; layer++)
        {
            ParameterInfo weight = Parameters.Layout.Parameters[2 * layer], bias = Parameters.Layout.Parameters[(2 * layer) + 1];
            for (int o = 0; o < _sizes[layer + 1]; o++)
            {
                float sum = Parameters.Values[bias.StorageIndex(o)];
                for (int k = 0; k < _sizes[layer]; k++)
                {
                    sum += Parameters.Values[weight.StorageIndex((o * _sizes[layer]) + k)] * _values[layer][k];
                }

                bool last = layer == _sizes.Length - 2;
                _values[layer + 1][o] = last ? sum : _tanh ? MathF.Tanh(sum) : MathF.Max(0, sum);
            }
        }
    }

    private void Propagate(ParameterBuffer gradients)
    {
        for (int layer = _sizes.Length - 2; layer >= 0; layer--)
        {
            ParameterInfo weight = Parameters.Layout.Parameters[2 * layer], bias = Parameters.Layout.Parameters[(2 * layer) + 1];
            for (int k = 0; k < _sizes[layer]; k++)
            {
                float sum = 0;
                for (int o = 0; o < _sizes[layer + 1]; o++)
                {
                    int index = weight.StorageIndex((o * _sizes[layer]) + k);
                    gradients.Values[index] += _deltas[layer + 1][o] * _values[layer][k];
                    sum += _deltas[layer + 1][o] * Parameters.Values[index];
                }

                float y = _values[layer][k];
                _deltas[layer][k] = layer == 0 ? sum : _tanh ? sum * (1 - (y * y)) : y > 0 ? sum : 0;
            }

            for (int o = 0; o < _sizes[layer + 1]; o++)
            {
                gradients.Values[bias.StorageIndex(o)] += _deltas[layer + 1][o];
            }
        }
    }
}

/// <summary>4-10-3, ReLU: the classifier of the tutorials, with its default names.</summary>
internal sealed class LoopIris(ulong seed = 0) : LoopNetwork(Description, seed), INetwork<LoopIris>
{
    public static NetworkDescription Description { get; } = Describe("LoopIris", [4, 10, 3], names: ["hidden", "output"]);

    public static LoopIris Create(ulong seed) => new(seed);
}

/// <summary>2-8-1, Tanh, one logit.</summary>
internal sealed class LoopXor(ulong seed = 0) : LoopNetwork(Description, seed), INetwork<LoopXor>
{
    public static NetworkDescription Description { get; } = Describe("LoopXor", [2, 8, 1], "Tanh", Loss.BinaryCrossEntropy);

    public static LoopXor Create(ulong seed) => new(seed);
}

/// <summary>1-16-1, Tanh: regression.</summary>
internal sealed class LoopSine(ulong seed = 0) : LoopNetwork(Description, seed), INetwork<LoopSine>
{
    public static NetworkDescription Description { get; } = Describe("LoopSine", [1, 16, 1], "Tanh", Loss.MeanSquaredError);

    public static LoopSine Create(ulong seed) => new(seed);
}
