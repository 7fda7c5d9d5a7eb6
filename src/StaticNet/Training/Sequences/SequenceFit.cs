using System;
using System.Threading;

namespace StaticNet;

/// <summary>The epochs, batches and blocks of steps of one <c>Fit</c> over sequences.</summary>
internal sealed class SequenceFit<TNetwork, TOptimizer>
    where TNetwork : class, IStreamingNetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private const string Unit = "update";

    private readonly FitOptions _options;
    private readonly SequenceData _data;
    private readonly SequenceTrainer<TNetwork, TOptimizer> _trainer;
    private readonly SequenceEvaluator<TNetwork> _evaluator;
    private readonly FitSession<TOptimizer> _session;

    public SequenceFit(TNetwork model, TOptimizer optimizer, FitOptions options, in SequenceBatch all)
    {
        _options = options;
        _data = new SequenceData(TNetwork.Description, options, in all);
        if (options.ValidationData is { } validation)
        {
            SequenceData.Check(TNetwork.Description, AsBatch(validation, all.Steps), "validation");
        }

        int updates = (_data.Steps - options.WarmupSteps + _data.Block - 1) / _data.Block * ((_data.Count + _data.BatchSize - 1) / _data.BatchSize);
        _trainer = new SequenceTrainer<TNetwork, TOptimizer>(
            model, optimizer, _data.BatchSize, Math.Max(_data.Block, options.WarmupSteps), FitSession<TOptimizer>.OptionsOf(options, updates));
        _evaluator = new SequenceEvaluator<TNetwork>(model, _data.Steps, _trainer.Core.Threads);
        _session = new FitSession<TOptimizer>(TNetwork.Description, options, _trainer.Core, updates, _trainer.Save);
    }

    public TrainingHistory Run(in SequenceBatch all, CancellationToken cancellationToken)
    {
        ValidationData? validation = _options.ValidationData ?? (_data.Validation.Length > 0 ? _data.Take(in all, _data.Validation) : null);
        ValidationData? training = all.HasLabels && _options.TrainingAccuracy ? _data.Take(in all, _data.Training) : null;
        _session.Begin(_trainer.LoadWithCallbacks);
        try
        {
            RunEpochs(in all, validation, training, cancellationToken);
        }
        finally
        {
            _session.End();
        }

        return _session.Finish(cancellationToken);
    }

    private static SequenceBatch AsBatch(ValidationData data, int steps) => data.HasLabels
        ? new SequenceBatch(data.Inputs.Span, data.Labels.Span, steps)
        : new SequenceBatch(data.Inputs.Span, data.Targets.Span, steps);

    private void RunEpochs(in SequenceBatch all, ValidationData? validation, ValidationData? training, CancellationToken cancellationToken)
    {
        while (_session.BeginEpoch(cancellationToken))
        {
            double loss = RunEpoch(in all, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            double? validationLoss = validation is null ? null : _evaluator.Loss(AsBatch(validation, _data.Steps));
            double? validationAccuracy = validation is { HasLabels: true } ? _evaluator.Confusion(AsBatch(validation, _data.Steps)).Accuracy : null;
            double? accuracy = training is null ? null : _evaluator.Confusion(AsBatch(training, _data.Steps)).Accuracy;
            _trainer.ResetState();
            _session.EndEpoch(loss, accuracy, validationLoss, validationAccuracy);
        }
    }

    /// <summary>All batches once, each in blocks of steps; returns the mean loss.</summary>
    private double RunEpoch(in SequenceBatch all, CancellationToken cancellationToken)
    {
        TrainingContext context = _session.Context;
        _data.BeginEpoch(ref _trainer.Core.Random);
        context.Batch = 0;
        double sum = 0, seen = 0;
        for (int start = 0; start < _data.Count && !cancellationToken.IsCancellationRequested && context.StopReason is null; start += _data.BatchSize)
        {
            int size = Math.Min(_data.BatchSize, _data.Count - start);
            int step = _options.WarmupSteps;
            if (step > 0)
            {
                _trainer.Warm(_data.Inputs(in all, start, size, 0, step), step);
            }

            for (; step < _data.Steps && !cancellationToken.IsCancellationRequested && context.StopReason is null; step += _data.Block)
            {
                int block = Math.Min(_data.Block, _data.Steps - step);
                context.Batch++;
                SequenceBatch batch = _data.Gather(in all, start, size, step, block, carry: step > 0);
                double weight = LossWeights.Of(TNetwork.Description, in batch);
                sum += RunBlock(in batch, _data.Sequences(start, size), step) * weight;
                seen += weight;
            }
        }

        if (!GradientLoops.AllFinite(context.Parameters))
        {
            // Finite gradients, but an update that overflowed.
            throw _session.Diverged((float)(sum / seen), null, Unit);
        }

        return sum / seen;
    }

    private float RunBlock(in SequenceBatch batch, ReadOnlySpan<int> sequences, int firstStep)
    {
        float loss = _trainer.ComputeGradients(in batch);
        if (!_trainer.Core.IsFinite(loss))
        {
            throw _session.Diverged(loss, DivergenceCause.Of(TNetwork.Description, in batch, sequences, firstStep), Unit);
        }

        _session.Update(loss);
        return loss;
    }
}
