using System;
using System.Collections.Generic;

namespace StaticNet.Generator.Model;

/// <summary>Inputs and expected outputs stored beside a model. Compared by a hash of their text.</summary>
/// <param name="source">The file, as the project calls it.</param>
/// <param name="hash">Equal for equal content.</param>
/// <param name="rows">Rows of each case.</param>
/// <param name="inputs">All rows of all cases.</param>
/// <param name="outputs">The expected outputs.</param>
internal sealed class TestVectors(string source, string hash, int[] rows, float[] inputs, float[] outputs) : IEquatable<TestVectors>
{
    public string Source { get; } = source;

    public IReadOnlyList<int> Rows { get; } = rows;

    public float[] Inputs { get; } = inputs;

    public float[] Outputs { get; } = outputs;

    /// <summary>How far an output may be from the stored one, relative to the largest stored output of its case.</summary>
    public float Tolerance { get; init; } = 4e-6f;

    private string Hash { get; } = hash;

    public bool Equals(TestVectors? other) => other is not null && other.Hash == Hash && other.Source == Source && other.Rows.Count == Rows.Count && other.Tolerance == Tolerance;

    public override bool Equals(object? obj) => Equals(obj as TestVectors);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Hash);
}
