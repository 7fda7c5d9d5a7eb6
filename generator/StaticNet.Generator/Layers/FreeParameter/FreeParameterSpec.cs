using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>Trained numbers that no layer reads, for a loss of the user's own: PyTorch's <c>nn.Parameter</c>. Values pass it unchanged.</summary>
/// <param name="Name">The parameter's name in a state dict.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Initial">What they start from.</param>
internal sealed record FreeParameterSpec(string Name, int Count, float Initial) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override bool IsFreeParameter => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (1, System.Math.Max(0, Count));

    /// <summary>Its one tensor has the layer's name and no suffix.</summary>
    public override long TensorCount(string suffix, int inputs) => suffix.Length == 0 ? Count : 0;

    public override LayerSpec WithTensor(string suffix, long count, int inputs) => suffix.Length == 0 ? this with { Count = (int)count } : this;

    public override string Signature() => $"FreeParameter '{Name}' of {Count}";

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(1, Count, Count >= 1, "The number of values of FreeParameter", "it must be 1 or more"),
        new(2, Initial, true, "The initial value of FreeParameter", "it must be a finite number"),
    ];
}
