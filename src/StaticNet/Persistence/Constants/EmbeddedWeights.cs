using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace StaticNet.Persistence.Constants;

/// <summary>
/// The weights of a model file as a resource of the assembly: little-endian float32, every parameter row-major as PyTorch has it. They are
/// pages of the mapped assembly until they are copied from there.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmbeddedWeights
{
    /// <summary>A new parameter buffer with the weights of a resource. Called by generated code.</summary>
    /// <param name="assembly">The assembly that holds the resource.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="count">How many floats it holds.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="starts">For each parameter of the layout the index of its first float; −1 leaves it zero.</param>
    /// <param name="rotations">For each parameter how many leading columns of a row go to its end, −1 where the resource holds [inputs, outputs]; empty for none.</param>
    /// <exception cref="InvalidOperationException">The assembly has no such resource, or one of another length.</exception>
    public static ParameterBuffer Load(
        Assembly assembly, string name, int count, ParameterLayout layout, ReadOnlySpan<int> starts, ReadOnlySpan<int> rotations = default)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(layout);
        using Stream stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(
            $"The assembly '{assembly.GetName().Name}' lacks the resource '{name}' with the weights of a model file; rebuild the project with the build step of StaticNet (StaticNet.targets).");
        if (stream.Length != 4L * count)
        {
            throw new InvalidOperationException($"The resource '{name}' has {stream.Length} bytes, expected {4L * count}; rebuild the project.");
        }

        var parameters = new ParameterBuffer(layout);
        float[] row = [];
        for (int i = 0; i < layout.Parameters.Length; i++)
        {
            if (starts[i] < 0)
            {
                continue;
            }

            ParameterInfo parameter = layout.Parameters[i];
            int rotation = rotations.IsEmpty ? 0 : rotations[i];
            int columns = rotation < 0 ? parameter.Shape[0] : parameter.Shape[^1];
            row = row.Length >= columns ? row : new float[columns];
            stream.Position = 4L * starts[i];
            if (rotation < 0)
            {
                ReadTransposed(stream, row.AsSpan(0, columns), parameter, parameters.Values);
            }
            else
            {
                Read(stream, row.AsSpan(0, columns), parameter, rotation, parameters.Values);
            }
        }

        return parameters;
    }

    /// <summary>
    /// Replaces running averages that will not change by the factor and summand per column that inference computes of them: scale =
    /// weight/√(variance + ε) where the mean was, shift = bias − mean·scale where the variance was; each operation is rounded. Called by
    /// generated code.
    /// </summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="mean">Index in <c>parameters.Layout.Parameters</c>, as the following.</param>
    /// <param name="variance">The other running average.</param>
    /// <param name="weight">−1 where it is 1.</param>
    /// <param name="bias">−1 where it is 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void FoldRunningStatistics(ParameterBuffer parameters, int mean, int variance, int weight, int bias, float epsilon)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Span<float> means = Values(parameters, mean);
        Span<float> variances = Values(parameters, variance);
        for (int i = 0; i < means.Length; i++)
        {
            float scale = (weight < 0 ? 1f : Values(parameters, weight)[i]) / MathF.Sqrt(variances[i] + epsilon);
            float product = means[i] * scale;
            float shift = (bias < 0 ? 0f : Values(parameters, bias)[i]) - product;
            means[i] = scale;
            variances[i] = shift;
        }
    }

    private static Span<float> Values(ParameterBuffer parameters, int index)
    {
        ParameterInfo parameter = parameters.Layout.Parameters[index];
        return parameters.Values.Slice(parameter.Offset, parameter.Count);
    }

    private static void Read(Stream stream, Span<float> row, ParameterInfo parameter, int rotation, Span<float> storage)
    {
        for (int first = 0; first < parameter.Count; first += row.Length)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(row[^rotation..]));
            stream.ReadExactly(MemoryMarshal.AsBytes(row[..^rotation]));
            ToNative(row);

            // The values of a row of [outputs, inputs] lie a tile's width apart; a vector may lie in padded groups.
            int start = parameter.StorageIndex(first);
            int stride = row.Length > 1 ? parameter.StorageIndex(first + 1) - start : 1;
            for (int i = 0; i < row.Length; i++)
            {
                storage[parameter.Shape.Length == 1 ? parameter.StorageIndex(i) : start + (i * stride)] = row[i];
            }
        }
    }

    /// <summary>A matrix whose rows are the inputs: each holds a value for every output.</summary>
    private static void ReadTransposed(Stream stream, Span<float> row, ParameterInfo parameter, Span<float> storage)
    {
        int inputs = parameter.Shape[1];
        for (int input = 0; input < inputs; input++)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(row));
            ToNative(row);
            for (int output = 0; output < row.Length; output++)
            {
                storage[parameter.StorageIndex((output * inputs) + input)] = row[output];
            }
        }
    }

    private static void ToNative(Span<float> row)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<float, int>(row);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
