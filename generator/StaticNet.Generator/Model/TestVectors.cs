using System;
using System.Collections.Generic;

namespace StaticNet.Generator.Model;

/// <summary>Inputs and expected outputs stored beside a model. Compared by a hash of their text.</summary>
/// <param name="source">The file, as the project calls it.</param>
/// <param name="hash">Equal for equal content.</param>
/// <param name="rows">Rows of each case; the steps of its sequence where the network has memory.</param>
/// <param name="inputs">All rows of all cases.</param>
/// <param name="outputs">The expected outputs.</param>
internal sealed class TestVectors(string source, string hash, int[] rows, float[] inputs, float[] outputs) : IEquatable<TestVectors>
{
    /// <summary>The tolerance of networks in float, at build time and in SelfTest(): the rounding of float32 arithmetic, whoever computed the vectors.</summary>
    public const float SingleTolerance = 4e-6f;

    public string Source { get; } = source;

    public IReadOnlyList<int> Rows { get; } = rows;

    public float[] Inputs { get; } = inputs;

    public float[] Outputs { get; } = outputs;

    /// <summary>How far an output may be from the stored one, relative to the largest stored output of its case.</summary>
    public float Tolerance { get; init; } = SingleTolerance;

    /// <summary>The same vectors, held to another tolerance.</summary>
    public TestVectors Within(float tolerance) => new(Source, Hash, [.. Rows], Inputs, Outputs) { Tolerance = tolerance, IsStreaming = IsStreaming, IsManyToOne = IsManyToOne };

    /// <summary>Vectors that a model file itself holds.</summary>
    /// <param name="source">The file.</param>
    /// <param name="hash">Of its text.</param>
    /// <param name="inputSize">Values per row.</param>
    /// <param name="cases">Base64 of little-endian floats: inputs and outputs.</param>
    /// <param name="tolerance">How far an output may be from the stored one.</param>
    /// <param name="isStreaming">Whether a case is a sequence.</param>
    public static TestVectors OfBase64(string source, string hash, int inputSize, IReadOnlyList<(string Inputs, string Outputs)> cases, float tolerance, bool isStreaming)
    {
        var rows = new List<int>();
        var inputs = new List<float>();
        var outputs = new List<float>();
        foreach ((string input, string output) in cases)
        {
            int before = inputs.Count;
            inputs.AddRange(Floats(input));
            outputs.AddRange(Floats(output));
            rows.Add((inputs.Count - before) / inputSize);
        }

        return new(source, hash, [.. rows], [.. inputs], [.. outputs]) { Tolerance = tolerance, IsStreaming = isStreaming };
    }

    private static float[] Floats(string base64)
    {
        byte[] bytes = Convert.FromBase64String(base64);
        var values = new float[bytes.Length / 4];
        for (int i = 0; i < values.Length; i++)
        {
            byte[] one = [bytes[4 * i], bytes[(4 * i) + 1], bytes[(4 * i) + 2], bytes[(4 * i) + 3]];
            if (!BitConverter.IsLittleEndian)
            {
                Array.Reverse(one);
            }

            values[i] = BitConverter.ToSingle(one, 0);
        }

        return values;
    }

    /// <summary>Whether a case is a sequence, which begins at the zero state.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Whether a case has one output.</summary>
    public bool IsManyToOne { get; init; }

    private string Hash { get; } = hash;

    public bool Equals(TestVectors? other) => other is not null && other.Hash == Hash && other.Source == Source && other.Rows.Count == Rows.Count && other.Tolerance == Tolerance;

    public override bool Equals(object? obj) => Equals(obj as TestVectors);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Hash);
}
