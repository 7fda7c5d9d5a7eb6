using System;

namespace StaticNet;

/// <summary>What a <c>Fit</c> trains on and what it holds back, by index, and the order of each epoch.</summary>
internal sealed class TrainingOrder
{
    // The split draws from a sequence of its own, so that it does not change what shuffling draws.
    private const ulong SplitStream = 1;

    private readonly bool _shuffle;
    private readonly int[] _training;
    private readonly int[] _order;

    /// <summary>Splits.</summary>
    /// <param name="options">Checked by <see cref="Check"/>.</param>
    /// <param name="indices">Of all there is to use; shuffled in place.</param>
    /// <param name="unit">How messages call one: <c>row</c>.</param>
    /// <exception cref="ArgumentException">Nothing would be held back, or nothing trained on.</exception>
    public TrainingOrder(FitOptions options, int[] indices, string unit)
    {
        _shuffle = options.Shuffle;
        int count = indices.Length, held = 0;
        if (options.ValidationSplit > 0)
        {
            held = (int)Math.Round(options.ValidationSplit * count);
            if (held < 1 || held >= count)
            {
                throw new ArgumentException(
                    $"ValidationSplit = {options.ValidationSplit} of {count} {unit}s holds back {held}; at least one {unit} must be held back and one must stay for training.", nameof(options));
            }

            if (options.Shuffle)
            {
                new Pcg32(options.Seed, SplitStream).Shuffle<int>(indices);
                Array.Sort(indices, 0, count - held);
                Array.Sort(indices, count - held, held);
            }
        }

        _training = indices[..(count - held)];
        _order = [.. _training];
        Validation = indices[(count - held)..];
        Count = options.DropLast ? _training.Length - (_training.Length % options.BatchSize) : _training.Length;
        if (Count == 0)
        {
            throw new ArgumentException($"DropLast leaves out all {_training.Length} training {unit}s, because BatchSize is {options.BatchSize}; use smaller batches.", nameof(options));
        }
    }

    /// <summary>How many each epoch trains on: all but those of <see cref="FitOptions.ValidationSplit"/> and <see cref="FitOptions.DropLast"/>.</summary>
    public int Count { get; }

    /// <summary>What <see cref="FitOptions.ValidationSplit"/> holds back.</summary>
    public int[] Validation { get; }

    /// <summary>What is trained on, before shuffling and <see cref="FitOptions.DropLast"/>.</summary>
    public int[] Training => _training;

    /// <summary>What some epoch can train on: shuffled, <see cref="FitOptions.DropLast"/> leaves out others in every epoch.</summary>
    public ReadOnlySpan<int> InUse => _shuffle ? _training : _training.AsSpan(0, Count);

    /// <summary>Refuses options that fit no data.</summary>
    public static void Check(FitOptions options, string unit)
    {
        if (options.Epochs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Epochs, "FitOptions.Epochs must be 1 or more.");
        }

        if (options.BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.BatchSize, "FitOptions.BatchSize must be 1 or more.");
        }

        if (!(options.ValidationSplit is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ValidationSplit, $"FitOptions.ValidationSplit is a share of the {unit}s, from 0 to below 1.");
        }

        if (options.ValidationSplit > 0 && options.ValidationData != null)
        {
            throw new ArgumentException("FitOptions has both ValidationSplit and ValidationData; choose one.", nameof(options));
        }
    }

    /// <summary>Refuses validation data with targets of another kind than the training's.</summary>
    public static void CheckKind(FitOptions options, bool hasLabels, string unit)
    {
        if (options.ValidationData is { } validation && validation.HasLabels != hasLabels)
        {
            throw new ArgumentException($"The training {unit}s have {Kind(hasLabels)}, but ValidationData has {Kind(validation.HasLabels)}.", nameof(options));
        }

        static string Kind(bool hasLabels) => hasLabels ? "labels (int)" : "targets (float)";
    }

    /// <summary>A new order for the coming epoch. It follows from the generator's position only, so that a resumed training sees the same.</summary>
    public void BeginEpoch(ref Pcg32 random)
    {
        if (_shuffle)
        {
            _training.CopyTo(_order, 0);
            random.Shuffle<int>(_order);
        }
    }

    /// <summary>The epoch's order from <paramref name="start"/> on.</summary>
    public ReadOnlySpan<int> Slice(int start, int size) => _order.AsSpan(start, size);
}
