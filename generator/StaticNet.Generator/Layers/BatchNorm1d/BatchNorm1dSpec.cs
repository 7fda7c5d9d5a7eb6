using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>
/// The same per value over the batch while training; over the running averages otherwise. Parameters <c>weight</c> and
/// <c>bias</c> where <see cref="IsAffine"/>, running <c>running_mean</c> and <c>running_var</c> always, [values] each.
/// </summary>
internal sealed record BatchNorm1dSpec(string Name, float Epsilon, float Momentum, bool IsAffine) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (IsAffine ? 4 : 2, inputs);

    public override long TensorCount(string suffix, int inputs) => (IsAffine && suffix is ".weight" or ".bias") || suffix is ".running_mean" or ".running_var" ? inputs : 0;

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("eps", Epsilon), ("momentum", Momentum), ("affine", IsAffine ? 1f : 0f)];

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, Epsilon, Epsilon > 0, "The epsilon of BatchNorm1d", "it must be greater than 0"),
        new(1, Momentum, Momentum >= 0 && Momentum <= 1, "The momentum of BatchNorm1d", "it must be from 0 to 1"),
    ];

    public override ProblemKind? ProblemAfterOutput => ProblemKind.NormAfterOutput;
}
