using System;

namespace StaticNet;

/// <summary>
/// One training step at a time: gradients, clipping, update, schedule. Everything is allocated at construction; a step allocates nothing.
/// Create it with <c>model.CreateTrainer(optimizer, maxBatchSize)</c>.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="TOptimizer">The optimizer; a struct, so that its step is called directly.</typeparam>
public sealed partial class Trainer<TNetwork, TOptimizer>
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly bool _labelsAllowed;
    private readonly ParameterBuffer _parameters;
    private readonly GradientTeam.GradientFunction _gradientFunction;
    private readonly GradientTeam? _team;
    private TOptimizer _optimizer; // not readonly: a call on a readonly struct of a generic type copies it first
    private readonly NetworkDescription _description;
    private readonly TrainerOptions _options;
    private readonly RunningStatistics _statistics;
    private readonly UpdateGuard? _updateGuard;
    private readonly bool _checksFinite;
    private Pcg32 _random;
    private ulong _seed;

    /// <summary>Allocates gradients and optimizer state.</summary>
    /// <param name="network">Trained in place.</param>
    /// <param name="optimizer">Hyper-parameters.</param>
    /// <param name="maxBatchSize">The most rows of one step.</param>
    /// <param name="options">Schedule, clipping, seed; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Padding of the network's <c>Parameters.Values</c> is not zero.</exception>
    public Trainer(TNetwork network, TOptimizer optimizer, int maxBatchSize, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1);
        _options = options ?? new TrainerOptions();
        HyperParameter.NotNegative(_options.ClipNorm, nameof(TrainerOptions.ClipNorm));
        HyperParameter.NotNegative(_options.ClipValue, nameof(TrainerOptions.ClipValue));
        if (!Enum.IsDefined(_options.NonFinite))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.NonFinite, "TrainerOptions.NonFinite is Throw, Skip or Propagate.");
        }

        Network = network;

        // Bound once: an interface call from code shared by all networks costs more than a tiny network's whole forward pass.
        _parameters = network.Parameters;
        _parameters.CheckPadding();
        _gradientFunction = network.ComputeGradients;
        _optimizer = optimizer;
        _description = TNetwork.Description;
        _labelsAllowed = _description.LabelLoss != null;
        _random = new Pcg32(_options.Seed);
        _seed = _options.Seed;
        MaxBatchSize = maxBatchSize;
        Gradients = new ParameterBuffer(network.Parameters.Layout);
        _team = GradientTeam.Create(_gradientFunction, _description, Gradients, Threads.Of(_options.MaxDegreeOfParallelism, nameof(TrainerOptions.MaxDegreeOfParallelism)), maxBatchSize);
        State = optimizer.CreateState(network.Parameters);
        State.SetGroups(_options.Groups, optimizer);
        _statistics = new RunningStatistics(_parameters);
        _checksFinite = _options.NonFinite != NonFinite.Propagate;
        _updateGuard = _options.NonFinite == NonFinite.Skip ? new UpdateGuard(_parameters, State) : null;
        if (_options.Schedule != null)
        {
            Scheduler = new LearningRateScheduler(_options.Schedule, State, _options.ScheduleTotal);
            if (Scheduler.NeedsMetric && _options.ScheduleUnit == ScheduleUnit.Step)
            {
                throw new ArgumentException("LearningRate.ReduceOnPlateau follows a metric that single steps do not have; set ScheduleUnit = ScheduleUnit.Epoch.", nameof(options));
            }
        }
    }

    /// <summary>The network in training.</summary>
    public TNetwork Network { get; }

    /// <summary>The optimizer's hyper-parameters.</summary>
    public TOptimizer Optimizer => _optimizer;

    /// <summary>The gradients of the last step, after clipping.</summary>
    public ParameterBuffer Gradients { get; }

    /// <summary>Step count, moments and learning rate.</summary>
    public OptimizerState State { get; }

    /// <summary>The schedule's position, or null without a schedule.</summary>
    public LearningRateScheduler? Scheduler { get; }

    /// <summary>The most rows of one step.</summary>
    public int MaxBatchSize { get; }

    /// <summary>Completed steps.</summary>
    [RealTime]
    public long StepCount => State.StepCount;

    /// <summary>Steps left out because something was NaN or infinite; 0 unless <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Skip"/>.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>The learning rate of the next step.</summary>
    [RealTime]
    public double LearningRate => State.LearningRate;

    /// <summary>The norm of the last step's gradients before clipping; 0 where <see cref="TrainerOptions.ClipNorm"/> is not set.</summary>
    public double LastGradientNorm { get; private set; }

    /// <summary>One step with class labels: gradients, clipping, update.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <param name="labels">[count], from 0 to classes − 1.</param>
    /// <param name="sampleWeights">[count] or empty: multiplies each row's loss.</param>
    /// <returns>The mean loss before the update; NaN or infinite where <see cref="NonFinite"/> let that pass.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, there are no rows or more than <see cref="MaxBatchSize"/>, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network's loss takes numbers only, or padding of <c>Parameters.Values</c> is not zero.</exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or running statistics are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    [RealTime]
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights = default)
    {
        if (!_labelsAllowed)
        {
            BatchChecks.LabelsAllowed(_description);
        }

        BatchChecks.Labels(_description, inputs.Length, labels.Length, sampleWeights.Length);
        CheckCount(labels.Length);
        return Step(new Batch(inputs, labels) { SampleWeights = sampleWeights, IsTraining = true, DropoutSeed = DropoutSeed });
    }

    /// <summary>One step with numbers as targets: gradients, clipping, update.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <param name="targets">[count, OutputSize], row-major.</param>
    /// <param name="sampleWeights">[count] or empty: multiplies each row's loss.</param>
    /// <returns>The mean loss before the update; NaN or infinite where <see cref="NonFinite"/> let that pass.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or there are no rows or more than <see cref="MaxBatchSize"/>.</exception>
    /// <exception cref="InvalidOperationException">Padding of <c>Parameters.Values</c> is not zero.</exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or running statistics are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    [RealTime]
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights = default)
    {
        BatchChecks.Targets(_description, inputs.Length, targets.Length, sampleWeights.Length);
        CheckCount(inputs.Length / _description.InputSize);
        return Step(new Batch(inputs, targets) { SampleWeights = sampleWeights, IsTraining = true, DropoutSeed = DropoutSeed });
    }

    /// <summary>
    /// The second half of a step whose gradients were computed elsewhere and written to <see cref="Gradients"/>, for example added from
    /// <see cref="GradientBlocks"/>: clipping, update, schedule.
    /// </summary>
    /// <param name="loss">The mean loss of the batch.</param>
    /// <returns><paramref name="loss"/>.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    public float ApplyGradients(float loss)
    {
        _parameters.CheckPadding();
        if (_checksFinite)
        {
            _statistics.Keep();
        }

        State.ClearFrozen(Gradients);
        return Finish(loss, default);
    }

    /// <summary>Moves a schedule that counts epochs to its next unit.</summary>
    /// <param name="metric">What ReduceOnPlateau watches; other schedules ignore it.</param>
    /// <exception cref="InvalidOperationException">There is no schedule, or it counts steps.</exception>
    public void AdvanceSchedule(double metric = double.NaN)
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

    /// <summary>Epochs that <c>Fit</c> has completed with this trainer; part of a checkpoint.</summary>
    internal int CompletedEpochs { get; set; }

    /// <summary>Shuffling draws from here, and a checkpoint remembers where it stands.</summary>
    internal ref Pcg32 Random => ref _random;

    /// <summary>The <see cref="Batch.DropoutSeed"/> of the next step: it follows from <see cref="TrainerOptions.Seed"/> and the step.</summary>
    public ulong DropoutSeed => unchecked((_seed * 0x9E3779B97F4A7C15UL) + (ulong)State.StepCount + 1);

    /// <summary>The first half of a step: loss and gradients.</summary>
    internal float ComputeGradients(in Batch batch)
    {
        _parameters.CheckPadding();
        if (_checksFinite)
        {
            _statistics.Keep();
        }

        float loss = _team != null && _team.Takes(batch) ? _team.ComputeGradients(batch) : _gradientFunction(batch, Gradients, accumulate: false);
        State.ClearFrozen(Gradients);
        return loss;
    }

    /// <summary>Whether the first half of a step came to numbers.</summary>
    internal bool IsFinite(float loss) => float.IsFinite(loss) && GradientLoops.AllFinite(Gradients) && _statistics.AreFinite();

    /// <summary>Takes back what the first half of a step changed.</summary>
    internal void RestoreStatistics() => _statistics.Restore();

    /// <summary>The second half of a step: clipping, update, schedule.</summary>
    internal void Update()
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
        _optimizer.Step(_parameters, Gradients, State);
        if (_updateGuard != null && !_updateGuard.IsFinite())
        {
            _updateGuard.Restore();
            _statistics.Restore();
            SkippedSteps++;
            return;
        }

        if (Scheduler != null && _options.ScheduleUnit == ScheduleUnit.Step)
        {
            Scheduler.Step();
        }
    }

    private float Step(in Batch batch)
    {
        return Finish(ComputeGradients(batch), batch);
    }

    private float Finish(float loss, in Batch batch)
    {
        if (_checksFinite && !IsFinite(loss))
        {
            SkipOrThrow(loss, batch);
            return loss;
        }

        Update();
        return loss;
    }

    private void SkipOrThrow(float loss, in Batch batch)
    {
        if (_options.NonFinite == NonFinite.Skip)
        {
            _statistics.Restore();
            SkippedSteps++;
            return;
        }

        TrainingDivergedException exception = Divergence.Describe(
            _description, _parameters, Gradients, loss, batch, [], 0, State.StepCount + 1, "The step changed nothing. (TrainerOptions.NonFinite can skip such steps.)");
        _statistics.Restore();
        throw exception;
    }

    private void CheckCount(int count)
    {
        if ((uint)(count - 1) >= (uint)MaxBatchSize)
        {
            throw new ArgumentException(count == 0
                ? "A step needs at least one row."
                : $"The batch has {count} rows, but the trainer was created for at most {MaxBatchSize}; raise maxBatchSize or split the batch.");
        }
    }
}
