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

    public override IReadOnlyList<string> NeededTensors => HasBias ? [".weight", ".bias"] : [".weight"];

    public override int InputsOf(IReadOnlyDictionary<string, int[]> tensors) =>
        tensors.TryGetValue(".weight", out int[]? shape) && shape.Length == 3 && Groups >= 1 && (long)shape[1] * Groups <= int.MaxValue ? shape[1] * Groups : 0;

    public override LayerSpec WithTensors(IReadOnlyDictionary<string, int[]> tensors, int inputs, out string? problem)
    {
        problem = null;
        if (!tensors.TryGetValue(".weight", out int[]? shape))
        {
            return this;
        }

        string shown = $"weight [{string.Join(", ", shape)}]";
        bool hasBias = tensors.TryGetValue(".bias", out int[]? bias);
        problem = shape.Length != 3 ? $"{shown} has {shape.Length} dimensions; a Conv1d has 3, [outputs, inputs / groups, kernel]"
            : shape[0] != Outputs ? $"{shown} gives {shape[0]} channels, not {Outputs}"
            : shape[2] != Kernel ? $"{shown} has a kernel of {shape[2]}, not {Kernel}"
            : Groups >= 1 && (long)shape[1] * Groups != inputs ? $"{shown} reads {shape[1]} channels per group, and {inputs} arrive for {Groups} {(Groups == 1 ? "group" : "groups")}"
                + (shape[1] > 0 && inputs % shape[1] == 0 ? $"; write groups: {inputs / shape[1]}" : "")
            : !HasBias && hasBias ? "the file has a bias; remove Bias = false"
            : hasBias && (bias!.Length != 1 || bias[0] != Outputs) ? $"bias is [{string.Join(", ", bias)}], expected [{Outputs}]"
            : null;
        return this with { HasBias = hasBias };
    }

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("kernel_size", Kernel), ("dilation", Dilation), ("groups", Groups), ("bias", HasBias ? 1f : 0f)];

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
