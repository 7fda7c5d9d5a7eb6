using System;
using System.Numerics;

namespace StaticNet.Benchmarks;

/// <summary>Element-wise passes over flat arrays with the machine's widest portable vectors, for rivals that bring none of their own.</summary>
internal static unsafe class VectorUpdate
{
    /// <summary>delta = 0 where the ReLU's output is 0.</summary>
    public static void MaskByPositive(Span<float> delta, ReadOnlySpan<float> value)
    {
        int i = 0;
        for (; i <= delta.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var positive = Vector.GreaterThan(new Vector<float>(value[i..]), Vector<float>.Zero);
            Vector.ConditionalSelect(positive, new Vector<float>(delta[i..]), Vector<float>.Zero).CopyTo(delta[i..]);
        }

        for (; i < delta.Length; i++)
        {
            delta[i] = value[i] > 0 ? delta[i] : 0;
        }
    }

    /// <summary>PyTorch's SGD without momentum, or Adam.</summary>
    public static void Apply(OptimizerKind optimizer, float learningRate, int step, int count, float* parameters, float* gradients, float* firstMoment, float* secondMoment)
    {
        float scale = learningRate / (1 - MathF.Pow(0.9f, step)), root = 1 / MathF.Sqrt(1 - MathF.Pow(0.999f, step));
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradients + i), p = Vector.Load(parameters + i);
            if (optimizer == OptimizerKind.SGD)
            {
                (p - (g * learningRate)).Store(parameters + i);
                continue;
            }

            Vector<float> m = (Vector.Load(firstMoment + i) * 0.9f) + (g * 0.1f), v = (Vector.Load(secondMoment + i) * 0.999f) + (g * g * 0.001f);
            m.Store(firstMoment + i);
            v.Store(secondMoment + i);
            (p - (m * scale / ((Vector.SquareRoot(v) * root) + new Vector<float>(1e-8f)))).Store(parameters + i);
        }

        ApplyScalar(optimizer, learningRate, step, count - i, parameters + i, gradients + i, firstMoment + i, secondMoment + i);
    }

    public static void ApplyScalar(OptimizerKind optimizer, float learningRate, int step, int count, float* parameters, float* gradients, float* firstMoment, float* secondMoment)
    {
        float scale = learningRate / (1 - MathF.Pow(0.9f, step)), root = 1 / MathF.Sqrt(1 - MathF.Pow(0.999f, step));
        for (int i = 0; i < count; i++)
        {
            float g = gradients[i];
            if (optimizer == OptimizerKind.SGD)
            {
                parameters[i] -= learningRate * g;
                continue;
            }

            float m = (firstMoment[i] * 0.9f) + (g * 0.1f), v = (secondMoment[i] * 0.999f) + (g * g * 0.001f);
            firstMoment[i] = m;
            secondMoment[i] = v;
            parameters[i] -= scale * m / ((MathF.Sqrt(v) * root) + 1e-8f);
        }
    }
}
