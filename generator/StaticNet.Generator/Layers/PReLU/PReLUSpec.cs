using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x where x ≥ 0, otherwise a·x with one trained slope: parameter <c>weight</c> [1].</summary>
internal sealed record PReLUSpec(string Name, float InitialSlope) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (1, 1);

    public override long TensorCount(string suffix, int inputs) => suffix == ".weight" ? 1 : 0;

    public override string Signature() => $"PReLU '{Name}'";

    public override IReadOnlyList<LayerOption> Options => [new(0, InitialSlope, true, "The initial slope of PReLU", "it must be a number")];
}
