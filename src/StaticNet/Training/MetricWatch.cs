using System;
using System.IO;

namespace StaticNet;

/// <summary>Follows one metric and knows whether it improved.</summary>
internal sealed class MetricWatch(Metric? metric, double minimumDelta)
{
    public double Best { get; private set; } = double.NaN;

    public int BestEpoch { get; private set; }

    public Metric? Watched { get; private set; }

    public void Reset()
    {
        Best = double.NaN;
        BestEpoch = 0;
        Watched = metric;
    }

    /// <summary>Writes what has been seen.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Watched is { } watched ? (int)watched : -1);
        writer.Write(Best);
        writer.Write(BestEpoch);
    }

    /// <summary>Continues from what was saved; false, and as new, where another metric is watched now.</summary>
    public bool Load(BinaryReader reader)
    {
        int watched = reader.ReadInt32();
        double best = reader.ReadDouble();
        int epoch = reader.ReadInt32();
        if (watched < 0 || (metric is { } own && (int)own != watched))
        {
            return false;
        }

        (Watched, Best, BestEpoch) = ((Metric)watched, best, epoch);
        return true;
    }

    /// <summary>Takes note of an epoch; true where it is the best so far. NaN is never an improvement.</summary>
    public bool Improved(EpochReport report)
    {
        Watched ??= report.ValidationLoss is null ? Metric.Loss : Metric.ValidationLoss;
        Metric watched = Watched.Value;
        double value = report.Value(watched) ?? throw new InvalidOperationException(
            $"{watched} is watched but was not measured: " + (watched is Metric.ValidationLoss or Metric.ValidationAccuracy
                ? "set FitOptions.ValidationSplit or ValidationData" + (watched == Metric.ValidationAccuracy ? ", and train with class labels." : ".")
                : "it needs class labels and FitOptions.TrainingAccuracy."));
        bool higher = watched is Metric.Accuracy or Metric.ValidationAccuracy;
        bool better = !double.IsNaN(value) && (double.IsNaN(Best) || (higher ? value > Best + minimumDelta : value < Best - minimumDelta));
        if (better)
        {
            Best = value;
            BestEpoch = report.Epoch;
        }

        return better;
    }
}
