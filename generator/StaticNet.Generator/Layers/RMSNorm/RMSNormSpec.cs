using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x/√(mean(x²) + ε) over the row, then ·weight where <see cref="IsAffine"/>: one parameter of [values].</summary>
internal sealed record RMSNormSpec(string Name, float Epsilon, bool IsAffine) : LayerSpec(Name)
{
    /// <summary>PyTorch's: the distance from 1 to the next float.</summary>
    public const float DefaultEpsilon = 1.1920929E-07f;

    public override bool HasParameters => IsAffine;

    public override (long Rows, long Length) StoredRows(int inputs) => IsAffine ? (1, inputs) : (0, 0);

    public override long TensorCount(string suffix, int inputs) => IsAffine && suffix == ".weight" ? inputs : 0;

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("eps", Epsilon), ("elementwise_affine", IsAffine ? 1f : 0f)];

    public override IReadOnlyList<LayerOption> Options => [new(0, Epsilon, Epsilon > 0, "The epsilon of RMSNorm", "it must be greater than 0")];

    public override ProblemKind? ProblemAfterOutput => ProblemKind.NormAfterOutput;
}
