using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Tests.Shared;

/// <summary>
/// A multi-layer perceptron in plain double precision: forward, loss and every gradient, the input's included.
/// The oracle that emitted code is compared with; itself compared with PyTorch in ReferenceMlpTests.
/// </summary>
internal sealed class ReferenceMlp
{
    private readonly int[] _sizes;
    private readonly string[] _names;
    private readonly double[][] _weights;
    private readonly double[]?[] _biases;

    /// <summary>A perceptron from explicit parameters.</summary>
    /// <param name="sizes">Input, hidden layers, output.</param>
    /// <param name="parameters">By PyTorch's names (<c>fc1.weight</c>, [out, in] row-major), in order; a layer may lack its bias.</param>
    public ReferenceMlp(int[] sizes, IReadOnlyList<(string Name, float[] Values)> parameters)
    {
        _sizes = sizes;
        int layers = sizes.Length - 1;
        _names = [.. parameters.Where(p => p.Name.EndsWith(".weight", StringComparison.Ordinal)).Select(p => p.Name[..^".weight".Length])];
        if (_names.Length != layers)
        {
            throw new ArgumentException($"{layers} layers need {layers} weights, found {_names.Length}.");
        }

        _weights = [.. _names.Select(n => parameters.Single(p => p.Name == n + ".weight").Values.Select(v => (double)v).ToArray())];
        _biases = [.. _names.Select(n => parameters.FirstOrDefault(p => p.Name == n + ".bias").Values?.Select(v => (double)v).ToArray())];
        for (int layer = 0; layer < layers; layer++)
        {
            if (_weights[layer].Length != sizes[layer] * sizes[layer + 1] || (_biases[layer] is { } bias && bias.Length != sizes[layer + 1]))
            {
                throw new ArgumentException($"The parameters of '{_names[layer]}' do not have the shape [{sizes[layer + 1]}, {sizes[layer]}].");
            }
        }
    }

    /// <summary>A perceptron with the parameters of a network, whose parameters must be those of linear layers only.</summary>
    public static ReferenceMlp From(int[] sizes, ParameterBuffer parameters)
    {
        var list = new List<(string, float[])>();
        foreach (ParameterInfo parameter in parameters.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            parameters.CopyTo(parameter.Name, values);
            list.Add((parameter.Name, values));
        }

        return new ReferenceMlp(sizes, list);
    }

    /// <summary>Layer kind after each hidden layer.</summary>
    public string HiddenActivation { get; init; } = "ReLU";

    /// <summary>Layer kind after the last layer.</summary>
    public string OutputActivation { get; init; } = "Identity";

    /// <summary>Arguments of the hidden activation, by PyTorch's names.</summary>
    public IReadOnlyDictionary<string, double> HiddenArguments { get; init; } = new Dictionary<string, double>();

    /// <summary>Forward pass: the last layer's pre-activation and the output, [rows, OutputSize].</summary>
    public (double[] PreOutput, double[] Output) Forward(ReadOnlySpan<float> inputs)
    {
        (double[][] pre, double[] output) = Run(inputs);
        return (pre[^1], output);
    }

    /// <summary>Loss of class labels and all its gradients.</summary>
    public ReferenceResult Compute(ReferenceLoss loss, ReadOnlySpan<float> inputs, int[] labels) =>
        Compute(loss, inputs, (prediction, rows) => loss.Compute(prediction, rows, labels));

    /// <summary>Loss of numbers [rows, OutputSize] and all its gradients.</summary>
    public ReferenceResult Compute(ReferenceLoss loss, ReadOnlySpan<float> inputs, float[] targets) =>
        Compute(loss, inputs, (prediction, rows) => loss.Compute(prediction, rows, [.. targets.Select(t => (double)t)]));

    /// <summary>Vector-Jacobian product: gradients of Σ outputGradient·output.</summary>
    public ReferenceResult Backward(ReadOnlySpan<float> inputs, float[] outputGradient) =>
        Compute(null, inputs, (prediction, _) => (0, [], [.. outputGradient.Select(g => (double)g)]));

    private ReferenceResult Compute(
        ReferenceLoss? loss, ReadOnlySpan<float> inputs, Func<double[], int, (double Loss, double[] PerItem, double[] Gradient)> compute)
    {
        int rows = inputs.Length / _sizes[0];
        (double[][] pre, double[] output) = Run(inputs);
        bool withLogits = loss?.Name is "cross_entropy" or "kl_div" or "bce_with_logits";
        (double value, double[] perItem, double[] gradient) = compute(withLogits ? pre[^1] : output, rows);
        double[] delta = withLogits ? gradient : ThroughOutput(pre[^1], output, gradient);

        var gradients = new Dictionary<string, double[]>();
        for (int layer = _names.Length - 1; layer >= 0; layer--)
        {
            int ins = _sizes[layer], outs = _sizes[layer + 1];
            double[] source = layer == 0 ? [.. inputs.ToArray().Select(x => (double)x)] : [.. pre[layer - 1].Select(x => Activate(HiddenActivation, x))];
            var weightGradient = new double[outs * ins];
            var biasGradient = new double[outs];
            var sourceGradient = new double[rows * ins];
            for (int row = 0; row < rows; row++)
            {
                for (int o = 0; o < outs; o++)
                {
                    double d = delta[(row * outs) + o];
                    biasGradient[o] += d;
                    for (int k = 0; k < ins; k++)
                    {
                        weightGradient[(o * ins) + k] += d * source[(row * ins) + k];
                        sourceGradient[(row * ins) + k] += d * _weights[layer][(o * ins) + k];
                    }
                }
            }

            gradients[_names[layer] + ".weight"] = weightGradient;
            if (_biases[layer] != null)
            {
                gradients[_names[layer] + ".bias"] = biasGradient;
            }

            delta = layer == 0
                ? sourceGradient
                : [.. sourceGradient.Select((g, i) => g * ReferenceActivations.Derivative(HiddenActivation, pre[layer - 1][i], Argument))];
        }

        return new ReferenceResult(value, perItem, pre[^1], output, gradients, delta);
    }

    private (double[][] Pre, double[] Output) Run(ReadOnlySpan<float> inputs)
    {
        int rows = inputs.Length / _sizes[0];
        double[] values = [.. inputs.ToArray().Select(x => (double)x)];
        var pre = new double[_names.Length][];
        for (int layer = 0; layer < _names.Length; layer++)
        {
            int ins = _sizes[layer], outs = _sizes[layer + 1];
            pre[layer] = new double[rows * outs];
            for (int row = 0; row < rows; row++)
            {
                for (int o = 0; o < outs; o++)
                {
                    double sum = _biases[layer]?[o] ?? 0;
                    for (int k = 0; k < ins; k++)
                    {
                        sum += _weights[layer][(o * ins) + k] * values[(row * ins) + k];
                    }

                    pre[layer][(row * outs) + o] = sum;
                }
            }

            values = layer < _names.Length - 1 ? [.. pre[layer].Select(x => Activate(HiddenActivation, x))] : Output(pre[layer]);
        }

        return (pre, values);
    }

    private double[] Output(double[] pre)
    {
        int columns = _sizes[^1];
        return OutputActivation switch
        {
            "Softmax" => [.. pre.Chunk(columns).SelectMany(ReferenceLayers.Softmax)],
            "LogSoftmax" => [.. pre.Chunk(columns).SelectMany(ReferenceLayers.LogSoftmax)],
            _ => [.. pre.Select(x => ReferenceLayers.Activate(OutputActivation, x, (_, otherwise) => otherwise))],
        };
    }

    private double[] ThroughOutput(double[] pre, double[] output, double[] gradient)
    {
        int columns = _sizes[^1];
        var result = new double[gradient.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            int start = i / columns * columns;
            result[i] = OutputActivation switch
            {
                "Softmax" => output[i] * (gradient[i] - Enumerable.Range(start, columns).Sum(j => gradient[j] * output[j])),
                "LogSoftmax" => gradient[i] - (Math.Exp(output[i]) * Enumerable.Range(start, columns).Sum(j => gradient[j])),
                _ => gradient[i] * ReferenceActivations.Derivative(OutputActivation, pre[i], (_, otherwise) => otherwise),
            };
        }

        return result;
    }

    private double Argument(string name, double otherwise) => HiddenArguments.TryGetValue(name, out double value) ? value : otherwise;

    private double Activate(string kind, double x) => ReferenceLayers.Activate(kind, x, Argument);
}

/// <summary>What <see cref="ReferenceMlp"/> computes: loss, values and gradients, by parameter name.</summary>
internal sealed record ReferenceResult(
    double Loss, double[] LossPerItem, double[] PreOutput, double[] Output, IReadOnlyDictionary<string, double[]> Gradients, double[] InputGradient);
