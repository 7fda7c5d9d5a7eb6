using System;
using System.Collections.Generic;

namespace StaticNet.Tests.Shared;

/// <summary>
/// A network for tests of what is generic over networks: it computes what its description says, one layer after the other
/// in double. It cannot be trained.
/// </summary>
internal abstract class DescribedNetwork<TSelf>(NetworkDescription description)
{
    public ParameterBuffer Parameters { get; } = new(description.Layout);

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        double[] values = ReferenceLayers.Forward(description, Parameters, input);
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = (float)values[i];
        }
    }

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        for (int row = 0; row < inputs.Length / description.InputSize; row++)
        {
            Forward(
                inputs.Slice(row * description.InputSize, description.InputSize),
                outputs.Slice(row * description.OutputSize, description.OutputSize));
        }
    }

    public float ComputeLoss(in Batch batch) => throw new NotSupportedException();

    public float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate) => throw new NotSupportedException();

    public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient = default) =>
        throw new NotSupportedException();

    public string Summary() => description.ToString();

    /// <summary>Fills every parameter with seeded values in ±1; running variances stay positive.</summary>
    protected void Randomize(ulong seed)
    {
        var random = new Random((int)seed);
        foreach (ParameterInfo parameter in description.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            for (int i = 0; i < values.Length; i++)
            {
                float value = (random.NextSingle() * 2) - 1;
                values[i] = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) ? MathF.Abs(value) + 0.5f : value;
            }

            Parameters.CopyFrom(parameter.Name, values);
        }
    }
}

/// <summary>Puts parameters into storage the way generated networks do: tiles of 32 outputs, padded, running statistics last.</summary>
internal static class TestLayouts
{
    public static NetworkDescription Describe(string name, Loss loss, bool bias, params LayerDescription[] layers)
    {
        var parameters = new List<ParameterInfo>();
        int offset = 0;
        foreach (LayerDescription layer in layers)
        {
            if (layer.Kind == "Linear")
            {
                int lastWidth = Pad(((layer.OutputSize - 1) % 32) + 1);
                int width = ((layer.OutputSize - 1) / 32 * 32) + lastWidth;
                parameters.Add(new ParameterInfo($"{layer.Name}.weight", [layer.OutputSize, layer.InputSize], offset, lastWidth));
                offset += width * layer.InputSize;
                if (bias)
                {
                    parameters.Add(new ParameterInfo($"{layer.Name}.bias", [layer.OutputSize], offset));
                    offset += width;
                }
            }
            else if (layer.Kind is "LayerNorm" or "BatchNorm1d")
            {
                foreach (string suffix in (string[])["weight", "bias"])
                {
                    parameters.Add(new ParameterInfo($"{layer.Name}.{suffix}", [layer.OutputSize], offset));
                    offset += Pad(layer.OutputSize);
                }
            }
        }

        offset = (offset + 7) / 8 * 8;
        int trainable = offset;
        foreach (LayerDescription layer in layers)
        {
            if (layer.Kind == "BatchNorm1d")
            {
                int after = parameters.FindIndex(p => p.Name == $"{layer.Name}.bias") + 1;
                parameters.Insert(after, new ParameterInfo($"{layer.Name}.running_mean", [layer.OutputSize], offset, isTrainable: false));
                offset += Pad(layer.OutputSize);
                parameters.Insert(after + 1, new ParameterInfo($"{layer.Name}.running_var", [layer.OutputSize], offset, isTrainable: false));
                offset += Pad(layer.OutputSize);
            }
        }

        return new NetworkDescription(name, layers[0].InputSize, layers[^1].OutputSize, loss, new ParameterLayout(offset, trainable, [.. parameters]), layers);
    }

    private static int Pad(int count) => count <= 4 ? 4 : count <= 8 ? 8 : (count + 15) / 16 * 16;
}
