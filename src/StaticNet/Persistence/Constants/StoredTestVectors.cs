using System;
using System.ComponentModel;
using System.Globalization;

namespace StaticNet.Persistence.Constants;

/// <summary>Inputs and outputs that were stored beside a model file, compiled into the program with it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StoredTestVectors
{
    /// <summary>Computes every case and compares it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="source">The file of the vectors, for messages.</param>
    /// <param name="rows">Rows of each case.</param>
    /// <param name="inputs">Base64 of the inputs, [rows of all cases, InputSize].</param>
    /// <param name="outputs">Base64 of the expected outputs, [rows of all cases, OutputSize].</param>
    /// <param name="tolerance">How far an output may be from the stored one, relative to the largest stored output of its case.</param>
    /// <returns>The largest |output − expected| / max |expected of the case|; at most <paramref name="tolerance"/>.</returns>
    /// <exception cref="InvalidOperationException">An output is further away, or is no number where one is expected.</exception>
    public static double Check<TNetwork>(
        TNetwork network, string source, ReadOnlySpan<int> rows, ReadOnlySpan<byte> inputs, ReadOnlySpan<byte> outputs, float tolerance)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkDescription description = TNetwork.Description;
        int total = 0;
        foreach (int count in rows)
        {
            total += count;
        }

        var x = new float[total * description.InputSize];
        var expected = new float[total * description.OutputSize];
        var found = new float[expected.Length];
        ConstantWeights.Decode(inputs, x);
        ConstantWeights.Decode(outputs, expected);
        network.ForwardBatch(x, found);
        double worst = 0;
        int start = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int length = rows[i] * description.OutputSize;
            worst = Math.Max(worst, CheckCase(description, source, i, expected.AsSpan(start, length), found.AsSpan(start, length), tolerance));
            start += length;
        }

        return worst;
    }

    /// <summary>Computes every sequence of a network with memory and compares it.</summary>
    /// <param name="pass">The network's <c>ForwardSequences</c>.</param>
    /// <param name="source">The file of the vectors, for messages.</param>
    /// <param name="isManyToOne">Whether there is one output per sequence: [cases, OutputSize].</param>
    /// <param name="steps">Steps of each case.</param>
    /// <param name="inputs">Base64 of the inputs, [steps of all cases, InputSize].</param>
    /// <param name="outputs">Base64 of the expected outputs.</param>
    /// <param name="tolerance">How far an output may be from the stored one, relative to the largest stored output of its case.</param>
    /// <returns>The largest |output − expected| / max |expected of the case|; at most <paramref name="tolerance"/>.</returns>
    /// <exception cref="InvalidOperationException">An output is further away, or is no number where one is expected.</exception>
    public static double CheckSequences<TNetwork>(
        SequencePass pass, string source, bool isManyToOne, ReadOnlySpan<int> steps, ReadOnlySpan<byte> inputs, ReadOnlySpan<byte> outputs, float tolerance)
        where TNetwork : class, IDescribedNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(pass);
        NetworkDescription description = TNetwork.Description;
        int total = 0;
        foreach (int count in steps)
        {
            total += count;
        }

        var x = new float[total * description.InputSize];
        var expected = new float[(isManyToOne ? steps.Length : total) * description.OutputSize];
        var found = new float[expected.Length];
        ConstantWeights.Decode(inputs, x);
        ConstantWeights.Decode(outputs, expected);
        double worst = 0;
        int input = 0, output = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            int length = (isManyToOne ? 1 : steps[i]) * description.OutputSize;
            pass(steps[i], x.AsSpan(input, steps[i] * description.InputSize), found.AsSpan(output, length));
            worst = Math.Max(worst, CheckCase(description, source, i, expected.AsSpan(output, length), found.AsSpan(output, length), tolerance));
            input += steps[i] * description.InputSize;
            output += length;
        }

        return worst;
    }

    private static double CheckCase(NetworkDescription description, string source, int index, ReadOnlySpan<float> expected, ReadOnlySpan<float> found, double tolerance)
    {
        double largest = 0;
        foreach (float value in expected)
        {
            largest = float.IsFinite(value) ? Math.Max(largest, Math.Abs((double)value)) : largest;
        }

        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(found[i]))
            {
                continue;
            }

            double error = Math.Abs((double)found[i] - expected[i]);
            if (!(error <= (tolerance * largest) + 1e-30))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{description.Name}' does not compute what '{source}' says: output {i % description.OutputSize} of row {i / description.OutputSize} in case {index} is {found[i]}, expected {expected[i]} ± {tolerance * largest}."));
            }

            worst = Math.Max(worst, largest > 0 ? error / largest : 0);
        }

        return worst;
    }
}
