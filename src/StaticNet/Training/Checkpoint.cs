using System;
using System.Globalization;
using System.IO;

namespace StaticNet;

/// <summary>Writes the whole state of the training to a file, from which <see cref="FitOptions.ResumeFrom"/> continues exactly.</summary>
public sealed class Checkpoint : TrainingCallback
{
    private readonly string _path;
    private readonly int _every;
    private readonly MetricWatch? _watch;
    private bool _isDue;

    /// <summary>Chooses file and times.</summary>
    /// <param name="path">The file; <c>{epoch}</c> in it is replaced by the epoch's number.</param>
    /// <param name="every">Every how many epochs; 1 or more.</param>
    /// <param name="bestOnly">Only where <paramref name="metric"/> is better than in all epochs looked at before, which are every <paramref name="every"/>-th.</param>
    /// <param name="metric">Null: the validation loss, or the training loss without validation rows.</param>
    public Checkpoint(string path, int every = 1, bool bestOnly = false, Metric? metric = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        _path = path;
        _every = every;
        _watch = bestOnly ? new MetricWatch(metric, 0) : null;
    }

    /// <summary>The file written last, or null.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingContext context) => _watch?.Reset();

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        _isDue = report.Epoch % _every == 0 && (_watch?.Improved(report) ?? true);
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _watch?.Save(writer);
    }

    /// <inheritdoc/>
    public override void LoadState(TrainingContext context, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (_watch != null && reader.BaseStream.Length > 0)
        {
            _watch.Load(reader);
        }
    }

    internal override void OnEpochSeen(TrainingContext context)
    {
        if (_isDue)
        {
            LastPath = _path.Replace("{epoch}", context.Epoch.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            context.SaveCheckpoint(LastPath);
            _isDue = false;
        }
    }
}
