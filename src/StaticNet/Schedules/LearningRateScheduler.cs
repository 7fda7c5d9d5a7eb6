using System;

namespace StaticNet;

/// <summary>
/// Applies a schedule to an optimizer's state, as PyTorch's schedulers do: the constructor sets the first rate, each
/// <see cref="Step()"/> the next. Call it once per batch or once per epoch. Allocates nothing after construction.
/// </summary>
public sealed class LearningRateScheduler
{
    private readonly LearningRateSchedule _schedule;
    private readonly PlateauSchedule? _plateauSchedule;
    private PlateauState _plateau;

    /// <summary>Starts a schedule at unit 0.</summary>
    /// <param name="schedule">From <see cref="LearningRate"/>, or your own.</param>
    /// <param name="state">Receives the learning rate.</param>
    /// <param name="total">How many units the run has; 0 where that is not known.</param>
    public LearningRateScheduler(LearningRateSchedule schedule, OptimizerState state, long total = 0)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        _schedule = schedule;
        State = state;
        Total = total;
        _plateauSchedule = schedule as PlateauSchedule;
        _plateau = _plateauSchedule?.Start ?? default;
        Apply();
    }

    /// <summary>Receives the learning rate.</summary>
    public OptimizerState State { get; }

    /// <summary>How many units the run has; 0 where that is not known.</summary>
    public long Total { get; }

    /// <summary>The current unit, from 0.</summary>
    public long Index { get; private set; }

    /// <summary>True where the schedule follows a metric and <see cref="Step(double)"/> must be used.</summary>
    public bool NeedsMetric => _plateauSchedule != null;

    /// <summary>Goes to the next unit and sets its learning rate.</summary>
    /// <exception cref="InvalidOperationException">The schedule follows a metric.</exception>
    public void Step()
    {
        if (NeedsMetric)
        {
            throw new InvalidOperationException("LearningRate.ReduceOnPlateau follows a metric: call Step(metric), for example with the epoch's validation loss.");
        }

        Index++;
        Apply();
    }

    /// <summary>Goes to the next unit and sets its learning rate.</summary>
    /// <param name="metric">What ReduceOnPlateau watches; other schedules ignore it.</param>
    public void Step(double metric)
    {
        Index++;
        if (_plateauSchedule != null)
        {
            State.LearningRate = _plateauSchedule.Observe(ref _plateau, metric, State.LearningRate);
        }
        else
        {
            Apply();
        }
    }

    internal (long Index, PlateauState Plateau) Position => (Index, _plateau);

    /// <summary>Goes to a saved position. A schedule that is a function of time sets its learning rate again; a plateau's is in the state.</summary>
    internal void Resume(long index, PlateauState plateau)
    {
        (Index, _plateau) = (index, plateau);
        if (!NeedsMetric)
        {
            Apply();
        }
    }

    private void Apply() => State.LearningRate = _schedule.GetLearningRate(State.InitialLearningRate, Index, Total);
}
