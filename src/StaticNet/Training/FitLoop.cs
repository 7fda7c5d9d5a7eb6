using System;
using System.Collections.Generic;
using System.Threading;

namespace StaticNet;

/// <summary>The epochs and batches of one <c>Fit</c>.</summary>
internal sealed class FitLoop<TNetwork, TOptimizer>
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private const string Unit = "batch";

    private readonly FitOptions _options;
    private readonly FitData _data;
    private readonly Trainer<TNetwork, TOptimizer> _trainer;
    private readonly Evaluator<TNetwork> _evaluator;
    private readonly FitSession<TOptimizer> _session;
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
        _data = FitData.Create(TNetwork.Description, options, rows, chosen);
        _weights = ClassFactors.Weigh(TNetwork.Description, options, rows.HasLabels, rows.Labels, _data.TrainingRows);
        _data.CheckCounting(rows, _weights.Span, options);
        int batches = (_data.Count + options.BatchSize - 1) / options.BatchSize;
        _trainer = new Trainer<TNetwork, TOptimizer>(model, optimizer, options.BatchSize, FitSession<TOptimizer>.OptionsOf(options, batches));
        _evaluator = new Evaluator<TNetwork>(model, _trainer.Core.Threads);
        _session = new FitSession<TOptimizer>(TNetwork.Description, options, _trainer.Core, batches, _trainer.Save);
    }

    public TrainingHistory Run(in Batch rows, CancellationToken cancellationToken)
    {
        ValidationData? validation = _options.ValidationData ?? _data.TakeValidation(rows);
        bool measuresAccuracy = rows.HasLabels && _options.TrainingAccuracy;
        ValidationData? training = measuresAccuracy && !_data.HoldsAll ? _data.TakeTraining(rows) : null;
        _session.Begin(_trainer.LoadWithCallbacks);
        try
        {
            RunEpochs(rows, validation, training, measuresAccuracy, cancellationToken);
        }
        finally
        {
            _session.End();
        }

        return _session.Finish(cancellationToken);
    }

    private void RunEpochs(in Batch rows, ValidationData? validation, ValidationData? training, bool measuresAccuracy, CancellationToken cancellationToken)
    {
        while (_session.BeginEpoch(cancellationToken))
        {
            double loss = RunEpoch(rows, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            double? validationLoss = null, validationAccuracy = null, accuracy = null;
            IReadOnlyDictionary<string, Evaluation>? validationHeads = null;
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

            _session.EndEpoch(loss, accuracy, validationLoss, validationAccuracy, validationHeads);
        }
    }

    /// <summary>All batches once; returns the mean loss.</summary>
    private double RunEpoch(in Batch rows, CancellationToken cancellationToken)
    {
        TrainingContext context = _session.Context;
        _data.BeginEpoch(ref _trainer.Core.Random);
        ReadOnlySpan<float> weights = _weights.Span;
        double sum = 0, seen = 0;
        for (int start = 0; start < _data.Count && !cancellationToken.IsCancellationRequested; start += _options.BatchSize)
        {
            int size = Math.Min(_options.BatchSize, _data.Count - start);
            context.Batch = (start / _options.BatchSize) + 1;
            Batch batch = _data.Gather(rows, weights, start, size, _trainer.DropoutSeed, out RowGather gather);
            double weight = _ownLoss is null ? LossWeights.Of(TNetwork.Description, batch) : size;
            sum += RunBatch(batch, gather, _data.Rows(start, size)) * weight;
            seen += weight;
            if (context.StopReason != null)
            {
                break;
            }
        }

        if (!GradientLoops.AllFinite(context.Parameters))
        {
            // Finite gradients, but an update that overflowed.
            throw _session.Diverged((float)(sum / seen), null, Unit);
        }

        return sum / seen;
    }

    private float RunBatch(in Batch batch, RowGather gather, ReadOnlySpan<int> rows)
    {
        Batch own = _ownLoss is null ? batch : _ownLoss.Of(TNetwork.Description, batch);
        float loss = _trainer.ComputeGradients(own, gather);
        if (!_trainer.Core.IsFinite(loss))
        {
            throw _session.Diverged(loss, DivergenceCause.Of(TNetwork.Description, own, rows), Unit);
        }

        _session.Update(loss);
        return loss;
    }

    private double Loss(in Batch rows) => _ownLoss is null ? _evaluator.Loss(rows) : _ownLoss.Mean(rows, _evaluator.Threads);

    private double Accuracy(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => (double)_evaluator.Correct(inputs, labels) / (labels.Length - labels.Count(Batch.IgnoreLabel));
}
