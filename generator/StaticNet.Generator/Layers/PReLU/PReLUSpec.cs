using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>x where x ≥ 0, otherwise a·x with a trained slope: parameter <c>weight</c> [1], or [values] where there is one per feature.</summary>
internal sealed record PReLUSpec(string Name, float InitialSlope, bool IsPerFeature) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (1, IsPerFeature ? inputs : 1);

    public override long TensorCount(string suffix, int inputs) => suffix != ".weight" ? 0 : IsPerFeature ? inputs : 1;

    public override LayerSpec WithTensor(string suffix, long count, int inputs) =>
        suffix == ".weight" && count == inputs && count > 1 ? this with { IsPerFeature = true } : this;

    public override string Signature() => $"PReLU '{Name}'{(IsPerFeature ? " with a slope per feature" : "")}";

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("init", InitialSlope)];

    public override IReadOnlyList<LayerOption> Options =>
    [
        // nn.PReLU(8) has eight slopes of 0.25; here the first argument is what they start with.
        new(0, InitialSlope, InitialSlope < 2 || InitialSlope % 1 != 0, "The initial slope of PReLU",
            "it must not be a whole number above 1; one slope per feature, PyTorch's nn.PReLU(num_parameters), is PReLU(PerFeature = true)"),
    ];
}
