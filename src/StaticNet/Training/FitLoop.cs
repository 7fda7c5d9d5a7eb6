using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Threading;

namespace StaticNet;

/// <summary>The epochs and batches of one <c>Fit</c>.</summary>
internal sealed class FitLoop<TNetwork, TOptimizer>
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly FitOptions _options;
    private readonly FitData _data;
    private readonly Trainer<TNetwork, TOptimizer> _trainer;
    private readonly Evaluator<TNetwork> _evaluator;
    private readonly LastGoodParameters _lastGood;
    private readonly TrainingContext _context;
    private readonly TrainingHistory _history = new();
    private readonly TrainingCallback[] _callbacks; // an array: its enumeration allocates nothing
    private readonly int _batches;

    private readonly OwnLoss? _ownLoss;
    private readonly ReadOnlyMemory<float> _weights;

    public FitLoop(TNetwork model, TOptimizer optimizer, FitOptions options, in Batch rows, int[]? chosen, OwnLoss? ownLoss = null)
    {
        if (ownLoss != null && !(options.SampleWeights.IsEmpty && options.ClassWeights.IsEmpty && !options.BalanceClasses))
        {
            throw new ArgumentException("The weights of FitOptions (SampleWeights, ClassWeights, BalanceClasses) multiply the rows of a built-in loss; let a loss function of your own read weights from its targets.", nameof(options));
        }

        _ownLoss = ownLoss;
        _options = options;
        _callbacks = [.. options.Callbacks];
        _data = FitData.Create(TNetwork.Description, options, rows, chosen);
        _weights = ClassFactors.Weigh(TNetwork.Description, options, rows, _data.TrainingRows);
        _data.CheckCounting(rows, _weights.Span, options);
        _batches = (_data.Count + options.BatchSize - 1) / options.BatchSize;
        _trainer = new Trainer<TNetwork, TOptimizer>(model, optimizer, options.BatchSize, new TrainerOptions
        {
            Schedule = options.Schedule,
            ScheduleUnit = options.ScheduleUnit,
            ScheduleTotal = options.ScheduleUnit == ScheduleUnit.Epoch ? options.Epochs : (long)options.Epochs * _batches,
            ClipNorm = options.ClipNorm,
            ClipNormType = options.ClipNormType,
            ClipValue = options.ClipValue,
            Groups = options.Groups,
            Seed = options.Seed,
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        });
        _evaluator = new Evaluator<TNetwork>(model, Threads.Of(options.MaxDegreeOfParallelism, nameof(FitOptions.MaxDegreeOfParallelism)));
        _lastGood = new LastGoodParameters(model.Parameters);
        _context = new TrainingContext(TNetwork.Description, model.Parameters, _trainer.Gradients, _trainer.State, options, _batches, stream => _trainer.Save(stream, _callbacks));
    }

    public TrainingHistory Run(in Batch rows, CancellationToken cancellationToken)
    {
        ValidationData? validation = _options.ValidationData ?? _data.TakeValidation(rows);
        bool measuresAccuracy = rows.HasLabels && _options.TrainingAccuracy;
        ValidationData? training = measuresAccuracy && !_data.HoldsAll ? _data.TakeTraining(rows) : null;
        Begin();
        try
        {
            RunEpochs(rows, validation, training, measuresAccuracy, cancellationToken);
        }
        catch
        {
            End(); // what a callback restores is restored after a failure, too
            throw;
        }

        End();
        cancellationToken.ThrowIfCancellationRequested();
        _history.StopReason = _context.StopReason;
        return _history;
    }

    private void Begin()
    {
        CallbackStates? saved = _options.ResumeFrom is null ? null : _trainer.LoadWithCallbacks(_options.ResumeFrom);
        _context.Epoch = _trainer.CompletedEpochs;
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnTrainingBegin(_context);
        }

        saved?.Restore(_callbacks, _context);
    }

    private void End()
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnTrainingEnd(_context);
        }
    }

    private void RunEpochs(in Batch rows, ValidationData? validation, ValidationData? training, bool measuresAccuracy, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (_trainer.CompletedEpochs < _options.Epochs && _context.StopReason is null && !cancellationToken.IsCancellationRequested)
        {
            long epochBegin = Stopwatch.GetTimestamp();
            _context.Epoch = _trainer.CompletedEpochs + 1;
            double loss = RunEpoch(rows, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            double rate = _context.State.LearningRate;
            double? validationLoss = null, validationAccuracy = null, accuracy = null;
            IReadOnlyDictionary<string, Evaluation> validationHeads = ReadOnlyDictionary<string, Evaluation>.Empty;
            if (validation != null)
            {
                validationLoss = Loss(FitData.AsBatch(validation));
                validationHeads = _evaluator.Heads(validation.Inputs.Span, validation.Targets.Span);
                validationAccuracy = validation.HasLabels ? Accuracy(validation.Inputs.Span, validation.Labels.Span) : null;
            }

            if (measuresAccuracy)
            {
                accuracy = training is null ? Accuracy(rows.Inputs, rows.Labels) : Accuracy(training.Inputs.Span, training.Labels.Span);
            }

            _trainer.CompletedEpochs++;
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
                ValidationHeads = validationHeads,
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

    /// <summary>All batches once; returns the mean loss.</summary>
    private double RunEpoch(in Batch rows, CancellationToken cancellationToken)
    {
        foreach (TrainingCallback callback in _callbacks)
        {
            callback.OnEpochBegin(_context);
        }

        _data.BeginEpoch(ref _trainer.Random);
        ReadOnlySpan<float> weights = _weights.Span;
        double sum = 0, seen = 0;
        for (int start = 0; start < _data.Count && !cancellationToken.IsCancellationRequested; start += _options.BatchSize)
        {
            int size = Math.Min(_options.BatchSize, _data.Count - start);
            _context.Batch = (start / _options.BatchSize) + 1;
            Batch batch = _data.Gather(rows, weights, start, size, _trainer.DropoutSeed);
            double weight = _ownLoss is null ? LossWeights.Of(TNetwork.Description, batch) : size;
            sum += RunBatch(batch, _data.Rows(start, size)) * weight;
            seen += weight;
            if (_context.StopReason != null)
            {
                break;
            }
        }

        if (!GradientLoops.AllFinite(_context.Parameters))
        {
            // Finite gradients, but an update that overflowed.
            throw Diverged((float)(sum / seen), default, []);
        }

        return sum / seen;
    }

    private float RunBatch(in Batch batch, ReadOnlySpan<int> rows)
    {
        float loss = _trainer.ComputeGradients(_ownLoss is null ? batch : _ownLoss.Of(TNetwork.Description, batch));
        if (!_trainer.IsFinite(loss))
        {
            throw Diverged(loss, batch, rows);
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

    private TrainingDivergedException Diverged(float loss, in Batch batch, ReadOnlySpan<int> rows)
    {
        EarlyStopping? stopping = Array.Find(_callbacks, c => c is EarlyStopping { RestoresBest: true, BestEpoch: > 0 }) as EarlyStopping;
        TrainingDivergedException exception = Divergence.Describe(
            TNetwork.Description, _context.Parameters, _trainer.Gradients, loss, batch, rows, _context.Epoch, _context.Batch,
            stopping is null ? "The model keeps its last good parameters." : $"The model has the parameters of its best epoch, {stopping.BestEpoch}.");
        _trainer.RestoreStatistics();
        _lastGood.Restore();
        return exception;
    }

    private double Loss(in Batch rows) => _ownLoss is null ? _evaluator.Loss(rows) : _ownLoss.Mean(rows);

    private double Accuracy(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => (double)_evaluator.Correct(inputs, labels) / (labels.Length - labels.Count(Batch.IgnoreLabel));
}
