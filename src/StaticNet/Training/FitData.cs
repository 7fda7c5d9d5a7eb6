using System;
using System.Globalization;
using System.Linq;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>Training and validation rows of one <c>Fit</c>, in the order in which they are to be seen, and the buffers batches are gathered into.</summary>
internal sealed class FitData
{
    private const string Unit = "row";

    private readonly NetworkDescription _description;
    private readonly bool _hasLabels;
    private readonly bool _liesTogether;
    private readonly TrainingOrder _order;
    private readonly RowBuffer _buffer;

    private FitData(NetworkDescription description, FitOptions options, int[] rows, bool areChosen, bool hasLabels)
    {
        _description = description;
        _hasLabels = hasLabels;
        _liesTogether = !options.Shuffle && !areChosen;
        _order = new TrainingOrder(options, rows, Unit);
        CheckBatches(description, options, TrainingRows.Length);
        HoldsAll = !areChosen && ValidationRows.Length == 0;
        _buffer = new RowBuffer(description, _liesTogether ? 0 : Math.Min(options.BatchSize, TrainingRows.Length));
    }

    /// <summary>Rows that each epoch trains on: all but those of <see cref="FitOptions.ValidationSplit"/> and <see cref="FitOptions.DropLast"/>.</summary>
    public int Count => _order.Count;

    /// <summary>Rows that <see cref="FitOptions.ValidationSplit"/> holds back.</summary>
    public int[] ValidationRows => _order.Validation;

    /// <summary>Whether every row of the data is trained on.</summary>
    public bool HoldsAll { get; }

    /// <summary>The rows trained on, before shuffling and <see cref="FitOptions.DropLast"/>.</summary>
    public ReadOnlySpan<int> TrainingRows => _order.Training;

    /// <summary>Checks everything there is to check before the first update.</summary>
    /// <param name="description">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="rows">All data.</param>
    /// <param name="chosen">Indices of the rows to train on and to validate with; null for all.</param>
    public static FitData Create(NetworkDescription description, FitOptions options, in Batch rows, int[]? chosen = null)
    {
        TrainingOrder.Check(options, Unit);
        CheckRows(description, rows, options.SampleWeights.Length, "training");
        CheckSampleWeights(options.SampleWeights.Span);
        if (options.ValidationData is { } validation)
        {
            TrainingOrder.CheckKind(options, rows.HasLabels, Unit);
            CheckRows(description, AsBatch(validation), 0, "validation");
        }

        int count = rows.Inputs.Length / description.InputSize;
        return new FitData(description, options, chosen is null ? [.. Enumerable.Range(0, count)] : Chosen(chosen, count), chosen != null, rows.HasLabels);
    }

    /// <summary>Refuses training rows, and rows held back, none of which counts.</summary>
    /// <param name="rows">All data.</param>
    /// <param name="weights">One per row of the data, class weights included; empty for 1.</param>
    /// <param name="options">How the network is trained.</param>
    public void CheckCounting(in Batch rows, ReadOnlySpan<float> weights, FitOptions options)
    {
        CountingRows.CheckTraining(rows.Labels, _order.InUse, weights);
        CountingRows.CheckTargets(_description, rows.Targets, _order.InUse, "training rows in use");
        CountingRows.CheckValidation(rows.Labels, ValidationRows, options);
        CountingRows.CheckTargets(_description, rows.Targets, ValidationRows, "rows held back by ValidationSplit");
    }

    /// <summary>Refuses labels out of range, and rows that are all left out.</summary>
    public static void CheckLabels(NetworkDescription description, ReadOnlySpan<int> labels, string what)
    {
        LabelCheck.Validate(labels, description.OutputSize == 1 ? 2 : description.OutputSize, description.LabelLoss ?? Loss.Auto);
        if (!labels.IsEmpty && labels.IndexOfAnyExcept(Batch.IgnoreLabel) < 0)
        {
            throw new ArgumentException($"All {labels.Length} {what} labels are {Batch.IgnoreLabel}, so no row counts; at least one must name a class.", nameof(labels));
        }
    }

    private static int[] Chosen(int[] rows, int count)
    {
        RowBuffer.Check(rows, count);
        return rows.Length > 0
            ? (int[])rows.Clone()
            : throw new ArgumentException("rows is empty, so there is no row to use; leave it out to use all of them.", nameof(rows));
    }

    /// <summary>Copies of chosen rows, at least one.</summary>
    public static ValidationData Chosen(NetworkDescription description, in Batch data, int[] rows) =>
        Copy(description, data, Chosen(rows, data.Inputs.Length / description.InputSize));

    public static Batch AsBatch(ValidationData data) => data.HasLabels
        ? new Batch(data.Inputs.Span, data.Labels.Span)
        : new Batch(data.Inputs.Span, data.Targets.Span);

    /// <summary>Whether rows fit the network; labels are looked at one by one.</summary>
    public static void CheckRows(NetworkDescription description, in Batch rows, int weights, string what)
    {
        if (rows.HasLabels)
        {
            BatchChecks.LabelsAllowed(description);
            BatchChecks.Labels(description, rows.Inputs.Length, rows.Labels.Length, weights);
            CheckLabels(description, rows.Labels, what);
        }
        else
        {
            BatchChecks.Targets(description, rows.Inputs.Length, rows.Targets.Length, weights);
            CountingRows.CheckTargets(description, rows.Targets, what);
        }

        if (rows.Inputs.IsEmpty)
        {
            throw new ArgumentException($"There are no {what} rows; at least one is needed.", nameof(rows));
        }
    }

    /// <summary>A new order for the coming epoch.</summary>
    public void BeginEpoch(ref Pcg32 random) => _order.BeginEpoch(ref random);

    /// <summary>Which rows of the data rows [start, start + size) of the epoch's order are.</summary>
    public ReadOnlySpan<int> Rows(int start, int size) => _order.Slice(start, size);

    /// <summary>Rows [start, start + size) of the epoch's order: a slice where they lie together, otherwise a copy, whose inputs are still to be gathered.</summary>
    public Batch Gather(in Batch rows, ReadOnlySpan<float> weights, int start, int size, ulong dropoutSeed, out RowGather gather)
    {
        gather = default;
        if (_liesTogether)
        {
            int ins = _description.InputSize, outs = _description.OutputSize;
            ReadOnlySpan<float> inputs = rows.Inputs.Slice(start * ins, size * ins);
            ReadOnlySpan<float> slice = weights.IsEmpty ? [] : weights.Slice(start, size);
            return _hasLabels
                ? new Batch(inputs, rows.Labels.Slice(start, size)) { SampleWeights = slice, IsTraining = true, DropoutSeed = dropoutSeed }
                : new Batch(inputs, rows.Targets.Slice(start * outs, size * outs)) { SampleWeights = slice, IsTraining = true, DropoutSeed = dropoutSeed };
        }

        ReadOnlySpan<int> order = Rows(start, size);
        return _buffer.Take(rows, order, out gather) with { SampleWeights = _buffer.TakeWeights(weights, order), IsTraining = true, DropoutSeed = dropoutSeed };
    }

    /// <summary>Copies of the rows held back for validation, or null.</summary>
    public ValidationData? TakeValidation(in Batch rows) => ValidationRows.Length == 0 ? null : Take(rows, ValidationRows);

    /// <summary>The training rows for measuring accuracy: copies where some rows are held back.</summary>
    public ValidationData TakeTraining(in Batch rows) => Take(rows, _order.Training);

    private ValidationData Take(in Batch rows, int[] indices) => Copy(_description, rows, indices);

    /// <summary>Copies of some rows.</summary>
    public static ValidationData Copy(NetworkDescription description, in Batch rows, int[] indices)
    {
        Batch batch = new RowBuffer(description, indices.Length).Take(rows, indices);
        return batch.HasLabels
            ? new ValidationData(batch.Inputs.ToArray(), (ReadOnlyMemory<int>)batch.Labels.ToArray())
            : new ValidationData(batch.Inputs.ToArray(), (ReadOnlyMemory<float>)batch.Targets.ToArray());
    }

    /// <summary>Zero for a row leaves it out; zero for all of them trains nothing.</summary>
    private static void CheckSampleWeights(ReadOnlySpan<float> weights)
    {
        if (!weights.IsEmpty && weights.IndexOfAnyExcept(0f) < 0)
        {
            throw new ArgumentException($"All {weights.Length} sample weights are 0, so no row counts; give at least one row another weight, or no weights.", nameof(weights));
        }
    }

    private static void CheckBatches(NetworkDescription description, FitOptions options, int rows)
    {
        int last = rows % options.BatchSize;
        bool hasSingleRow = options.BatchSize == 1 || (last == 1 && !options.DropLast);
        if (hasSingleRow && description.WholeBatchLayer is { } norm)
        {
            string cure = options.BatchSize == 1 || rows == 1
                ? "use a BatchSize of 2 or more, and at least as many rows."
                : "set DropLast = true, or choose another BatchSize.";
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} training rows in batches of {options.BatchSize} leave a batch of one row, but batch normalization (layer '{norm.Name}' of {description.Name}) needs the variance over at least 2: {cure}"),
                nameof(options));
        }
    }
}
