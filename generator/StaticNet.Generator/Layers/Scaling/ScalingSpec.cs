using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>
/// One feature scale per column, fitted to data and never trained. First in a network it scales the inputs; last it scales the outputs back
/// to the units of the targets.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="IsInverse">Whether it scales back.</param>
internal abstract record ScalingSpec(string Name, bool IsInverse) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override bool IsScaling => true;

    /// <summary>Suffixes of the two buffers and what they start from.</summary>
    public abstract IReadOnlyList<(string Suffix, float Initial)> Buffers { get; }

    public override IReadOnlyList<string> NeededTensors => [Buffers[0].Suffix, Buffers[1].Suffix];

    public override IReadOnlyList<(string Name, float Value)> Arguments => IsInverse ? [("inverse", 1f)] : [];

    public override string Signature() => $"{Kind} '{Name}'{(IsInverse ? " of the targets" : "")}";

    public override (long Rows, long Length) StoredRows(int inputs) => (2, inputs);

    public override long TensorCount(string suffix, int inputs) => suffix == Buffers[0].Suffix || suffix == Buffers[1].Suffix ? inputs : 0;
}

/// <summary>(x − mean)/std; back, x·std + mean. Buffers <c>mean</c> and <c>std</c>, [values] each.</summary>
internal sealed record StandardizeSpec(string Name, bool IsInverse) : ScalingSpec(Name, IsInverse)
{
    public override IReadOnlyList<(string Suffix, float Initial)> Buffers => [(".mean", 0f), (".std", 1f)];
}

/// <summary>[min, max] to [low, high]; back, [low, high] to [min, max]. Buffers <c>min</c> and <c>max</c>, [values] each.</summary>
internal sealed record MinMaxSpec(string Name, float Low, float High, bool IsInverse) : ScalingSpec(Name, IsInverse)
{
    public override IReadOnlyList<(string Suffix, float Initial)> Buffers => [(".min", 0f), (".max", 1f)];

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("low", Low), ("high", High), .. base.Arguments];

    public override string Signature() => string.Format(CultureInfo.InvariantCulture, "{0} to {1:R}..{2:R}", base.Signature(), Low, High);

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, Low, Low < High, "The low bound of MinMax", "it must be less than the high bound"),
        new(1, High, true, "The high bound of MinMax", "it must be a number"),
    ];
}
