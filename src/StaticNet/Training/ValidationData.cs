using System;

namespace StaticNet;

/// <summary>Rows that are only evaluated, never trained on. A pair <c>(inputs, labels)</c> or <c>(inputs, targets)</c> converts to it.</summary>
public sealed class ValidationData
{
    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <param name="labels">[count].</param>
    public ValidationData(ReadOnlyMemory<float> inputs, ReadOnlyMemory<int> labels)
    {
        Inputs = inputs;
        Labels = labels;
        HasLabels = true;
    }

    /// <summary>Rows with numbers as targets.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <param name="targets">[count, OutputSize], row-major.</param>
    public ValidationData(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets)
    {
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>[count, InputSize].</summary>
    public ReadOnlyMemory<float> Inputs { get; }

    /// <summary>[count]; empty with numbers.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>[count, OutputSize]; empty with labels.</summary>
    public ReadOnlyMemory<float> Targets { get; }

    /// <summary>True where <see cref="Labels"/> are the targets.</summary>
    public bool HasLabels { get; }

    /// <summary>Rows with class labels.</summary>
    public static implicit operator ValidationData((float[] Inputs, int[] Labels) rows) => new(rows.Inputs, (ReadOnlyMemory<int>)rows.Labels);

    /// <summary>Rows with numbers as targets.</summary>
    public static implicit operator ValidationData((float[] Inputs, float[] Targets) rows) => new(rows.Inputs, (ReadOnlyMemory<float>)rows.Targets);
}
