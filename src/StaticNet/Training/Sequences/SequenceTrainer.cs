using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>
/// Truncated back-propagation through time, one step at a time: gradients over a batch of sequences, clipping, update, schedule. It keeps the
/// sequences' states, so that a batch with <see cref="SequenceBatch.Carry"/> goes on where the one before ended. A step allocates nothing.
/// Create it with <c>model.CreateTrainer(optimizer, maxSequences, maxSteps)</c>.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="TOptimizer">The optimizer; a struct, so that its step is called directly.</typeparam>
public sealed partial class SequenceTrainer<TNetwork, TOptimizer>
    where TNetwork : class, IStreamingNetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly TrainerCore<TOptimizer> _core;
    private readonly NetworkDescription _description;
    private readonly SequenceTeam<TNetwork>? _team;
    private readonly float[] _states;
    private readonly float[] _statesBefore;
    private int _carried;
    private int _carriedBefore;

    /// <summary>Allocates gradients, optimizer state and the sequences' states.</summary>
    /// <param name="network">Trained in place.</param>
    /// <param name="optimizer">Hyper-parameters.</param>
    /// <param name="maxSequences">The most sequences of one step.</param>
    /// <param name="maxSteps">The most time steps of one step.</param>
    /// <param name="options">Schedule, clipping, seed; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Padding of the network's <c>Parameters.Values</c> is not zero.</exception>
    public SequenceTrainer(TNetwork network, TOptimizer optimizer, int maxSequences, int maxSteps, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSequences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSteps, 1);
        Network = network;
        _description = TNetwork.Description;
        _core = new TrainerCore<TOptimizer>(_description, network.Parameters, optimizer, options);
        MaxSequences = maxSequences;
        MaxSteps = maxSteps;
        Gradients = _core.Gradients;
        State = _core.State;
        _team = SequenceTeam<TNetwork>.Create(network, Gradients, _core.Threads, maxSequences);
        _states = new float[checked(maxSequences * Math.Max(TNetwork.TrainingStateLength, 1))];
        _statesBefore = new float[_states.Length];
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

    /// <summary>The most sequences of one step.</summary>
    public int MaxSequences { get; }

    /// <summary>The most time steps of one step.</summary>
    public int MaxSteps { get; }

    /// <summary>Completed steps.</summary>
    public long StepCount => State.StepCount;

    /// <summary>Steps left out because something was NaN or infinite; 0 unless <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Skip"/>.</summary>
    public long SkippedSteps => _core.SkippedSteps;

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate => State.LearningRate;

    /// <summary>The norm of the last step's gradients before clipping; 0 where <see cref="TrainerOptions.ClipNorm"/> is not set.</summary>
    public double LastGradientNorm => _core.LastGradientNorm;

    /// <summary>One step: gradients, clipping, update.</summary>
    /// <param name="batch">The sequences; dropout and batch statistics are on.</param>
    /// <returns>The mean loss before the update; NaN or infinite where <see cref="NonFinite"/> let that pass.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or there are more sequences or time steps than the trainer was created for.</exception>
    /// <exception cref="InvalidOperationException">
    /// The network's loss takes numbers only, the batch carries on another number of sequences than the step before had, or padding of
    /// <c>Parameters.Values</c> is not zero.
    /// </exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or running statistics are NaN or infinite, and <see cref="TrainerOptions.NonFinite"/> is <see cref="NonFinite.Throw"/>; nothing has changed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Step(in SequenceBatch batch)
    {
        float loss = ComputeGradients(batch);
        if (_core.Rejects(loss))
        {
            RestoreStates();
            SkipOrThrow(loss, batch);
        }
        else if (!_core.Update())
        {
            RestoreStates();
        }

        return loss;
    }

    /// <summary>Moves the states on without gradient or update: the first steps of sequences, whose outputs still depend on the state that sequences begin with.</summary>
    /// <param name="inputs">[count, steps, InputSize].</param>
    /// <param name="steps">Time steps, 1 or more.</param>
    /// <param name="carry">True to go on from the last step's states, if there was one; false to begin anew.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    /// <exception cref="InvalidOperationException">It carries on another number of sequences than the step before had.</exception>
    public void Warm(ReadOnlySpan<float> inputs, int steps, bool carry = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        int count = CountOf(inputs.Length, steps);
        Begin(count, carry);
        Network.Advance(inputs, steps, States(count), carry && _carried != 0);
        _carried = count;
    }

    /// <summary>Forgets the carried states: the next step begins anew.</summary>
    public void ResetState() => _carried = 0;

    /// <summary>Moves a schedule that counts epochs to its next unit.</summary>
    /// <param name="metric">What ReduceOnPlateau watches; other schedules ignore it.</param>
    /// <exception cref="InvalidOperationException">There is no schedule, or it counts steps.</exception>
    public void AdvanceSchedule(double metric = double.NaN) => _core.AdvanceSchedule(metric);

    /// <summary>The half that training on rows shares.</summary>
    internal TrainerCore<TOptimizer> Core => _core;

    /// <summary>The first half of a step: loss and gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal float ComputeGradients(in SequenceBatch batch)
    {
        int count = CountOf(batch.Inputs.Length, batch.Steps);
        if (batch.Steps > MaxSteps)
        {
            throw new ArgumentException($"The batch has {batch.Steps} time steps, but the trainer was created for at most {MaxSteps}; raise maxSteps, or split the sequences and carry the state on.", nameof(batch));
        }

        // Without a step before, there is nothing to go on from: the network's own first state begins.
        Begin(count, batch.Carry);
        bool carry = batch.Carry && _carried != 0;
        _core.Begin();
        _states.CopyTo(_statesBefore, 0);
        _carriedBefore = _carried;
        SequenceBatch trained = batch with { Carry = carry, IsTraining = true, DropoutSeed = _core.DropoutSeed };
        float loss = _team != null && _team.Takes(in trained)
            ? _team.Compute(in trained, States(count))
            : Network.ComputeGradients(in trained, Gradients, accumulate: false, States(count));
        _carried = count;
        State.ClearFrozen(Gradients);
        return loss;
    }

    /// <summary>Takes back what the first half of a step changed in the carried states.</summary>
    internal void RestoreStates()
    {
        _statesBefore.CopyTo(_states, 0);
        _carried = _carriedBefore;
    }

    private void SkipOrThrow(float loss, in SequenceBatch batch)
    {
        if (!_core.TrySkip())
        {
            throw _core.Diverged(loss, DivergenceCause.Of(_description, batch, [], 0));
        }
    }

    private Span<float> States(int count) => _states.AsSpan(0, Math.Max(count * TNetwork.TrainingStateLength, 1));

    private int CountOf(int inputs, int steps)
    {
        long each = Math.Max((long)steps * _description.InputSize, 1);
        int count = (int)(inputs / each);
        if (inputs != count * each)
        {
            throw new ArgumentException($"{_description.Name} reads sequences of {steps} steps of {_description.InputSize} values, but the inputs have {inputs} values, which is no whole number of sequences ({each} values each).", nameof(inputs));
        }

        if (count < 1 || count > MaxSequences)
        {
            throw new ArgumentException(count == 0
                ? "A step needs at least one sequence."
                : $"The batch has {count} sequences, but the trainer was created for at most {MaxSequences}; raise maxSequences or split the batch.", nameof(inputs));
        }

        return count;
    }

    private void Begin(int count, bool carry)
    {
        if (carry && _carried != 0 && _carried != count)
        {
            throw new InvalidOperationException(
                $"The batch carries on {count} sequences, but the step before had {_carried}: which of them go on is not known. Call ResetState(), or keep the number of sequences.");
        }
    }
}
