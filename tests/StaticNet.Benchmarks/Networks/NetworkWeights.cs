using System;

namespace StaticNet.Benchmarks;

/// <summary>The weights all rivals of a network share, in PyTorch's layout: weights [out, in], biases [out].</summary>
internal sealed class NetworkWeights
{
    private NetworkWeights(NetworkShape shape, float[][] weights, float[][] biases, NormWeights[] norms)
    {
        Shape = shape;
        Weights = weights;
        Biases = biases;
        Norms = norms;
    }

    public NetworkShape Shape { get; }

    public float[][] Weights { get; }

    public float[][] Biases { get; }

    /// <summary>One per hidden layer, where the network has any.</summary>
    public NormWeights[] Norms { get; }

    /// <summary>PyTorch's default for nn.Linear: weight and bias uniform in ±1/√in.</summary>
    public static NetworkWeights Random(NetworkShape shape, int seed)
    {
        var random = new Random(seed);
        var weights = new float[shape.LayerCount][];
        var biases = new float[shape.LayerCount][];
        for (int layer = 0; layer < shape.LayerCount; layer++)
        {
            float bound = 1 / MathF.Sqrt(shape.Sizes[layer]);
            weights[layer] = Uniform(random, shape.Sizes[layer] * shape.Sizes[layer + 1], bound);
            biases[layer] = Uniform(random, shape.Sizes[layer + 1], bound);
        }

        var norms = new NormWeights[shape.Norm == HiddenNorm.None ? 0 : shape.LayerCount - 1];
        for (int layer = 0; layer < norms.Length; layer++)
        {
            norms[layer] = NormWeights.Random(random, shape.Sizes[layer + 1]);
        }

        return new NetworkWeights(shape, weights, biases, norms);
    }

    /// <summary>All values in order: weights and bias of the first layer, of the second, …</summary>
    public float[] Packed()
    {
        var packed = new float[Shape.ParameterCount];
        int at = 0;
        for (int layer = 0; layer < Shape.LayerCount; layer++)
        {
            Weights[layer].CopyTo(packed, at);
            at += Weights[layer].Length;
            Biases[layer].CopyTo(packed, at);
            at += Biases[layer].Length;
        }

        return packed;
    }

    private static float[] Uniform(Random random, int count, float bound)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * bound;
        }

        return values;
    }
}
