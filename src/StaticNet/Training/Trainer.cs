using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>
/// One training step at a time: gradients, clipping, update, schedule. Its memory is allocated at construction, and a thread's scratch memory
/// at the first step of the thread (<see cref="Warmup"/> does that before); later steps allocate nothing.
/// Create it with <c>model.CreateTrainer(optimizer, maxBatchSize)</c>.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="TOptimizer">The optimizer; a struct, so that its step is called directly.</typeparam>
public sealed partial class Trainer<TNetwork, TOptimizer>
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly TrainerCore<TOptimizer> _core;
    private readonly bool _labelsAllowed;
    private readonly GradientTeam.GradientFunction _gradientFunction;
    private readonly GradientTeam? _team;
    private readonly NetworkDescription _description;

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
        Network = network;
        _description = TNetwork.Description;
        _core = new TrainerCore<TOptimizer>(_description, network.Parameters, optimizer, options);

        // Bound once: an interface call from code shared by all networks costs more than a tiny network's whole forward pass.
        _gradientFunction = network.ComputeGradients;
        _labelsAllowed = _description.LabelLoss != null;
        MaxBatchSize = maxBatchSize;
        Gradients = _core.Gradients;
        State = _core.State;
        _team = GradientTeam.Create(_gradientFunction, _description, Gradients, _core.Threads, maxBatchSize, _core.GradientRows);
    }

    /// <summary>The network in training.</summary>
    public TNetwork Network { get; }

    /// <summary>The optimizer's hyper-parameters.</summary>
    public TOptimizer Optimizer => _core.Optimizer;

    /// <summary>The gradients of the last step, after clipping.</summary>
    public ParameterBuffer Gradients { get; }

    /// <summary>Step count, moments and learning rate.</summary>
    public OptimizerState State { get; }

    /// <summary>The schedule's position, or null without a schedule.</summary>
    public LearningRateScheduler? Scheduler => _core.Scheduler;

    /// <summary>The most rows of one step.</summary>
    public int MaxBatchSize { get; }

    /// <summary>Completed steps.</summary>
    [RealTime]
    public long StepCount => State.StepCount;

    /// <summary>Steps left out because something was NaN or infinite; 0 unless <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Skip"/>.</summary>
    public long SkippedSteps => _core.SkippedSteps;

    /// <summary>The learning rate of the next step.</summary>
    [RealTime]
    public double LearningRate => State.LearningRate;

    /// <summary>The norm of the last step's gradients before clipping; 0 where <see cref="TrainerOptions.ClipNorm"/> is not set.</summary>
    public double LastGradientNorm => _core.LastGradientNorm;

    /// <summary>One step with class labels: gradients, clipping, update.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <param name="labels">[count], from 0 to classes − 1.</param>
    /// <param name="sampleWeights">[count] or empty: multiplies each row's loss.</param>
    /// <returns>The mean loss before the update; NaN or infinite where <see cref="NonFinite"/> let that pass.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, there are no rows or more than <see cref="MaxBatchSize"/>, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network's loss takes numbers only, or padding of <c>Parameters.Values</c> is not zero.</exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or running statistics are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        _core.Begin();
        State.ClearFrozen(Gradients);
        return Finish(loss, default);
    }

    /// <summary>Moves a schedule that counts epochs to its next unit.</summary>
    /// <param name="metric">What ReduceOnPlateau watches; other schedules ignore it.</param>
    /// <exception cref="InvalidOperationException">There is no schedule, or it counts steps.</exception>
    public void AdvanceSchedule(double metric = double.NaN) => _core.AdvanceSchedule(metric);

    /// <summary>The half that training on sequences shares.</summary>
    internal TrainerCore<TOptimizer> Core => _core;

    /// <summary>The <see cref="Batch.DropoutSeed"/> of the next step: it follows from <see cref="TrainerOptions.Seed"/> and the step.</summary>
    public ulong DropoutSeed => _core.DropoutSeed;

    /// <summary>The first half of a step: loss and gradients.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="gather">Where the batch's inputs are still to be copied from.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal float ComputeGradients(in Batch batch, RowGather gather = default)
    {
        _core.Begin();
        float loss;
        if (_team != null && _team.Takes(batch))
        {
            loss = _team.ComputeGradients(batch, gather);
            State.Team = _team;
        }
        else
        {
            gather.Copy(0, gather.Rows.Length, _description.InputSize);
            loss = _gradientFunction(batch, Gradients, accumulate: false);
        }

        State.ClearFrozen(Gradients);
        return loss;
    }

    private float Step(in Batch batch, RowGather gather = default)
    {
        return Finish(ComputeGradients(batch, gather), batch);
    }

    private float Finish(float loss, in Batch batch)
    {
        if (_core.Rejects(loss))
        {
            SkipOrThrow(loss, batch);
        }
        else
        {
            _core.Update();
        }

        return loss;
    }

    private void SkipOrThrow(float loss, in Batch batch)
    {
        if (!_core.TrySkip())
        {
            throw _core.Diverged(loss, DivergenceCause.Of(_description, batch, []));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
