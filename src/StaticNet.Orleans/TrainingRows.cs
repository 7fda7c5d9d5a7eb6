using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>Rows to learn from, as one immutable message: inputs with class labels or with numbers as targets.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.TrainingRows")]
public sealed class TrainingRows
{
    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">[count, InputSize], row-major; not copied.</param>
    /// <param name="labels">[count]; not copied.</param>
    /// <param name="sampleWeights">[count], or null: multiplies each row's loss; not copied.</param>
    public TrainingRows(float[] inputs, int[] labels, float[]? sampleWeights = null)
    {
        Inputs = inputs;
        Labels = labels;
        HasLabels = true;
        SampleWeights = sampleWeights ?? [];
    }

    /// <summary>Rows with numbers as targets.</summary>
    /// <param name="inputs">[count, InputSize], row-major; not copied.</param>
    /// <param name="targets">[count, OutputSize], row-major; not copied.</param>
    /// <param name="sampleWeights">[count], or null: multiplies each row's loss; not copied.</param>
    public TrainingRows(float[] inputs, float[] targets, float[]? sampleWeights = null)
    {
        Inputs = inputs;
        Targets = targets;
        SampleWeights = sampleWeights ?? [];
    }

    // For the serializer, which sets the members.
    private TrainingRows()
    {
    }

    /// <summary>[count, InputSize], row-major.</summary>
    [Id(0)]
    public RawArray<float> Inputs { get; private init; }

    /// <summary>[count, OutputSize], row-major; empty with labels.</summary>
    [Id(1)]
    public RawArray<float> Targets { get; private init; }

    /// <summary>[count]; empty with numbers.</summary>
    [Id(2)]
    public RawArray<int> Labels { get; private init; }

    /// <summary>True where <see cref="Labels"/> are the targets.</summary>
    [Id(3)]
    public bool HasLabels { get; private init; }

    /// <summary>[count], or empty: multiplies each row's loss.</summary>
    [Id(4)]
    public RawArray<float> SampleWeights { get; private init; }

    /// <summary>The number of rows for a network.</summary>
    internal int Count(NetworkDescription network) => HasLabels ? Labels.Length : Targets.Length / network.OutputSize;
}
