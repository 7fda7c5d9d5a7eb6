using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace StaticNet;

/// <summary>What every <c>Fit</c> does, whatever it trains on: counting epochs, calling callbacks, reports, stopping, going back to the last good parameters.</summary>
internal sealed class FitSession<TOptimizer>
    where TOptimizer : IOptimizer
{
    private readonly FitOptions _options;
    private readonly NetworkDescription _description;
    private readonly TrainerCore<TOptimizer> _core;
    private readonly LastGoodParameters _lastGood;
    private readonly TrainingHistory _history = new();
    private readonly TrainingCallback[] _callbacks; // an array: its enumeration allocates nothing
    private readonly long _begin;
    private long _epochBegin;

    /// <summary>Begins nothing yet.</summary>
    /// <param name="description">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="core">The trainer's.</param>
    /// <param name="updates">Updates of an epoch.</param>
    /// <param name="save">Writes a checkpoint that knows these callbacks.</param>
    public FitSession(NetworkDescription description, FitOptions options, TrainerCore<TOptimizer> core, int updates, Action<Stream, TrainingCallback[]> save)
    {
        _description = description;
        _options = options;
        _core = core;
        _callbacks = [.. options.Callbacks];
        _lastGood = new LastGoodParameters(core.Parameters);
        _begin = Stopwatch.GetTimestamp();
        Context = new TrainingContext(description, core.Parameters, core.Gradients, core.State, options, updates, stream => save(stream, _callbacks));
    }

    public TrainingContext Context { get; }

    /// <summary>What <c>Fit</c> asks of its trainer.</summary>
    public static TrainerOptions OptionsOf(FitOptions options, int updates) => new()
    {
        Schedule = options.Schedule,
        ScheduleUnit = options.ScheduleUnit,
        ScheduleTotal = options.ScheduleUnit == ScheduleUnit.Epoch ? options.Epochs : (long)options.Epochs * updates,
        ClipNorm = options.ClipNorm,
        ClipNormType = options.ClipNormType,
        ClipValue = options.ClipValue,
        Groups = options.Groups,
        Seed = options.Seed,
        MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        GradientRows = options.GradientRows,
    };

    /// <summary>Before the first epoch, or the first one after a checkpoint.</summary>
    /// <param name="load">The trainer's way to continue from a file.</param>
    /// <exception cref="InvalidDataException">The file does not fit the trainer or a callback; the parameters are as they were.</exception>
    public void Begin(Func<string, CallbackStates> load)
    {
        CallbackStates? saved = null;
        ParameterBuffer? before = null;
        if (_options.ResumeFrom is not null)
        {
            before = new ParameterBuffer(_core.Parameters.Layout);
            before.CopyFrom(_core.Parameters);
            saved = load(_options.ResumeFrom);
        }

        Context.Epoch = _core.CompletedEpochs;
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnTrainingBegin(Context);
        }

        try
        {
            saved?.Restore(_callbacks, Context);
        }
        catch (InvalidDataException exception)
        {
            _core.Parameters.CopyFrom(before!);
            throw new InvalidDataException($"{_options.ResumeFrom}: {exception.Message}", exception);
        }
    }

    /// <summary>Behind the last epoch, and after a failure, too: what a callback restores is restored then.</summary>
    public void End()
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnTrainingEnd(Context);
        }
    }

    /// <summary>All reports.</summary>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public TrainingHistory Finish(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _history.StopReason = Context.StopReason ?? (_history.Epochs.Count > 0 ? null :
            $"{_options.ResumeFrom} has completed {_core.CompletedEpochs} epochs already, and FitOptions.Epochs, which counts from the beginning, is {_options.Epochs}");
        return _history;
    }

    /// <summary>Begins the next epoch, if there is one.</summary>
    public bool BeginEpoch(CancellationToken cancellationToken)
    {
        if (_core.CompletedEpochs >= _options.Epochs || Context.StopReason != null || cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        _epochBegin = Stopwatch.GetTimestamp();
        Context.Epoch = _core.CompletedEpochs + 1;
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochBegin(Context);
        }

        return true;
    }

    /// <summary>Updates with gradients that are numbers.</summary>
    public void Update(float loss)
    {
        _lastGood.Keep();
        Context.BatchLoss = loss;
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnGradients(Context);
        }

        _core.Update();
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnBatchEnd(Context);
        }
    }

    /// <summary>Counts an epoch, moves the schedule on and reports.</summary>
    /// <param name="loss">The mean loss of its updates.</param>
    /// <param name="accuracy">On the training data, where it was measured.</param>
    /// <param name="validationLoss">Where it was measured.</param>
    /// <param name="validationAccuracy">Where it was measured.</param>
    /// <param name="validationHeads">By head; null without heads.</param>
    public void EndEpoch(double loss, double? accuracy, double? validationLoss, double? validationAccuracy, IReadOnlyDictionary<string, Evaluation>? validationHeads = null)
    {
        double rate = _core.State.LearningRate;
        _core.CompletedEpochs++;
        if (_core.Scheduler != null && _options.ScheduleUnit == ScheduleUnit.Epoch)
        {
            _core.Scheduler.Step(validationLoss ?? loss);
        }

        Report(new EpochReport
        {
            Epoch = Context.Epoch,
            Epochs = _options.Epochs,
            Loss = loss,
            Accuracy = accuracy,
            ValidationLoss = validationLoss,
            ValidationAccuracy = validationAccuracy,
            ValidationHeads = validationHeads ?? ReadOnlyDictionary<string, Evaluation>.Empty,
            LearningRate = rate,
            Duration = Stopwatch.GetElapsedTime(_epochBegin),
            Elapsed = Stopwatch.GetElapsedTime(_begin),
        });
    }

    /// <summary>Goes back to the last good parameters; the exception says what is wrong with the current ones.</summary>
    /// <param name="loss">Of the batch or epoch.</param>
    /// <param name="cause">What in the data is the cause, as a sentence; null where it is not known.</param>
    /// <param name="unit">What an update is made from: <c>batch</c>.</param>
    public TrainingDivergedException Diverged(float loss, string? cause, string unit)
    {
        EarlyStopping? stopping = Array.Find(_callbacks, c => c is EarlyStopping { RestoresBest: true, BestEpoch: > 0 }) as EarlyStopping;
        TrainingDivergedException exception = Divergence.Describe(
            _description, Context.Parameters, Context.Gradients, loss, cause, $"epoch {Context.Epoch}, {unit} {Context.Batch}", Context.Epoch, Context.Batch,
            stopping is null ? "The model keeps its last good parameters." : $"The model has the parameters of its best epoch, {stopping.BestEpoch}.");
        _core.RestoreStatistics();
        _lastGood.Restore();
        return exception;
    }

    private void Report(EpochReport report)
    {
        _history.Add(report);
        _options.OnEpoch?.Invoke(report);
        _options.Progress?.Report(report);
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochEnd(Context, report);
        }

        // A checkpoint holds what every callback knows of this epoch, so it is written when all have seen it.
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochSeen(Context);
        }
    }
}
