using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Orleans;
using StaticNet.Losses;

namespace StaticNet.Orleans;

/// <summary>Rows to learn from, as one immutable message: inputs with class labels or with numbers as targets.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.TrainingRows")]
public sealed class TrainingRows
{
    [NonSerialized]
    private UInt128? _hash;

    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">[count, InputSize], row-major; not copied.</param>
    /// <param name="labels">[count]; <see cref="Batch.IgnoreLabel"/> leaves a row out where the loss can; not copied.</param>
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

    /// <summary>Equal for equal rows: the first half of a SHA-256, computed once.</summary>
    internal UInt128 Hash
    {
        get
        {
            if (_hash is null)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(MemoryMarshal.AsBytes(Inputs.Span));
                hash.AppendData(MemoryMarshal.AsBytes(Targets.Span));
                hash.AppendData(MemoryMarshal.AsBytes(Labels.Span));
                hash.AppendData(MemoryMarshal.AsBytes(SampleWeights.Span));
                _hash = MemoryMarshal.Read<UInt128>(hash.GetHashAndReset());
            }

            return _hash.Value;
        }
    }

    /// <summary>Refuses rows that do not fit a network, or none.</summary>
    /// <exception cref="ArgumentException">The message says what was found and what was expected.</exception>
    internal void Check(NetworkDescription network, string name)
    {
        int count = Inputs.Length / network.InputSize;
        if (count == 0 || count * network.InputSize != Inputs.Length)
        {
            throw new ArgumentException($"{network.Name} reads {network.InputSize} values per row, but the rows '{name}' have {Inputs.Length} inputs, which is not a whole number of rows, 1 or more.");
        }

        int expected = HasLabels ? count : count * network.OutputSize, found = HasLabels ? Labels.Length : Targets.Length;
        if (found != expected)
        {
            throw new ArgumentException($"The rows '{name}' have {found} {(HasLabels ? "labels" : "targets")} for {count} rows of inputs, expected {expected}.");
        }

        if (!SampleWeights.IsEmpty && SampleWeights.Length != count)
        {
            throw new ArgumentException($"The rows '{name}' have {SampleWeights.Length} sample weights for {count} rows, expected {count} or none.");
        }

        if (HasLabels)
        {
            if (network.LabelLoss is null)
            {
                throw new ArgumentException($"The rows '{name}' have class labels, but the loss of {network.Name} takes numbers; give targets.");
            }

            LabelCheck.Validate(Labels.Span, network.OutputSize == 1 ? 2 : network.OutputSize, network.LabelLoss.Value);
            if (Labels.Span.IndexOfAnyExcept(Batch.IgnoreLabel) < 0)
            {
                throw new ArgumentException($"All {count} labels of the rows '{name}' are {Batch.IgnoreLabel}, so no row counts; at least one must name a class.");
            }
        }
        else if (GradientBlocks.LossWeight(network, new Batch(Inputs.Span, Targets.Span)) == 0)
        {
            throw new ArgumentException($"All {found} targets of the rows '{name}' are missing (NaN), so no row counts; at least one must be a number.");
        }
    }

    /// <summary>The number of rows for a network.</summary>
    internal int Count(NetworkDescription network) => HasLabels ? Labels.Length : Targets.Length / network.OutputSize;
}
