using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>
/// (x − mean)·scale + shift with constants that are stored and never trained: buffers <c>mean</c> where there is one, <c>scale</c>, <c>shift</c>,
/// [values] each.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Scale">What all factors start from.</param>
/// <param name="Shift">What all summands start from.</param>
/// <param name="Mean">What all means start from; null for a layer without them.</param>
internal sealed record ScaleShiftSpec(string Name, float Scale, float Shift, float? Mean) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (Mean is null ? 2 : 3, inputs);

    public override long TensorCount(string suffix, int inputs) =>
        suffix is ".scale" or ".shift" || (suffix == ".mean" && Mean is not null) ? inputs : 0;

    public override IReadOnlyList<string> NeededTensors => [".scale"];

    public override LayerSpec WithTensors(IReadOnlyDictionary<string, int[]> tensors, int inputs, out string? problem)
    {
        string? given = Scale != 1f && tensors.ContainsKey(".scale") ? "scale" : Shift != 0f && tensors.ContainsKey(".shift") ? "shift" : Mean is not null and not 0f && tensors.ContainsKey(".mean") ? "mean" : null;
        problem = given is null ? null : $"the file has its {given}; remove the constant here";
        return this with { Mean = tensors.ContainsKey(".mean") ? 0f : Mean };
    }

    public override string Signature() => $"ScaleShift '{Name}'{(Mean is null ? "" : " with a mean")}";

    public override IReadOnlyList<(string Name, float Value)> Arguments => Mean is null ? [] : [("mean", 1f)];

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, Scale, true, "The scale of ScaleShift", "it must be a number"),
        new(1, Shift, true, "The shift of ScaleShift", "it must be a number"),
        new(-1, Mean ?? 0f, true, "The mean of ScaleShift", "it must be a number") { Property = nameof(Mean) },
    ];
}
