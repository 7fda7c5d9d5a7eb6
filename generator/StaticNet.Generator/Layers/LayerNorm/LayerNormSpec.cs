using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>(x − mean)/√(variance + ε) over the row, then ·weight + bias where <see cref="IsAffine"/>: two parameters of [values].</summary>
internal sealed record LayerNormSpec(string Name, float Epsilon, bool IsAffine) : LayerSpec(Name)
{
    public override bool HasParameters => IsAffine;

    public override (long Rows, long Length) StoredRows(int inputs) => IsAffine ? (2, inputs) : (0, 0);

    public override long TensorCount(string suffix, int inputs) => IsAffine && suffix is ".weight" or ".bias" ? inputs : 0;

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("eps", Epsilon), ("elementwise_affine", IsAffine ? 1f : 0f)];

    public override IReadOnlyList<LayerOption> Options => [new(0, Epsilon, Epsilon > 0, "The epsilon of LayerNorm", "it must be greater than 0")];

    public override ProblemKind? ProblemAfterOutput => ProblemKind.NormAfterOutput;
}
