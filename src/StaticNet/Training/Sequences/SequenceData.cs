using System;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>Training and validation sequences of one <c>Fit</c>, in the order in which they are to be seen, and the buffers blocks are gathered into.</summary>
internal sealed class SequenceData
{
    // The split draws from a sequence of its own, so that it does not change what shuffling draws.
    private const ulong SplitStream = 1;

    private readonly NetworkDescription _description;
    private readonly bool _isManyToOne;
    private readonly bool _shuffle;
    private readonly int[] _sequences;
    private readonly int[] _order;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int[] _labels;

    public SequenceData(NetworkDescription description, FitOptions options, in SequenceBatch all)
    {
        _description = description;
        _isManyToOne = IsManyToOne(description);
        _shuffle = options.Shuffle;
        Steps = all.Steps;
        CheckOptions(options, _isManyToOne, Steps);
        int count = Check(description, in all, "training");
        int[] sequences = new int[count];
        for (int i = 0; i < count; i++)
        {
            sequences[i] = i;
        }

        int held = 0;
        if (options.ValidationSplit > 0)
        {
            held = (int)Math.Round(options.ValidationSplit * count);
            if (held < 1 || held >= count)
            {
                throw new ArgumentException(
                    $"ValidationSplit = {options.ValidationSplit} of {count} sequences holds back {held}; at least one must be held back and one must stay for training.", nameof(options));
            }

            if (options.Shuffle)
            {
                new Pcg32(options.Seed, SplitStream).Shuffle<int>(sequences);
                Array.Sort(sequences, 0, count - held);
                Array.Sort(sequences, count - held, held);
            }
        }

        _sequences = sequences[..(count - held)];
        Validation = sequences[(count - held)..];
        Count = options.DropLast ? _sequences.Length - (_sequences.Length % options.BatchSize) : _sequences.Length;
        if (Count == 0)
        {
            throw new ArgumentException($"DropLast leaves out all {_sequences.Length} training sequences, because BatchSize is {options.BatchSize}; use smaller batches.", nameof(options));
        }

        _order = [.. _sequences];
        BatchSize = Math.Min(options.BatchSize, _sequences.Length);
        Block = _isManyToOne || options.Truncation == 0 ? Steps - options.WarmupSteps : Math.Min(options.Truncation, Steps - options.WarmupSteps);
        int longest = Math.Max(Block, options.WarmupSteps);
        int rows = BatchSize * (_isManyToOne ? 1 : Block);
        _inputs = new float[checked(BatchSize * longest * description.InputSize)];
        _targets = new float[all.HasLabels ? 0 : checked(rows * description.OutputSize)];
        _labels = new int[all.HasLabels ? rows : 0];
    }

    public int Steps { get; }

    /// <summary>Sequences that each epoch trains on.</summary>
    public int Count { get; }

    public int BatchSize { get; }

    /// <summary>Time steps of an update.</summary>
    public int Block { get; }

    /// <summary>Sequences that are held back.</summary>
    public int[] Validation { get; }

    public ReadOnlySpan<int> Training => _sequences;

    public static bool IsManyToOne(NetworkDescription description) =>
        Array.Exists(description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime");

    /// <summary>Whether sequences fit the network; returns their number.</summary>
    public static int Check(NetworkDescription description, in SequenceBatch all, string what)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(all.Steps, 1, nameof(all));
        if (all.HasLabels)
        {
            BatchChecks.LabelsAllowed(description);
        }

        long each = (long)all.Steps * description.InputSize;
        int count = (int)(all.Inputs.Length / each);
        if (count == 0 || all.Inputs.Length != count * each)
        {
            throw new ArgumentException(count == 0 && all.Inputs.Length == 0
                ? $"There are no {what} sequences; at least one is needed."
                : $"{description.Name} reads sequences of {all.Steps} steps of {description.InputSize} values, but the inputs have {all.Inputs.Length} values, which is no whole number of sequences ({each} values each).", nameof(all));
        }

        long rows = (long)count * (IsManyToOne(description) ? 1 : all.Steps);
        long expected = all.HasLabels ? rows : rows * description.OutputSize;
        int found = all.HasLabels ? all.Labels.Length : all.Targets.Length;
        if (found != expected)
        {
            throw new ArgumentException(
                $"There are {count} {what} sequences of {all.Steps} steps, so {(all.HasLabels ? "labels" : "targets")} must have {expected} values ({(IsManyToOne(description) ? "one row per sequence" : "one row per step")}), but it has {found}.", nameof(all));
        }

        if (all.HasLabels)
        {
            FitData.CheckLabels(description, all.Labels, what);
        }

        return count;
    }

    /// <summary>A new order for the coming epoch. It follows from the generator's position only, so that a resumed training sees the same.</summary>
    public void BeginEpoch(ref Pcg32 random)
    {
        if (_shuffle)
        {
            _sequences.CopyTo(_order, 0);
            random.Shuffle<int>(_order);
        }
    }

    /// <summary>Inputs [size, steps, InputSize] of some steps of the epoch's sequences [start, start + size).</summary>
    public ReadOnlySpan<float> Inputs(in SequenceBatch all, int start, int size, int firstStep, int steps)
    {
        int ins = _description.InputSize;
        for (int i = 0; i < size; i++)
        {
            all.Inputs.Slice(((_order[start + i] * Steps) + firstStep) * ins, steps * ins).CopyTo(_inputs.AsSpan(i * steps * ins));
        }

        return _inputs.AsSpan(0, size * steps * ins);
    }

    /// <summary>Some steps of the epoch's sequences [start, start + size).</summary>
    public SequenceBatch Gather(in SequenceBatch all, int start, int size, int firstStep, int steps, bool carry)
    {
        ReadOnlySpan<float> inputs = Inputs(in all, start, size, firstStep, steps);
        int rows = _isManyToOne ? 1 : steps;
        int perSequence = _isManyToOne ? 1 : Steps;
        int first = _isManyToOne ? 0 : firstStep;
        int outs = _description.OutputSize;
        for (int i = 0; i < size; i++)
        {
            int from = (_order[start + i] * perSequence) + first;
            if (all.HasLabels)
            {
                all.Labels.Slice(from, rows).CopyTo(_labels.AsSpan(i * rows));
            }
            else
            {
                all.Targets.Slice(from * outs, rows * outs).CopyTo(_targets.AsSpan(i * rows * outs));
            }
        }

        return all.HasLabels
            ? new SequenceBatch(inputs, _labels.AsSpan(0, size * rows), steps) { Carry = carry }
            : new SequenceBatch(inputs, _targets.AsSpan(0, size * rows * outs), steps) { Carry = carry };
    }

    /// <summary>Copies of some sequences.</summary>
    public ValidationData Take(in SequenceBatch all, ReadOnlySpan<int> sequences)
    {
        int ins = Steps * _description.InputSize, rows = _isManyToOne ? 1 : Steps, outs = rows * _description.OutputSize;
        var inputs = new float[sequences.Length * ins];
        var labels = new int[all.HasLabels ? sequences.Length * rows : 0];
        var targets = new float[all.HasLabels ? 0 : sequences.Length * outs];
        for (int i = 0; i < sequences.Length; i++)
        {
            all.Inputs.Slice(sequences[i] * ins, ins).CopyTo(inputs.AsSpan(i * ins));
            if (all.HasLabels)
            {
                all.Labels.Slice(sequences[i] * rows, rows).CopyTo(labels.AsSpan(i * rows));
            }
            else
            {
                all.Targets.Slice(sequences[i] * outs, outs).CopyTo(targets.AsSpan(i * outs));
            }
        }

        return all.HasLabels ? new ValidationData(inputs, labels.AsMemory()) : new ValidationData(inputs, (ReadOnlyMemory<float>)targets);
    }

    private static void CheckOptions(FitOptions options, bool isManyToOne, int steps)
    {
        Require(options.Epochs >= 1, options.Epochs, "FitOptions.Epochs must be 1 or more.");
        Require(options.BatchSize >= 1, options.BatchSize, "FitOptions.BatchSize must be 1 or more.");
        Require(options.ValidationSplit is >= 0 and < 1, options.ValidationSplit, "FitOptions.ValidationSplit is a share of the sequences, from 0 to below 1.");
        Require(options.Truncation >= 0, options.Truncation, "FitOptions.Truncation must be 0 (whole sequences) or more.");
        Require(options.WarmupSteps >= 0 && options.WarmupSteps < steps, options.WarmupSteps, $"FitOptions.WarmupSteps must be from 0 to below the number of steps, {steps}.");
        if (options.ValidationSplit > 0 && options.ValidationData != null)
        {
            throw new ArgumentException("FitOptions has both ValidationSplit and ValidationData; choose one.", nameof(options));
        }

        if (isManyToOne && (options.WarmupSteps > 0 || (options.Truncation > 0 && options.Truncation < steps)))
        {
            throw new ArgumentException("This network has one output per sequence, which depends on all of its steps: FitOptions.Truncation and WarmupSteps are for networks with an output per step.", nameof(options));
        }

        if (!options.SampleWeights.IsEmpty)
        {
            throw new ArgumentException("FitOptions.SampleWeights are for rows; sequences take SequenceBatch.StepWeights, with a trainer of your own.", nameof(options));
        }

        if (!options.ClassWeights.IsEmpty || options.BalanceClasses)
        {
            throw new ArgumentException("FitOptions.ClassWeights and BalanceClasses are for rows; declare [Training(ClassWeights = …)] for sequences.", nameof(options));
        }

        void Require(bool holds, object value, string message)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, message);
            }
        }
    }
}
