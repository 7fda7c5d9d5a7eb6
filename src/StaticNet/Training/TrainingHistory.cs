using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StaticNet;

/// <summary>The epochs of a training, for printing and drawing.</summary>
public sealed class TrainingHistory
{
    private readonly List<EpochReport> _epochs = [];

    /// <summary>One report per completed epoch.</summary>
    public IReadOnlyList<EpochReport> Epochs => _epochs;

    /// <summary>Why the training ended before its last epoch, for example because of early stopping, or did not begin, because a checkpoint had all epochs; otherwise null.</summary>
    public string? StopReason { get; internal set; }

    /// <summary>Training loss per epoch.</summary>
    public double[] Loss => [.. _epochs.Select(e => e.Loss)];

    /// <summary>Training accuracy per epoch; NaN where it was not measured.</summary>
    public double[] Accuracy => [.. _epochs.Select(e => e.Accuracy ?? double.NaN)];

    /// <summary>Validation loss per epoch; NaN where it was not measured.</summary>
    public double[] ValidationLoss => [.. _epochs.Select(e => e.ValidationLoss ?? double.NaN)];

    /// <summary>Validation accuracy per epoch; NaN where it was not measured.</summary>
    public double[] ValidationAccuracy => [.. _epochs.Select(e => e.ValidationAccuracy ?? double.NaN)];

    /// <summary>Learning rate per epoch.</summary>
    public double[] LearningRate => [.. _epochs.Select(e => e.LearningRate)];

    /// <summary>Seconds per epoch.</summary>
    public double[] Seconds => [.. _epochs.Select(e => e.Seconds)];

    /// <summary>The last epoch's report.</summary>
    /// <exception cref="InvalidOperationException">No epoch was completed.</exception>
    public EpochReport Last => _epochs.Count > 0 ? _epochs[^1] : throw new InvalidOperationException("No epoch was completed.");

    /// <summary>A table with a header line and one line per epoch, comma-separated, for a spreadsheet; with validation rows and heads, a loss and an accuracy per head.</summary>
    public string ToCsv()
    {
        string[] heads = _epochs.Count == 0 ? [] : [.. _epochs[0].ValidationHeads.Keys];
        var text = new StringBuilder("epoch,loss,accuracy,validation_loss,validation_accuracy");
        foreach (string head in heads)
        {
            text.Append(CultureInfo.InvariantCulture, $",validation_{head}_loss,validation_{head}_accuracy");
        }

        text.Append(",learning_rate,seconds\n");
        foreach (EpochReport e in _epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Loss:R},{e.Accuracy:R},{e.ValidationLoss:R},{e.ValidationAccuracy:R}");
            foreach (string head in heads)
            {
                Evaluation measured = e.ValidationHeads[head];
                double? accuracy = measured.ConfusionMatrix?.Accuracy;
                text.Append(CultureInfo.InvariantCulture, $",{measured.Loss:R},{accuracy:R}");
            }

            text.Append(CultureInfo.InvariantCulture, $",{e.LearningRate:R},{e.Seconds:R}\n");
        }

        return text.ToString();
    }

    /// <summary>The reports, one per line.</summary>
    public override string ToString()
    {
        IEnumerable<string> lines = _epochs.Select(e => e.ToString());
        return string.Join('\n', StopReason is null ? lines : lines.Append($"stopped: {StopReason}"));
    }

    internal void Add(EpochReport report) => _epochs.Add(report);
}
