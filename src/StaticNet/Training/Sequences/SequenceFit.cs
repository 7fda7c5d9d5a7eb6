using System;
using System.Diagnostics;
using System.Threading;

namespace StaticNet;

/// <summary>The epochs, batches and blocks of steps of one <c>Fit</c> over sequences.</summary>
internal sealed class SequenceFit<TNetwork, TOptimizer>
    where TNetwork : class, IStreamingNetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly FitOptions _options;
    private readonly SequenceData _data;
    private readonly SequenceTrainer<TNetwork, TOptimizer> _trainer;
    private readonly SequenceEvaluator<TNetwork> _evaluator;
    private readonly LastGoodParameters _lastGood;
    private readonly TrainingContext _context;
    private readonly TrainingHistory _history = new();
    private readonly TrainingCallback[] _callbacks; // an array: its enumeration allocates nothing

    public SequenceFit(TNetwork model, TOptimizer optimizer, FitOptions options, in SequenceBatch all)
    {
        _options = options;
        _callbacks = [.. options.Callbacks];
        _data = new SequenceData(TNetwork.Description, options, in all);
        if (options.ValidationData is { } validation)
        {
            if (validation.HasLabels != all.HasLabels)
            {
                throw new ArgumentException(
                    $"The training sequences have {(all.HasLabels ? "labels (int)" : "targets (float)")}, but ValidationData has {(validation.HasLabels ? "labels (int)" : "targets (float)")}.", nameof(options));
            }

            SequenceData.Check(TNetwork.Description, AsBatch(validation, all.Steps), "validation");
        }

        int updates = (_data.Steps - options.WarmupSteps + _data.Block - 1) / _data.Block * ((_data.Count + _data.BatchSize - 1) / _data.BatchSize);
        _trainer = new SequenceTrainer<TNetwork, TOptimizer>(model, optimizer, _data.BatchSize, Math.Max(_data.Block, options.WarmupSteps), new TrainerOptions
        {
            Schedule = options.Schedule,
            ScheduleUnit = options.ScheduleUnit,
            ScheduleTotal = options.ScheduleUnit == ScheduleUnit.Epoch ? options.Epochs : (long)options.Epochs * updates,
            ClipNorm = options.ClipNorm,
            ClipNormType = options.ClipNormType,
            ClipValue = options.ClipValue,
            Groups = options.Groups,
            Seed = options.Seed,
        });
        _evaluator = new SequenceEvaluator<TNetwork>(model, _data.Steps);
        _lastGood = new LastGoodParameters(model.Parameters);
        _context = new TrainingContext(TNetwork.Description, model.Parameters, _trainer.Gradients, _trainer.State, options, updates, stream => _trainer.Save(stream, _callbacks));
    }

    public TrainingHistory Run(in SequenceBatch all, CancellationToken cancellationToken)
    {
        ValidationData? validation = _options.ValidationData ?? (_data.Validation.Length > 0 ? _data.Take(in all, _data.Validation) : null);
        ValidationData? training = all.HasLabels && _options.TrainingAccuracy ? _data.Take(in all, _data.Training) : null;
        CallbackStates? saved = _options.ResumeFrom is null ? null : _trainer.LoadWithCallbacks(_options.ResumeFrom);
        _context.Epoch = _trainer.CompletedEpochs;
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnTrainingBegin(_context);
        }

        saved?.Restore(_callbacks, _context);
        try
        {
            RunEpochs(in all, validation, training, cancellationToken);
        }
        finally
        {
            // What a callback restores is restored after a failure, too.
            foreach (TrainingCallback callback in _callbacks)
            {
                callback.OnTrainingEnd(_context);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        _history.StopReason = _context.StopReason;
        return _history;
    }

    private static SequenceBatch AsBatch(ValidationData data, int steps) => data.HasLabels
        ? new SequenceBatch(data.Inputs.Span, data.Labels.Span, steps)
        : new SequenceBatch(data.Inputs.Span, data.Targets.Span, steps);

    private void RunEpochs(in SequenceBatch all, ValidationData? validation, ValidationData? training, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (_trainer.CompletedEpochs < _options.Epochs && _context.StopReason is null && !cancellationToken.IsCancellationRequested)
        {
            long epochBegin = Stopwatch.GetTimestamp();
            _context.Epoch = _trainer.CompletedEpochs + 1;
            double loss = RunEpoch(in all, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            double rate = _context.State.LearningRate;
            double? validationLoss = validation is null ? null : _evaluator.Loss(AsBatch(validation, _data.Steps));
            double? validationAccuracy = validation is { HasLabels: true } ? _evaluator.Confusion(AsBatch(validation, _data.Steps)).Accuracy : null;
            double? accuracy = training is null ? null : _evaluator.Confusion(AsBatch(training, _data.Steps)).Accuracy;
            _trainer.CompletedEpochs++;
            _trainer.ResetState();
            if (_trainer.Scheduler != null && _options.ScheduleUnit == ScheduleUnit.Epoch)
            {
                _trainer.Scheduler.Step(validationLoss ?? loss);
            }

            Report(new EpochReport
            {
                Epoch = _context.Epoch,
                Epochs = _options.Epochs,
                Loss = loss,
                Accuracy = accuracy,
                ValidationLoss = validationLoss,
                ValidationAccuracy = validationAccuracy,
                LearningRate = rate,
                Duration = Stopwatch.GetElapsedTime(epochBegin),
                Elapsed = Stopwatch.GetElapsedTime(begin),
            });
        }
    }

    private void Report(EpochReport report)
    {
        _history.Add(report);
        _options.OnEpoch?.Invoke(report);
        _options.Progress?.Report(report);
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochEnd(_context, report);
        }

        // A checkpoint holds what every callback knows of this epoch, so it is written when all have seen it.
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochSeen(_context);
        }
    }

    /// <summary>All batches once, each in blocks of steps; returns the mean loss.</summary>
    private double RunEpoch(in SequenceBatch all, CancellationToken cancellationToken)
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochBegin(_context);
        }

        _data.BeginEpoch(ref _trainer.Random);
        _context.Batch = 0;
        double sum = 0, seen = 0;
        for (int start = 0; start < _data.Count; start += _data.BatchSize)
        {
            int size = Math.Min(_data.BatchSize, _data.Count - start);
            int step = _options.WarmupSteps;
            if (step > 0)
            {
                _trainer.Warm(_data.Inputs(in all, start, size, 0, step), step);
            }

            for (; step < _data.Steps && !cancellationToken.IsCancellationRequested && _context.StopReason is null; step += _data.Block)
            {
                int block = Math.Min(_data.Block, _data.Steps - step);
                _context.Batch++;
                double weight = (double)size * block;
                sum += RunBlock(_data.Gather(in all, start, size, step, block, carry: step > 0)) * weight;
                seen += weight;
            }
        }

        if (!GradientLoops.AllFinite(_context.Parameters))
        {
            // Finite gradients, but an update that overflowed.
            throw Diverged(sum / seen);
        }

        return sum / seen;
    }

    private float RunBlock(in SequenceBatch batch)
    {
        float loss = _trainer.ComputeGradients(in batch);
        if (!_trainer.IsFinite(loss))
        {
            throw Diverged(loss);
        }

        _lastGood.Keep();
        _context.BatchLoss = loss;
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnGradients(_context);
        }

        _trainer.Update();
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnBatchEnd(_context);
        }

        return loss;
    }

    private TrainingDivergedException Diverged(double loss)
    {
        _trainer.Restore();
        _lastGood.Restore();
        return new TrainingDivergedException(
            $"Training of {TNetwork.Description.Name} diverged in epoch {_context.Epoch}, update {_context.Batch}: the loss is {loss}, or a gradient is NaN or infinite. Lower the learning rate, set FitOptions.ClipNorm, or scale inputs and targets. The model keeps its last good parameters.",
            _context.Epoch, _context.Batch, "");
    }
}
