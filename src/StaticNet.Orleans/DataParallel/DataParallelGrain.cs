using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using StaticNet.Losses;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that trains one network on all silos: <c>public sealed class DigitsTraining : DataParallelGrain&lt;Digits&gt;, IDigitsTraining</c> with
/// <see cref="Options"/>. The parameters after every step have the bits of <c>Fit</c> with the same rows, optimizer and options.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <remarks>
/// Per step, each worker receives the parameters and its row numbers, and sends one gradient per block. A network with batch normalization needs all
/// rows of a batch at once and is trained by the grain alone.
/// </remarks>
public abstract class DataParallelGrain<TNetwork> : Grain<DataParallelState>, IDataParallelGrain
    where TNetwork : class, INetwork<TNetwork>
{
    private static readonly TimeSpan s_keepActive = TimeSpan.FromHours(2);

    private DataParallelOptions? _options;
    private TNetwork? _network;
    private Trainer<TNetwork, IOptimizer>? _trainer;
    private BlockDispatch<TNetwork>? _dispatch;
    private GatheredBatch? _batch;
    private RowOrder? _order;
    private TrainingRows? _rows;
    private Pcg32 _random;          // before the current epoch's order was drawn
    private Pcg32 _nextRandom;      // after it
    private int _drawnEpoch = -1;
    private Task _run = Task.CompletedTask;
    private bool _stops;
    private string? _error;

    /// <summary>Rows, epochs, batch size, …</summary>
    protected abstract DataParallelOptions Options { get; }

    private long Steps => _trainer?.StepCount ?? State.StepCount;

    /// <summary>Stopped, although the storage does not know it: the write failed.</summary>
    private bool IsStopped => State.Status == TrainingStatus.Running && _stops && _run.IsCompleted;

    private string Name => $"{GetType().Name} '{this.GetPrimaryKeyText()}'";

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken).ConfigureAwait(true);
        if (State.Version == 0 && State.Training is null)
        {
            return;
        }

        State.Check(IdentityOf.Network<TNetwork>(), Name);
        Prepare();
        if (State.Status == TrainingStatus.Running)
        {
            _run = Run();
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        bool isStopped = IsStopped;
        _stops = true;
        await _run.ConfigureAwait(true);
        if (_trainer != null && State.Status == TrainingStatus.Running && (isStopped || State.StepCount != Steps))
        {
            await Save(isStopped ? TrainingStatus.Stopped : TrainingStatus.Running).ConfigureAwait(true);
        }

        await base.OnDeactivateAsync(reason, cancellationToken).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public async ValueTask Start()
    {
        if (State.Status == TrainingStatus.Finished || (State.Status == TrainingStatus.Running && !_run.IsCompleted))
        {
            return;
        }

        await _run.ConfigureAwait(true); // a failure is being written
        if (_trainer is null && State.Version != 0)
        {
            await ReadStateAsync().ConfigureAwait(true); // the checkpoint, which the state does not hold
        }

        Prepare();
        await Save(TrainingStatus.Running).ConfigureAwait(true);
        _error = null;
        _stops = false;
        _run = Run();
    }

    /// <inheritdoc/>
    public async ValueTask Stop()
    {
        if (State.Status == TrainingStatus.Running)
        {
            _stops = true;
            await _run.ConfigureAwait(true);
            if (State.Status == TrainingStatus.Running)
            {
                await Save(TrainingStatus.Stopped).ConfigureAwait(true);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask Reset()
    {
        if (State.Status == TrainingStatus.Running && !_run.IsCompleted)
        {
            throw new InvalidOperationException($"The training of {Name} is running; call Stop first.");
        }

        await _run.ConfigureAwait(true);
        await ClearStateAsync().ConfigureAwait(true);
        State = new DataParallelState();
        Forget();
        (_dispatch, _error) = (null, null);
    }

    /// <inheritdoc/>
    public ValueTask<DataParallelProgress> GetProgress()
    {
        int epochs = (_options ??= Options).Epochs;
        return ValueTask.FromResult(new DataParallelProgress(
            IsStopped ? TrainingStatus.Stopped : State.Status,
            State.EpochLosses.Count,
            epochs,
            Steps,
            _order is null ? 0 : (long)epochs * _order.Batches,
            State.StepCount,
            State.EpochLosses.ToArray(),
            _dispatch?.Workers ?? 0,
            _dispatch?.RetriedCalls ?? 0,
            Current().Parameters.Hash(),
            _error ?? State.Error));
    }

    /// <inheritdoc/>
    public ValueTask<NetworkSnapshot> GetSnapshot() => ValueTask.FromResult(NetworkSnapshot.Of(Current(), Steps));

    /// <summary>The network before the first step; seed 0 by default.</summary>
    protected virtual TNetwork CreateNetwork() => TNetwork.Create(0);

    /// <summary>The optimizer; <see cref="Adam"/> with its defaults by default.</summary>
    protected virtual IOptimizer CreateOptimizer() => new Adam();

    private TNetwork Current() => _network ??= CreateNetwork();

    /// <summary>Rows, buffers and trainer; the trainer continues where the state stands.</summary>
    private void Prepare()
    {
        if (_trainer != null)
        {
            return;
        }

        DataParallelOptions options = _options ??= Options;
        options.Check();
        var silos = ServiceProvider.GetRequiredService<ISiloStatusOracle>();
        _rows = ServiceProvider.FindTrainingRows(options.Rows, silos.SiloAddress);
        _rows.Check(TNetwork.Description, options.Rows);
        int count = _rows.Count(TNetwork.Description);
        _order = new RowOrder(count, options);
        string plan = $"{count} rows in batches of {options.BatchSize}, DropLast = {options.DropLast}, Shuffle = {options.Shuffle}, Seed = {options.Seed}";
        if (State.Training != null && State.Plan != plan)
        {
            throw new InvalidDataException($"The saved training of {Name} was begun with {State.Plan}; now it has {plan}. Continue with the same rows and options, or call Reset to begin anew.");
        }

        State.Plan = plan;
        var trainer = new Trainer<TNetwork, IOptimizer>(Current(), CreateOptimizer(), _order.LargestBatch, new TrainerOptions
        {
            Schedule = options.Schedule,
            ScheduleUnit = options.ScheduleUnit,
            ScheduleTotal = options.ScheduleUnit == ScheduleUnit.Epoch ? options.Epochs : (long)options.Epochs * _order.Batches,
            ClipNorm = options.ClipNorm,
            ClipNormType = options.ClipNormType,
            ClipValue = options.ClipValue,
            Seed = options.Seed,
        });
        _random = new Pcg32(options.Seed);
        if (State.Training != null)
        {
            using var saved = new MemoryStream(State.Training, writable: false);
            trainer.Load(saved);
            State.Training = null; // the trainer holds it
            _random = Pcg32.FromPosition(State.RandomState, State.RandomIncrement);
        }

        _batch = new GatheredBatch(TNetwork.Description, _rows, _order.LargestBatch);
        _dispatch ??= new BlockDispatch<TNetwork>(GrainFactory, silos, $"{this.GetGrainId()}", options);
        _trainer = trainer;
    }

    /// <summary>All remaining steps. Does not throw: an error is the training's status.</summary>
    private async Task Run()
    {
        try
        {
            await Task.Yield();
            long total = (long)_options!.Epochs * _order!.Batches;
            while (!_stops && Steps < total)
            {
                DelayDeactivation(s_keepActive);
                await Step().ConfigureAwait(true);
                bool ends = EndEpoch();
                if (Steps < total && (ends || (_options.SaveEverySteps > 0 && Steps % _options.SaveEverySteps == 0)))
                {
                    await Checkpoint(TrainingStatus.Running).ConfigureAwait(true);
                }
            }

            CheckParameters();
            if (Steps >= total && !await Checkpoint(TrainingStatus.Finished).ConfigureAwait(true))
            {
                State.Status = TrainingStatus.Failed; // the trainer stays: Start writes it
            }
        }
        catch (InconsistentStateException exception)
        {
            // Another activation goes on with this training.
            _error = exception.Message;
            DeactivateOnIdle();
        }
#pragma warning disable CA1031 // No caller waits for this task; the status tells.
        catch (Exception exception)
        {
            await Fail(exception.Message).ConfigureAwait(true);
        }
#pragma warning restore CA1031

        DelayDeactivation(TimeSpan.Zero);
    }

    /// <summary>Goes back to the last checkpoint, and keeps the error with it.</summary>
    private async Task Fail(string error)
    {
        _trainer = null; // where the rest fails, Start reads the checkpoint
        _error = error;
        try
        {
            await ReadStateAsync().ConfigureAwait(true);
            byte[]? training = State.Training;
            Forget();
            Prepare();
            State.Training = training;
            State.Status = TrainingStatus.Failed;
            State.Error = error;
            await WriteStateAsync().ConfigureAwait(true);
        }
        catch (InconsistentStateException)
        {
            // Another activation goes on with this training.
            DeactivateOnIdle();
            State.Training = null;
            State.Status = TrainingStatus.Running;
            return;
        }
#pragma warning disable CA1031 // Storage providers throw what they like; no caller waits.
        catch (Exception exception)
        {
            _error = $"{error} The failure was not written: {exception.Message}";
        }
#pragma warning restore CA1031

        State.Training = null;
        State.Status = TrainingStatus.Failed;
    }

    /// <summary>Drops what <see cref="Prepare"/> makes from the state.</summary>
    private void Forget() => (_network, _trainer, _batch, _order, _rows, _drawnEpoch) = (null, null, null, null, null, -1);

    private async Task Step()
    {
        int epoch = (int)(Steps / _order!.Batches);
        if (epoch != _drawnEpoch)
        {
            _nextRandom = _random;
            _order.Begin(ref _nextRandom);
            _drawnEpoch = epoch;
        }

        int index = (int)(Steps % _order.Batches);
        int[] rows = _order.Batch(index).ToArray();
        _batch!.Gather(rows, 0);
        ulong seed = _trainer!.DropoutSeed;
        double weight = LossWeight(_batch.Take(rows.Length, seed));
        float loss;
        if (GradientBlocks.Count(TNetwork.Description, rows.Length) > 1)
        {
            loss = (float)await _dispatch!.ComputeGradients(_network!, _batch, rows, _rows!.Hash, Steps, seed, _trainer.Gradients).ConfigureAwait(true);
            _trainer.ApplyGradients(loss);
        }
        else
        {
            await Task.Yield();
            loss = StepAlone(_batch.Take(rows.Length, seed));
        }

        FleetMetrics.Steps.Add(1);
        State.LossSum += loss * weight;
        State.LossWeight += weight;
    }

    private float StepAlone(in Batch batch) => batch.HasLabels
        ? _trainer!.Step(batch.Inputs, batch.Labels, batch.SampleWeights)
        : _trainer!.Step(batch.Inputs, batch.Targets, batch.SampleWeights);

    /// <summary>After an epoch's last step: its mean loss, the schedule's next unit.</summary>
    private bool EndEpoch()
    {
        if (Steps % _order!.Batches != 0)
        {
            return false;
        }

        double loss = State.LossSum / State.LossWeight;
        State.EpochLosses.Add(loss);
        State.LossSum = 0;
        State.LossWeight = 0;
        _random = _nextRandom;
        if (_trainer!.Scheduler != null && _options!.ScheduleUnit == ScheduleUnit.Epoch)
        {
            _trainer.AdvanceSchedule(loss);
        }

        return true;
    }

    private void CheckParameters()
    {
        if (!NonFiniteValues.AllFinite(_network!.Parameters.Values))
        {
            throw new TrainingDivergedException($"After step {Steps} of {Name} a parameter is NaN or infinite; the learning rate is {_trainer!.LearningRate}. Use a smaller one, or clip gradients.");
        }
    }

    /// <summary>The weight of a batch's mean loss in the epoch's: rows, the share of them whose targets are there, or the sum of the labels' class weights, as in <c>Fit</c>.</summary>
    private static double LossWeight(in Batch batch)
    {
        NetworkDescription network = TNetwork.Description;
        if (!batch.HasLabels && network.LossOptions.MissingTargets == MissingTargets.Ignore)
        {
            int there = 0;
            foreach (float target in batch.Targets)
            {
                there += float.IsNaN(target) ? 0 : 1;
            }

            return (double)there / network.OutputSize;
        }

        return batch.HasLabels && network.LabelLoss is (Loss.CrossEntropy or Loss.NegativeLogLikelihood)
            ? CrossEntropyLoss.Normalizer(batch.Labels, network.LossOptions)
            : batch.Inputs.Length / network.InputSize;
    }

    /// <summary>A checkpoint that cannot be written is reported and written again later; the training goes on. False where it was not written.</summary>
    private async Task<bool> Checkpoint(TrainingStatus status)
    {
        CheckParameters();
        try
        {
            await Save(status).ConfigureAwait(true);
            _error = null;
            return true;
        }
        catch (InconsistentStateException)
        {
            throw;
        }
#pragma warning disable CA1031 // Storage providers throw what they like.
        catch (Exception exception)
        {
            _error = $"The checkpoint after step {Steps} was not written: {exception.Message}";
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>Writes parameters that <see cref="CheckParameters"/> has seen.</summary>
    private async Task Save(TrainingStatus status)
    {
        IdentityOf identity = IdentityOf.Network<TNetwork>();
        using var stream = new MemoryStream();
        _trainer!.Save(stream);
        (TrainingStatus previousStatus, long previousSteps, string? previousError) = (State.Status, State.StepCount, State.Error);
        State.Version = DataParallelState.CurrentVersion;
        State.Network = identity.Name;
        State.Layout = identity.Layout;
        State.Status = status;
        State.Error = null;
        State.Training = stream.ToArray();
        State.StepCount = _trainer.StepCount;
        (State.RandomState, State.RandomIncrement) = _random.Position;
        try
        {
            await WriteStateAsync().ConfigureAwait(true);
            FleetMetrics.Saves.Add(1);
        }
        catch
        {
            (State.Status, State.StepCount, State.Error) = (previousStatus, previousSteps, previousError);
            throw;
        }
        finally
        {
            State.Training = null;
        }
    }
}
