using System;
using System.Globalization;

namespace StaticNet;

/// <summary>Ends the training when a metric has not improved for some epochs. As Keras' callback of this name.</summary>
public sealed class EarlyStopping : TrainingCallback
{
    private readonly MetricWatch _watch;
    private readonly bool _restoreBest;
    private ParameterBuffer? _best;

    /// <summary>Chooses what is watched.</summary>
    /// <param name="patience">Epochs without improvement after which training ends; 1 or more.</param>
    /// <param name="restoreBest">Whether the parameters of the best epoch are put back when training ends, for whatever reason.</param>
    /// <param name="metric">Null: the validation loss, or the training loss without validation rows.</param>
    /// <param name="minimumDelta">Smaller changes are no improvement.</param>
    public EarlyStopping(int patience = 10, bool restoreBest = false, Metric? metric = null, double minimumDelta = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        Patience = patience;
        _restoreBest = restoreBest;
        _watch = new MetricWatch(metric, HyperParameter.NotNegative(minimumDelta));
    }

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
        else if (report.Epoch - _watch.BestEpoch >= Patience)
        {
            context.Stop(string.Create(
                CultureInfo.InvariantCulture, $"{_watch.Watched} has not improved since epoch {_watch.BestEpoch} ({_watch.Best:G6})"));
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
}
