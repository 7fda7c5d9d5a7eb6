using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace StaticNet.Orleans;

/// <content>From the state to a trainer, and back.</content>
public abstract partial class DataParallelGrain<TNetwork>
{
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

    /// <summary>Drops what <see cref="Prepare"/> makes from the state.</summary>
    private void Forget() => (_network, _trainer, _batch, _order, _rows, _drawnEpoch) = (null, null, null, null, null, -1);

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
