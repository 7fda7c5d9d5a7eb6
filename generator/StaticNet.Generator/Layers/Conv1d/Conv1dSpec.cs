using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>A causal convolution over time.</summary>
internal sealed record Conv1dSpec(string Name, int Outputs, int Kernel, int Dilation, int Groups, bool HasBias) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override bool IsOverTime => true;

    public override long? StepsBefore => (Kernel - 1L) * Dilation;

    public override int OutputSize(IReadOnlyList<int> sizes) => Outputs;

    public override long StateSize(int inputs) => (Kernel - 1L) * Dilation * inputs;

    public override (long Rows, long Length) StoredRows(int inputs)
    {
        long rows = ((long)inputs / (Groups >= 1 ? Groups : 1) * Kernel) + 1;
        return (rows < int.MaxValue ? rows : int.MaxValue, Outputs);
    }

    public override long TensorCount(string suffix, int inputs) => suffix switch
    {
        ".weight" => Groups >= 1 ? (long)Outputs * (inputs / Groups) * Kernel : 0,
        ".bias" => HasBias ? Outputs : 0,
        _ => 0,
    };

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, Outputs, Outputs >= 1, "The number of outputs of Conv1d", "it must be 1 or more"),
        new(1, Kernel, Kernel >= 1, "The kernel of Conv1d", "it must be 1 or more"),
        new(2, Dilation, Dilation >= 1, "The dilation of Conv1d", "it must be 1 or more"),
        new(3, Groups, Groups >= 1 && Outputs % Groups == 0, "The number of groups of Conv1d", $"it must be 1 or more and divide the {Outputs} outputs"),
    ];

    public override string? ProblemWithInputs(IReadOnlyList<int> sizes) => sizes[sizes.Count - 1] % Groups == 0
        ? null
        : $"Conv1d has {Groups} groups, which do not divide the {sizes[sizes.Count - 1]} values it reads; use a number of groups that does";

    public override (int Argument, string Why)? WithoutEffect =>
        Kernel == 1 && Dilation > 1 ? (2, $"The dilation {Dilation} of Conv1d has no effect with a kernel of 1, which reads the current step only; remove it, or use a larger kernel") : null;
}
