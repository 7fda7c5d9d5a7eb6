using System;
using System.Globalization;
using System.IO;

namespace StaticNet;

/// <summary>Ends the training when a metric has not improved for some epochs; NaN is no improvement. As Keras' callback of this name.</summary>
public sealed class EarlyStopping : TrainingCallback
{
    private readonly MetricWatch _watch;
    private readonly bool _restoreBest;
    private ParameterBuffer? _best;
    private int _begin; // epochs completed before the metric was watched

    /// <summary>Chooses what is watched.</summary>
    /// <param name="patience">Epochs without improvement after which training ends; 1 or more.</param>
    /// <param name="restoreBest">Whether the parameters of the best epoch are put back when training ends, for whatever reason, divergence included.</param>
    /// <param name="metric">Null: the validation loss, or the training loss without validation rows.</param>
    /// <param name="minimumDelta">Smaller changes are no improvement.</param>
    public EarlyStopping(int patience = 10, bool restoreBest = false, Metric? metric = null, double minimumDelta = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        Patience = patience;
        _restoreBest = restoreBest;
        _watch = new MetricWatch(metric, HyperParameter.NotNegative(minimumDelta));
    }

    /// <summary>Whether the parameters of the best epoch are put back when training ends.</summary>
    public bool RestoresBest => _restoreBest;

    /// <summary>Epochs without improvement after which training ends.</summary>
    public int Patience { get; }

    /// <summary>The epoch with the best value, from 1; 0 before the first.</summary>
    public int BestEpoch => _watch.BestEpoch;

    /// <summary>The best value; NaN before the first epoch.</summary>
    public double Best => _watch.Best;

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _watch.Reset();
        _begin = context.Epoch;
        _best = _restoreBest ? new ParameterBuffer(context.Parameters.Layout) : null;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        if (_watch.Improved(report))
        {
            _best?.CopyFrom(context.Parameters);
        }
        else
        {
            StopWithoutPatience(context, report.Epoch);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_best != null && _watch.BestEpoch > 0)
        {
            context.Parameters.CopyFrom(_best);
        }
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _watch.Save(writer);
        bool hasBest = _best != null && _watch.BestEpoch > 0;
        writer.Write(hasBest);
        if (hasBest)
        {
            CheckpointFormat.WriteBuffer(writer, _best!);
        }

        writer.Write(_begin); // last: checkpoints of earlier versions end before it
    }

    /// <inheritdoc/>
    public override void LoadState(TrainingContext context, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(reader);
        bool isSameMetric = _watch.Load(reader);
        bool hasBest = reader.ReadBoolean();
        if (!isSameMetric || (_restoreBest && _watch.BestEpoch > 0 && !hasBest))
        {
            // What is best by another metric, or without its parameters, is of no use here.
            _watch.Reset();
            return;
        }

        if (hasBest)
        {
            CheckpointFormat.ReadBuffer(reader, _best ?? new ParameterBuffer(context.Parameters.Layout));
        }

        Stream stream = reader.BaseStream;
        _begin = !stream.CanSeek || stream.Position < stream.Length ? reader.ReadInt32() : 0;
        StopWithoutPatience(context, context.Epoch);
    }

    private void StopWithoutPatience(TrainingContext context, int epoch)
    {
        if (epoch - Math.Max(_watch.BestEpoch, _begin) >= Patience)
        {
            context.Stop(_watch.BestEpoch == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{_watch.Watched} has been NaN in every epoch{(_begin > 0 ? $" from {_begin + 1} on" : "")}")
                : string.Create(CultureInfo.InvariantCulture, $"{_watch.Watched} has not improved since epoch {_watch.BestEpoch} ({_watch.Best:G6})"));
        }
    }
}
