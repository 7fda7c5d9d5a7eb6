using System;
using System.Runtime.CompilerServices;
using System.Threading;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>Training and evaluation of every network.</summary>
public static class TrainingExtensions
{
    // CA1068: the rows follow the token, which stays where calls by position have it.
#pragma warning disable CA1068
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>A trainer for a loop of your own: all buffers are allocated now, 0 bytes per step.</summary>
        /// <param name="optimizer">For example <c>new SGD(0.1f, momentum: 0.9f)</c>.</param>
        /// <param name="maxBatchSize">The most rows of one step.</param>
        /// <param name="options">Schedule, clipping, seed; null for none.</param>
        public Trainer<TNetwork, TOptimizer> CreateTrainer<TOptimizer>(TOptimizer optimizer, int maxBatchSize = 64, TrainerOptions? options = null)
            where TOptimizer : IOptimizer => new(model, optimizer, maxBatchSize, options);

        /// <summary>Trains on class labels.</summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <param name="labels">[count], from 0 to classes − 1 (0 or 1 with one output).</param>
        /// <param name="optimizer">For example <c>new Adam(learningRate: 1e-2f)</c>.</param>
        /// <param name="options">Epochs, batch size, validation, …; null for the defaults.</param>
        /// <param name="cancellationToken">Looked at between batches.</param>
        /// <param name="rows">Indices of the rows to use, for example of a fold; null for all. <see cref="FitOptions.ValidationSplit"/> is a share of them; sample weights stay one per row of the data.</param>
        /// <returns>Loss and accuracy of every epoch.</returns>
        /// <exception cref="ArgumentException">Data or options do not fit; nothing has been trained.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        /// <exception cref="TrainingDivergedException">A loss or gradient is NaN or infinite; the model keeps its last good parameters.</exception>
        /// <exception cref="OperationCanceledException">Canceled; the model keeps the parameters of the last completed batch.</exception>
        [OverloadResolutionPriority(1)] // arrays convert to spans and to memory
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default, int[]? rows = null)
            where TOptimizer : IOptimizer => Fit(model, new Batch(inputs, labels), optimizer, options, rows, cancellationToken);

        /// <summary>Trains on numbers.</summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <param name="targets">[count, OutputSize], row-major.</param>
        /// <param name="optimizer">For example <c>new Adam(learningRate: 1e-2f)</c>.</param>
        /// <param name="options">Epochs, batch size, validation, …; null for the defaults.</param>
        /// <param name="cancellationToken">Looked at between batches.</param>
        /// <param name="rows">Indices of the rows to use, for example of a fold; null for all. <see cref="FitOptions.ValidationSplit"/> is a share of them; sample weights stay one per row of the data.</param>
        /// <returns>Loss of every epoch.</returns>
        /// <exception cref="ArgumentException">Data or options do not fit; nothing has been trained.</exception>
        /// <exception cref="TrainingDivergedException">A loss or gradient is NaN or infinite; the model keeps its last good parameters.</exception>
        /// <exception cref="OperationCanceledException">Canceled; the model keeps the parameters of the last completed batch.</exception>
        [OverloadResolutionPriority(1)] // arrays convert to spans and to memory
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default, int[]? rows = null)
            where TOptimizer : IOptimizer => Fit(model, new Batch(inputs, targets), optimizer, options, rows, cancellationToken);

        /// <inheritdoc cref="TrainingExtensions.Fit{TNetwork, TOptimizer}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{int}, TOptimizer, FitOptions?, CancellationToken, int[])"/>
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlyMemory<float> inputs, ReadOnlyMemory<int> labels, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default, int[]? rows = null)
            where TOptimizer : IOptimizer => Fit(model, new Batch(inputs.Span, labels.Span), optimizer, options, rows, cancellationToken);

        /// <inheritdoc cref="TrainingExtensions.Fit{TNetwork, TOptimizer}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, TOptimizer, FitOptions?, CancellationToken, int[])"/>
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default, int[]? rows = null)
            where TOptimizer : IOptimizer => Fit(model, new Batch(inputs.Span, targets.Span), optimizer, options, rows, cancellationToken);

        /// <summary>Trains on numbers with a loss of your own.</summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <param name="targets">[count, OutputSize], row-major.</param>
        /// <param name="loss">For example <c>new Pinball(0.1f)</c>.</param>
        /// <param name="optimizer">For example <c>new Adam(learningRate: 1e-2f)</c>.</param>
        /// <param name="options">Epochs, batch size, validation, …; null for the defaults.</param>
        /// <param name="cancellationToken">Looked at between batches.</param>
        /// <param name="rows">Indices of the rows to use, for example of a fold; null for all. <see cref="FitOptions.ValidationSplit"/> is a share of them; sample weights stay one per row of the data.</param>
        /// <returns>Loss of every epoch.</returns>
        /// <exception cref="ArgumentException">Data or options do not fit; nothing has been trained.</exception>
        /// <exception cref="TrainingDivergedException">A loss or gradient is NaN or infinite; the model keeps its last good parameters.</exception>
        /// <exception cref="OperationCanceledException">Canceled; the model keeps the parameters of the last completed batch.</exception>
        public TrainingHistory Fit<TLoss, TOptimizer>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default, int[]? rows = null)
            where TLoss : ILossFunction
            where TOptimizer : IOptimizer
        {
            ArgumentNullException.ThrowIfNull(model);
            var data = new Batch(inputs, targets);
            return new FitLoop<TNetwork, TOptimizer>(model, optimizer, options ?? new FitOptions(), data, rows, new OwnLoss<TNetwork, TLoss>(model, loss)).Run(data, cancellationToken);
        }

        /// <inheritdoc cref="TrainingExtensions.Fit{TNetwork, TLoss, TOptimizer}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, TLoss, TOptimizer, FitOptions?, CancellationToken, int[])"/>
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, LossFunction loss, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default, int[]? rows = null)
            where TOptimizer : IOptimizer
        {
            ArgumentNullException.ThrowIfNull(loss);
            return Fit(model, inputs, targets, new DelegateLoss(loss), optimizer, options, cancellationToken, rows);
        }

        /// <summary>Measures a loss of your own, and the errors of outputs against targets where each row has OutputSize of them; those of each head, where there are heads.</summary>
        /// <param name="inputs">[count, InputSize], row-major; at least one row.</param>
        /// <param name="targets">[count, …]: as many numbers per row as the loss reads.</param>
        /// <param name="loss">For example <c>new Pinball(0.1f)</c>; called on the calling thread only.</param>
        /// <param name="maxDegreeOfParallelism">The most threads of the network, −1 for one per processor; results have the same bits for every number.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, or there are no rows.</exception>
        public Evaluation Evaluate<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, int maxDegreeOfParallelism = 1)
            where TLoss : ILossFunction
        {
            ArgumentNullException.ThrowIfNull(model);
            int threads = Threads.Of(maxDegreeOfParallelism);
            double mean = new OwnLoss<TNetwork, TLoss>(model, loss).Mean(new Batch(inputs, targets), threads);
            int count = inputs.Length / TNetwork.Description.InputSize;
            if (targets.Length != count * TNetwork.Description.OutputSize)
            {
                return new Evaluation { Count = count, Loss = mean };
            }

            var evaluator = new Evaluator<TNetwork>(model, threads);
            return TNetwork.Description.Heads.Count > 0
                ? new Evaluation { Count = count, Loss = mean, Heads = evaluator.Heads(inputs, targets) }
                : new Evaluation(evaluator.Errors(inputs, targets), TNetwork.Description.Columns) { Count = count, Loss = mean };
        }

        /// <inheritdoc cref="TrainingExtensions.Evaluate{TNetwork, TLoss}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, TLoss, int)"/>
        public Evaluation Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, LossFunction loss, int maxDegreeOfParallelism = 1)
        {
            ArgumentNullException.ThrowIfNull(loss);
            return Evaluate(model, inputs, targets, new DelegateLoss(loss), maxDegreeOfParallelism);
        }

        /// <summary>Measures loss, accuracy and confusion matrix on labeled rows.</summary>
        /// <param name="inputs">[count, InputSize], row-major; at least one row.</param>
        /// <param name="labels">[count].</param>
        /// <param name="maxDegreeOfParallelism">The most threads, −1 for one per processor; results have the same bits for every number.</param>
        /// <param name="rows">Indices of the rows to measure, for example of a fold; null for all.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, there are no rows, or a label is out of range.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        [OverloadResolutionPriority(1)]
        public Evaluation Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int maxDegreeOfParallelism = 1, int[]? rows = null) =>
            Evaluate(model, new Batch(inputs, labels), maxDegreeOfParallelism, rows);

        /// <summary>Measures loss, mean absolute error, root mean squared error and R² against numbers; with one-hot or 0/1 targets of a classifier, what labels would give. Heads are measured each by itself.</summary>
        /// <param name="inputs">[count, InputSize], row-major; at least one row.</param>
        /// <param name="targets">[count, OutputSize], row-major.</param>
        /// <param name="maxDegreeOfParallelism">The most threads, −1 for one per processor; results have the same bits for every number.</param>
        /// <param name="rows">Indices of the rows to measure, for example of a fold; null for all.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, or there are no rows.</exception>
        [OverloadResolutionPriority(1)]
        public Evaluation Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int maxDegreeOfParallelism = 1, int[]? rows = null) =>
            Evaluate(model, new Batch(inputs, targets), maxDegreeOfParallelism, rows);

        /// <inheritdoc cref="TrainingExtensions.Evaluate{TNetwork}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{int}, int, int[])"/>
        public Evaluation Evaluate(ReadOnlyMemory<float> inputs, ReadOnlyMemory<int> labels, int maxDegreeOfParallelism = 1, int[]? rows = null) =>
            Evaluate(model, new Batch(inputs.Span, labels.Span), maxDegreeOfParallelism, rows);

        /// <inheritdoc cref="TrainingExtensions.Evaluate{TNetwork}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, int, int[])"/>
        public Evaluation Evaluate(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int maxDegreeOfParallelism = 1, int[]? rows = null) =>
            Evaluate(model, new Batch(inputs.Span, targets.Span), maxDegreeOfParallelism, rows);
    }
#pragma warning restore CA1068

    private static TrainingHistory Fit<TNetwork, TOptimizer>(
        TNetwork model, in Batch data, TOptimizer optimizer, FitOptions? options, int[]? rows, CancellationToken cancellationToken)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : IOptimizer
    {
        ArgumentNullException.ThrowIfNull(model);
        return new FitLoop<TNetwork, TOptimizer>(model, optimizer, options ?? new FitOptions(), data, rows).Run(data, cancellationToken);
    }

    private static Evaluation Evaluate<TNetwork>(TNetwork model, in Batch data, int maxDegreeOfParallelism, int[]? chosen)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkDescription description = TNetwork.Description;
        FitData.CheckRows(description, data, 0, "evaluation");
        Batch rows = data;
        if (chosen != null)
        {
            rows = FitData.AsBatch(FitData.Chosen(description, data, chosen));
            CountingRows.CheckEvaluation(data.Labels, chosen);
            CountingRows.CheckTargets(description, data.Targets, chosen, "chosen evaluation rows");
        }

        var evaluator = new Evaluator<TNetwork>(model, Threads.Of(maxDegreeOfParallelism));
        double loss = evaluator.Loss(rows);
        bool mayMiss = !rows.HasLabels && description.MayMissTargets;
        int count = mayMiss ? PresentTargets.Rows(rows.Targets, description.OutputSize) : rows.Inputs.Length / description.InputSize;
        if (description.Heads.Count > 0)
        {
            return new Evaluation { Count = count, Loss = loss, Heads = evaluator.Heads(rows.Inputs, rows.Targets) };
        }

        ReadOnlySpan<int> labels = rows.HasLabels ? rows.Labels : TargetClasses.Of(description, rows.Targets);
        if (!labels.IsEmpty)
        {
            return new Evaluation { Count = labels.Length - labels.Count(Batch.IgnoreLabel), Loss = loss, ConfusionMatrix = evaluator.Confusion(rows.Inputs, labels) };
        }

        // Logits against probabilities would be no errors.
        if (description.OutputActivation == "Identity" && DoubleLoss.ReadsPreActivation(description.NumberLoss))
        {
            return new Evaluation { Count = count, Loss = loss };
        }

        return new Evaluation(evaluator.Errors(rows.Inputs, rows.Targets), description.Columns) { Count = count, Loss = loss };
    }
}
