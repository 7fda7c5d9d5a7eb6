using System;
using System.Threading.Tasks;
using Orleans.Storage;

namespace StaticNet.Orleans;

/// <content>The steps of the training, and what a failure does to it.</content>
public abstract partial class DataParallelGrain<TNetwork>
{
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
        double weight = GradientBlocks.LossWeight(TNetwork.Description, _batch.Take(rows.Length, seed));
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

    private void CheckParameters()
    {
        if (!NonFiniteValues.AllFinite(_network!.Parameters.Values))
        {
            throw new TrainingDivergedException($"After step {Steps} of {Name} a parameter is NaN or infinite; the learning rate is {_trainer!.LearningRate}. Use a smaller one, or clip gradients.");
        }
    }
}
