using System;
using System.Threading;

namespace StaticNet;

/// <summary>Training and evaluation of every network with memory.</summary>
public static class SequenceTrainingExtensions
{
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        /// <summary>A trainer for a loop of your own: all buffers are allocated now, 0 bytes per step.</summary>
        /// <param name="optimizer">For example <c>new Adam(0.005f)</c>.</param>
        /// <param name="maxSequences">The most sequences of one step.</param>
        /// <param name="maxSteps">The most time steps of one step.</param>
        /// <param name="options">Schedule, clipping, seed; null for none.</param>
        public SequenceTrainer<TNetwork, TOptimizer> CreateTrainer<TOptimizer>(TOptimizer optimizer, int maxSequences, int maxSteps, TrainerOptions? options = null)
            where TOptimizer : IOptimizer => new(model, optimizer, maxSequences, maxSteps, options);

        /// <summary>Trains on class labels.</summary>
        /// <param name="inputs">[sequences, steps, InputSize].</param>
        /// <param name="labels">[sequences] for a network that is many to one, otherwise [sequences, steps].</param>
        /// <param name="steps">Time steps of each sequence.</param>
        /// <param name="optimizer">For example <c>new Adam(learningRate: 1e-2f)</c>.</param>
        /// <param name="options">Epochs, batch size, truncation, …; null for the defaults.</param>
        /// <param name="cancellationToken">Looked at between updates.</param>
        /// <returns>Loss and accuracy of every epoch.</returns>
        /// <exception cref="ArgumentException">Data or options do not fit; nothing has been trained.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        /// <exception cref="TrainingDivergedException">A loss or gradient is NaN or infinite; the model keeps its last good parameters.</exception>
        /// <exception cref="OperationCanceledException">Canceled; the model keeps the parameters of the last completed update.</exception>
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int steps, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default)
            where TOptimizer : IOptimizer => Fit(model, new SequenceBatch(inputs, labels, steps), optimizer, options, cancellationToken);

        /// <summary>Trains on numbers.</summary>
        /// <param name="inputs">[sequences, steps, InputSize].</param>
        /// <param name="targets">[sequences, steps, OutputSize]; many to one [sequences, OutputSize].</param>
        /// <param name="steps">Time steps of each sequence.</param>
        /// <param name="optimizer">For example <c>new Adam(0.005f)</c>.</param>
        /// <param name="options">Epochs, batch size, truncation, warm-up, …; null for the defaults.</param>
        /// <param name="cancellationToken">Looked at between updates.</param>
        /// <returns>Loss of every epoch.</returns>
        /// <exception cref="ArgumentException">Data or options do not fit; nothing has been trained.</exception>
        /// <exception cref="TrainingDivergedException">A loss or gradient is NaN or infinite; the model keeps its last good parameters.</exception>
        /// <exception cref="OperationCanceledException">Canceled; the model keeps the parameters of the last completed update.</exception>
        public TrainingHistory Fit<TOptimizer>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int steps, TOptimizer optimizer, FitOptions? options = null, CancellationToken cancellationToken = default)
            where TOptimizer : IOptimizer => Fit(model, new SequenceBatch(inputs, targets, steps), optimizer, options, cancellationToken);

        /// <summary>Measures loss, accuracy and confusion matrix on labeled sequences.</summary>
        /// <param name="inputs">[sequences, steps, InputSize]; at least one sequence.</param>
        /// <param name="labels">[sequences] for a network that is many to one, otherwise [sequences, steps].</param>
        /// <param name="steps">Time steps of each sequence.</param>
        /// <param name="maxDegreeOfParallelism">The most threads, −1 for one per processor; results have the same bits for every number.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, there are no sequences, or a label is out of range.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        public Evaluation Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int steps, int maxDegreeOfParallelism = 1) =>
            Evaluate(model, new SequenceBatch(inputs, labels, steps), maxDegreeOfParallelism);

        /// <summary>Measures loss, error-to-signal ratio, mean absolute error, root mean squared error and R² against numbers.</summary>
        /// <param name="inputs">[sequences, steps, InputSize]; at least one sequence.</param>
        /// <param name="targets">[sequences, steps, OutputSize]; many to one [sequences, OutputSize].</param>
        /// <param name="steps">Time steps of each sequence.</param>
        /// <param name="maxDegreeOfParallelism">The most threads, −1 for one per processor; results have the same bits for every number.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, or there are no sequences.</exception>
        public Evaluation Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int steps, int maxDegreeOfParallelism = 1) =>
            Evaluate(model, new SequenceBatch(inputs, targets, steps), maxDegreeOfParallelism);
    }

    private static TrainingHistory Fit<TNetwork, TOptimizer>(
        TNetwork model, in SequenceBatch all, TOptimizer optimizer, FitOptions? options, CancellationToken cancellationToken)
        where TNetwork : class, IStreamingNetwork<TNetwork>
        where TOptimizer : IOptimizer
    {
        ArgumentNullException.ThrowIfNull(model);
        return new SequenceFit<TNetwork, TOptimizer>(model, optimizer, options ?? new FitOptions(), in all).Run(in all, cancellationToken);
    }

    private static Evaluation Evaluate<TNetwork>(TNetwork model, in SequenceBatch all, int maxDegreeOfParallelism)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkDescription description = TNetwork.Description;
        int count = SequenceData.Check(description, in all, "evaluation");
        var evaluator = new SequenceEvaluator<TNetwork>(model, all.Steps, Threads.Of(maxDegreeOfParallelism));
        double loss = evaluator.Loss(in all);
        if (all.HasLabels)
        {
            return new Evaluation { Count = count, Loss = loss, ConfusionMatrix = evaluator.Confusion(in all) };
        }

        // Logits against probabilities would be no errors.
        if (description.OutputActivation == "Identity" && DoubleLoss.ReadsPreActivation(description.NumberLoss))
        {
            return new Evaluation { Count = count, Loss = loss };
        }

        (double ratio, ErrorSums errors) = evaluator.Errors(in all);
        return new Evaluation(errors, description.Columns) { Count = count, Loss = loss, ErrorToSignalRatio = ratio };
    }
}
