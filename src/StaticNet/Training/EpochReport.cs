using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace StaticNet;

/// <summary>What one epoch of <c>Fit</c> came to.</summary>
public sealed record EpochReport
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs were asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// Mean training loss of the epoch's batches, each taken before its update. NaN where no row of them counts: <see cref="FitOptions.DropLast"/>
    /// and a callback that stops within an epoch can leave out all rows that do.
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>Share of training rows classified rightly after the epoch, 0 to 1; null without labels or where it is not measured.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Loss of the validation rows after the epoch; null without validation rows.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of validation rows classified rightly after the epoch, 0 to 1; null without labels or validation rows.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>What the validation rows come to after the epoch, for each head by its name; empty without heads or validation rows.</summary>
    public IReadOnlyDictionary<string, Evaluation> ValidationHeads { get; init; } = ReadOnlyDictionary<string, Evaluation>.Empty;

    /// <summary>The learning rate of the epoch's last batch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Time of this epoch, its validation included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time of this epoch in seconds.</summary>
    public double Seconds => Duration.TotalSeconds;

    /// <summary>The value of a metric; null where it was not measured.</summary>
    public double? Value(Metric metric) => metric switch
    {
        Metric.Loss => Loss,
        Metric.Accuracy => Accuracy,
        Metric.ValidationLoss => ValidationLoss,
        Metric.ValidationAccuracy => ValidationAccuracy,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "This is not a member of Metric."),
    };

    /// <summary>One line, for example <c>epoch 12/100  loss 0.3412  accuracy 94.2 %  val loss 0.3570  val accuracy 93.3 %  lr 0.01</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.Append(culture, $"epoch {Epoch.ToString(culture).PadLeft(Epochs.ToString(culture).Length)}/{Epochs}  loss {Loss:F4}");
        if (Accuracy is { } accuracy)
        {
            text.Append(culture, $"  accuracy {accuracy * 100:F1} %");
        }

        if (ValidationLoss is { } validationLoss)
        {
            text.Append(culture, $"  val loss {validationLoss:F4}");
        }

        if (ValidationAccuracy is { } validationAccuracy)
        {
            text.Append(culture, $"  val accuracy {validationAccuracy * 100:F1} %");
        }

        foreach ((string name, Evaluation head) in ValidationHeads)
        {
            text.Append("  val ").Append(name);
            _ = head.ConfusionMatrix is null ? text.Append(culture, $" loss {head.Loss:F4}") : text.Append(culture, $" accuracy {head.Accuracy * 100:F1} %");
        }

        return text.Append(culture, $"  lr {LearningRate:G4}").ToString();
    }
}
