using System;
using System.Globalization;
using System.Linq;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>Training and validation sequences of one <c>Fit</c>, in the order in which they are to be seen, and the buffers blocks are gathered into.</summary>
internal sealed class SequenceData
{
    private const string Unit = "sequence";

    private readonly NetworkDescription _description;
    private readonly bool _isManyToOne;
    private readonly TrainingOrder _order;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int[] _labels;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly float[] _stepWeights;

    public SequenceData(NetworkDescription description, FitOptions options, in SequenceBatch all)
    {
        _description = description;
        _isManyToOne = IsManyToOne(description);
        Steps = all.Steps;
        TrainingOrder.Check(options, Unit);
        TrainingOrder.CheckKind(options, all.HasLabels, Unit);
        CheckOptions(options, _isManyToOne, Steps);
        int count = Check(description, in all, "training");
        _order = new TrainingOrder(options, [.. Enumerable.Range(0, count)], Unit);
        int[] inUse = Rows(_order.InUse, options.WarmupSteps), held = Rows(_order.Validation, 0);
        CheckSampleWeights(options, count);
        _weights = ClassFactors.Weigh(description, options, all.HasLabels, all.Labels, Rows(Training, options.WarmupSteps));
        CountingRows.CheckTraining(all.Labels, inUse, _weights.Span);
        if (all.HasLabels)
        {
            CountingRows.CheckTraining(all.Labels, inUse, ClassWeights(description, all.Labels));
            CountingRows.CheckValidation(all.Labels, held, options);
        }

        CountingRows.CheckTargets(description, all.Targets, inUse, "training rows in use");
        CountingRows.CheckTargets(description, all.Targets, held, "rows held back by ValidationSplit");

        BatchSize = Math.Min(options.BatchSize, Training.Length);
        Block = _isManyToOne || options.Truncation == 0 ? Steps - options.WarmupSteps : Math.Min(options.Truncation, Steps - options.WarmupSteps);
        CheckBatches(description, options);
        int longest = Math.Max(Block, options.WarmupSteps);
        int rows = BatchSize * (_isManyToOne ? 1 : Block);
        _inputs = new float[checked(BatchSize * longest * description.InputSize)];
        _targets = new float[all.HasLabels ? 0 : checked(rows * description.OutputSize)];
        _labels = new int[all.HasLabels ? rows : 0];
        _stepWeights = new float[_weights.IsEmpty ? 0 : rows];
    }

    public int Steps { get; }

    /// <summary>Sequences that each epoch trains on.</summary>
    public int Count => _order.Count;

    public int BatchSize { get; }

    /// <summary>Time steps of an update.</summary>
    public int Block { get; }

    /// <summary>Sequences that are held back.</summary>
    public int[] Validation => _order.Validation;

    public ReadOnlySpan<int> Training => _order.Training;

    public static bool IsManyToOne(NetworkDescription description) =>
        Array.Exists(description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime");

    /// <summary>Whether sequences fit the network; returns their number.</summary>
    public static int Check(NetworkDescription description, in SequenceBatch all, string what)
    {
        if (all.HasLabels)
        {
            BatchChecks.LabelsAllowed(description);
        }

        int count = CheckInputs(description, all.Inputs.Length, all.Steps, what);
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
        else
        {
            CountingRows.CheckTargets(description, all.Targets, what);
        }

        return count;
    }

    /// <summary>The declared weight of each label; empty where none is declared.</summary>
    private static float[] ClassWeights(NetworkDescription description, ReadOnlySpan<int> labels) =>
        description.LossOptions.ClassWeights is { } weights && description.LabelLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood
            ? Array.ConvertAll(labels.ToArray(), label => label == Batch.IgnoreLabel ? 0 : weights[label])
            : [];

    /// <summary>Where the labels of sequences stand: one for each, or one for each step from a first one on.</summary>
    private int[] Rows(ReadOnlySpan<int> sequences, int firstStep) => _isManyToOne
        ? sequences.ToArray()
        : [.. sequences.ToArray().SelectMany(sequence => Enumerable.Range((sequence * Steps) + firstStep, Steps - firstStep))];

    private string RowUnit => _isManyToOne ? Unit : "step";

    /// <summary>Whether inputs are whole sequences, at least one; returns their number.</summary>
    public static int CheckInputs(NetworkDescription description, int inputs, int steps, string what)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        long each = (long)steps * description.InputSize;
        int count = (int)(inputs / each);
        return count > 0 && inputs == count * each ? count : throw new ArgumentException(inputs == 0
            ? $"There are no {what} sequences; at least one is needed."
            : $"{description.Name} reads sequences of {steps} steps of {description.InputSize} values, but the inputs have {inputs} values, which is no whole number of sequences ({each} values each).", nameof(inputs));
    }

    /// <summary>A new order for the coming epoch.</summary>
    public void BeginEpoch(ref Pcg32 random) => _order.BeginEpoch(ref random);

    /// <summary>Which sequences of the data sequences [start, start + size) of the epoch's order are.</summary>
    public ReadOnlySpan<int> Sequences(int start, int size) => _order.Slice(start, size);

    /// <summary>Inputs [size, steps, InputSize] of some steps of the epoch's sequences [start, start + size).</summary>
    public ReadOnlySpan<float> Inputs(in SequenceBatch all, int start, int size, int firstStep, int steps)
    {
        int ins = _description.InputSize;
        ReadOnlySpan<int> sequences = Sequences(start, size);
        for (int i = 0; i < size; i++)
        {
            all.Inputs.Slice(((sequences[i] * Steps) + firstStep) * ins, steps * ins).CopyTo(_inputs.AsSpan(i * steps * ins));
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
        ReadOnlySpan<float> weights = _weights.Span;
        ReadOnlySpan<int> sequences = Sequences(start, size);
        for (int i = 0; i < size; i++)
        {
            int from = (sequences[i] * perSequence) + first;
            if (all.HasLabels)
            {
                all.Labels.Slice(from, rows).CopyTo(_labels.AsSpan(i * rows));
            }
            else
            {
                all.Targets.Slice(from * outs, rows * outs).CopyTo(_targets.AsSpan(i * rows * outs));
            }

            if (!weights.IsEmpty)
            {
                weights.Slice(from, rows).CopyTo(_stepWeights.AsSpan(i * rows));
            }
        }

        ReadOnlySpan<float> stepWeights = _stepWeights.AsSpan(0, weights.IsEmpty ? 0 : size * rows);
        return all.HasLabels
            ? new SequenceBatch(inputs, _labels.AsSpan(0, size * rows), steps) { StepWeights = stepWeights, Carry = carry }
            : new SequenceBatch(inputs, _targets.AsSpan(0, size * rows * outs), steps) { StepWeights = stepWeights, Carry = carry };
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

    /// <summary>Refuses an update of a single row, which batch normalization cannot take, before there is any.</summary>
    private void CheckBatches(NetworkDescription description, FitOptions options)
    {
        int last = options.DropLast ? 0 : Training.Length % BatchSize;
        int lastSteps = _isManyToOne ? 0 : (Steps - options.WarmupSteps) % Block;
        int rows = (last == 0 ? BatchSize : last) * (lastSteps > 0 ? lastSteps : _isManyToOne ? 1 : Block);
        if (rows == 1 && description.WholeBatchLayer is { } norm)
        {
            string cure = BatchSize == 1 ? "use a BatchSize of 2 or more, and at least as many sequences." : "set DropLast = true, or choose another BatchSize.";
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Training.Length} training sequences in batches of {options.BatchSize} leave an update of one row, but batch normalization (layer '{norm.Name}' of {description.Name}) needs the variance over at least 2: {cure}"),
                nameof(options));
        }
    }

    private void CheckSampleWeights(FitOptions options, int count)
    {
        int rows = count * (_isManyToOne ? 1 : Steps);
        if (!options.SampleWeights.IsEmpty && options.SampleWeights.Length != rows)
        {
            throw new ArgumentException(
                $"There are {count} training sequences{(_isManyToOne ? "" : $" of {Steps} steps")}, but {options.SampleWeights.Length} SampleWeights; give {rows}, one per {RowUnit}, or none.", nameof(options));
        }
    }

    private static void CheckOptions(FitOptions options, bool isManyToOne, int steps)
    {
        Require(options.Truncation >= 0, options.Truncation, "FitOptions.Truncation must be 0 (whole sequences) or more.");
        Require(options.WarmupSteps >= 0 && options.WarmupSteps < steps, options.WarmupSteps, $"FitOptions.WarmupSteps must be from 0 to below the number of steps, {steps}.");
        if (isManyToOne && (options.WarmupSteps > 0 || (options.Truncation > 0 && options.Truncation < steps)))
        {
            throw new ArgumentException("This network has one output per sequence, which depends on all of its steps: FitOptions.Truncation and WarmupSteps are for networks with an output per step.", nameof(options));
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
