using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>
/// What a step is, whatever it is a step on: gradients that are numbers, clipping, update, schedule, steps left out. <see cref="Trainer{TNetwork, TOptimizer}"/> trains
/// on rows with it, <see cref="SequenceTrainer{TNetwork, TOptimizer}"/> on sequences.
/// </summary>
/// <remarks>
/// What runs in every step is optimized at its first call, as the kernels are: left to the tiers of the just-in-time compiler, steps of a small network took four
/// times as long in the first 170 ms of a process.
/// </remarks>
internal sealed partial class TrainerCore<TOptimizer>
    where TOptimizer : IOptimizer
{
    private readonly NetworkDescription _description;
    private readonly TrainerOptions _options;
    private readonly RunningStatistics _statistics;
    private readonly UpdateGuard? _updateGuard;
    private readonly bool _checksFinite;
    private TOptimizer _optimizer; // not readonly: a call on a readonly struct of a generic type copies it first
    private Pcg32 _random;
    private ulong _seed;

    /// <summary>Allocates gradients and optimizer state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Padding of <paramref name="parameters"/> is not zero.</exception>
    public TrainerCore(NetworkDescription description, ParameterBuffer parameters, TOptimizer optimizer, TrainerOptions? options)
    {
        _options = options ?? new TrainerOptions();
        HyperParameter.NotNegative(_options.ClipNorm, nameof(TrainerOptions.ClipNorm));
        HyperParameter.NotNegative(_options.ClipValue, nameof(TrainerOptions.ClipValue));
        if (!Enum.IsDefined(_options.NonFinite))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.NonFinite, "TrainerOptions.NonFinite is Throw, Skip or Propagate.");
        }

        GradientRows = BlockRows(description, _options.GradientRows);
        parameters.CheckPadding();
        _description = description;
        Parameters = parameters;
        _optimizer = optimizer;
        _random = new Pcg32(_options.Seed);
        _seed = _options.Seed;
        Gradients = new ParameterBuffer(parameters.Layout);
        State = optimizer.CreateState(parameters);
        State.SetGroups(_options.Groups, optimizer);
        _statistics = new RunningStatistics(parameters);
        _checksFinite = _options.NonFinite != NonFinite.Propagate;
        _updateGuard = _options.NonFinite == NonFinite.Skip ? new UpdateGuard(parameters, State) : null;
        if (_options.Schedule != null)
        {
            Scheduler = new LearningRateScheduler(_options.Schedule, State, _options.ScheduleTotal);
            if (Scheduler.NeedsMetric && _options.ScheduleUnit == ScheduleUnit.Step)
            {
                throw new ArgumentException("LearningRate.ReduceOnPlateau follows a metric that single steps do not have; set ScheduleUnit = ScheduleUnit.Epoch.", nameof(options));
            }
        }
    }

    /// <summary>The most threads of a step.</summary>
    public int Threads => StaticNet.Threads.Of(_options.MaxDegreeOfParallelism, nameof(TrainerOptions.MaxDegreeOfParallelism));

    /// <summary>The rows of a gradient block; 0: the network's.</summary>
    public int GradientRows { get; }

    public TOptimizer Optimizer => _optimizer;

    public ParameterBuffer Parameters { get; }

    public ParameterBuffer Gradients { get; }

    public OptimizerState State { get; }

    public LearningRateScheduler? Scheduler { get; }

    public long SkippedSteps { get; private set; }

    public double LastGradientNorm { get; private set; }

    /// <summary>Epochs that <c>Fit</c> has completed; part of a checkpoint.</summary>
    public int CompletedEpochs { get; set; }

    /// <summary>Shuffling draws from here, and a checkpoint remembers where it stands.</summary>
    public ref Pcg32 Random => ref _random;

    /// <summary>Dropout masks follow from the seed and the step, so they need no state of their own.</summary>
    public ulong DropoutSeed => unchecked((_seed * 0x9E3779B97F4A7C15UL) + (ulong)State.StepCount + 1);

    /// <summary>Before gradients are computed: padding is checked, and running statistics are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin()
    {
        State.Team = null;
        Parameters.CheckPadding();
        if (_checksFinite)
        {
            _statistics.Keep();
        }
    }

    /// <summary>Whether <see cref="TrainerOptions.NonFinite"/> forbids an update with this loss and these gradients.</summary>
    public bool Rejects(float loss)
    {
        if (!_checksFinite || IsFinite(loss))
        {
            return false;
        }

        State.Team = null;
        return true;
    }

    /// <summary>Whether loss, gradients and running statistics are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsFinite(float loss) => float.IsFinite(loss) && (State.Team is { IsSumFinite: true } || GradientLoops.AllFinite(Gradients)) && _statistics.AreFinite();

    /// <summary>Puts running statistics back as they were before the gradients.</summary>
    public void RestoreStatistics() => _statistics.Restore();

    /// <summary>Leaves a rejected step out and counts it, where the options say so; false where they do not.</summary>
    public bool TrySkip()
    {
        if (_options.NonFinite != NonFinite.Skip)
        {
            return false;
        }

        _statistics.Restore();
        SkippedSteps++;
        return true;
    }

    /// <summary>What a rejected step throws; running statistics are put back.</summary>
    /// <param name="loss">Of the batch.</param>
    /// <param name="cause">What in the data is the cause, as a sentence; null where it is not known.</param>
    public TrainingDivergedException Diverged(float loss, string? cause)
    {
        TrainingDivergedException exception = Divergence.Describe(
            _description, Parameters, Gradients, loss, cause, $"step {State.StepCount + 1}", 0, State.StepCount + 1, "The step changed nothing. (TrainerOptions.NonFinite can skip such steps.)");
        _statistics.Restore();
        return exception;
    }

    /// <summary>Clipping, update, schedule.</summary>
    /// <returns>False where the update overflowed and was taken back.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Update()
    {
        if (_options.ClipValue > 0)
        {
            Gradients.ClipValue(_options.ClipValue);
        }

        if (_options.ClipNorm > 0)
        {
            LastGradientNorm = Gradients.ClipNorm(_options.ClipNorm, _options.ClipNormType);
        }

        _updateGuard?.Keep();
        try
        {
            _optimizer.Step(Parameters, Gradients, State);
        }
        finally
        {
            State.Team = null; // the threads are the trainer's: a step of the user's own with this state is on one
        }

        if (_options.NonFinite == NonFinite.Propagate)
        {
            Parameters.ClearPadding(); // gradients that are NaN are NaN in their padding, too
        }

        if (_updateGuard != null && !_updateGuard.IsFinite())
        {
            _updateGuard.Restore();
            _statistics.Restore();
            SkippedSteps++;
            return false;
        }

        if (Scheduler != null && _options.ScheduleUnit == ScheduleUnit.Step)
        {
            Scheduler.Step();
        }

        return true;
    }

    private static int BlockRows(NetworkDescription description, int gradientRows)
    {
        if (gradientRows >= 0 && gradientRows <= description.GradientRows)
        {
            return gradientRows == description.GradientRows ? 0 : gradientRows;
        }

        throw new ArgumentOutOfRangeException(nameof(gradientRows), gradientRows, description.GradientRows == 0
            ? $"{description.Name} has batch normalization or memory: its gradients are not computed in blocks of rows. Leave GradientRows at 0."
            : $"GradientRows is between 1 and the {description.GradientRows} of {description.Name}, or 0 for these.");
    }

    /// <summary>Moves a schedule that counts epochs to its next unit.</summary>
    /// <param name="metric">What ReduceOnPlateau watches.</param>
    public void AdvanceSchedule(double metric)
    {
        if (Scheduler is null || _options.ScheduleUnit == ScheduleUnit.Step)
        {
            throw new InvalidOperationException(Scheduler is null
                ? "The trainer has no schedule; give TrainerOptions.Schedule."
                : "The schedule counts steps and advances by itself; set TrainerOptions.ScheduleUnit = ScheduleUnit.Epoch to advance it by hand.");
        }

        if (Scheduler.NeedsMetric && double.IsNaN(metric))
        {
            throw new ArgumentException("LearningRate.ReduceOnPlateau follows a metric; pass it, for example the validation loss.", nameof(metric));
        }

        Scheduler.Step(metric);
    }
}
