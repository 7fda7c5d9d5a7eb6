using System;

namespace StaticNet;

/// <summary>The gradient check of every network.</summary>
public static class GradientCheckExtensions
{
    // What an ill-conditioned but right float gradient stays below, with room.
    private const double GradientTolerance = 1e-4;

    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>
        /// Compares the network's gradients with central differences of its loss, computed in double precision from the same parameters.
        /// Takes two forward passes per compared value.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; a few rows are enough.</param>
        /// <param name="labels">[count].</param>
        /// <param name="tolerance">Above this relative error the check counts as failed.</param>
        /// <param name="maxValuesPerParameter">Of larger parameters, that many values are chosen at random.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, there are no rows, or a label is out of range.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        public GradientCheckResult GradientCheck(
            ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, double tolerance = GradientTolerance, int maxValuesPerParameter = 1000) =>
            Check(model, new Batch(inputs, labels), tolerance, maxValuesPerParameter);

        /// <summary>
        /// Compares the network's gradients with central differences of its loss, computed in double precision from the same parameters.
        /// Takes two forward passes per compared value.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; a few rows are enough.</param>
        /// <param name="targets">[count, OutputSize], row-major.</param>
        /// <param name="tolerance">Above this relative error the check counts as failed.</param>
        /// <param name="maxValuesPerParameter">Of larger parameters, that many values are chosen at random.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, or there are no rows.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        public GradientCheckResult GradientCheck(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, double tolerance = GradientTolerance, int maxValuesPerParameter = 1000) =>
            Check(model, new Batch(inputs, targets), tolerance, maxValuesPerParameter);

        /// <summary>
        /// Checks a loss of your own and the network's gradients under it. The loss's output gradients are compared row by row with central differences of
        /// <see cref="ILossFunction.Compute"/>, in single precision as it computes, and count as wrong from 1 % of the largest on: the result then names
        /// <c>output gradient</c>, at row · OutputSize + output. Where they are right, the parameters' gradients that follow from them are compared in double.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; a few rows are enough.</param>
        /// <param name="targets">[count, …]: as many numbers per row as the loss reads.</param>
        /// <param name="loss">For example <c>new Pinball(0.1f)</c>.</param>
        /// <param name="tolerance">Above this relative error of a parameter's gradient the check counts as failed.</param>
        /// <param name="maxValuesPerParameter">Of larger parameters, that many values are chosen at random.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, or there are no rows.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        public GradientCheckResult GradientCheck<TLoss>(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, double tolerance = GradientTolerance, int maxValuesPerParameter = 1000)
            where TLoss : ILossFunction
        {
            ArgumentNullException.ThrowIfNull(model);
            HyperParameter.Positive(tolerance);
            ArgumentOutOfRangeException.ThrowIfLessThan(maxValuesPerParameter, 1);
            return LossFunctionChecker.Run(model, inputs, targets, loss, tolerance, maxValuesPerParameter);
        }

        /// <inheritdoc cref="GradientCheckExtensions.GradientCheck{TNetwork, TLoss}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, TLoss, double, int)"/>
        public GradientCheckResult GradientCheck(
            ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, LossFunction loss, double tolerance = GradientTolerance, int maxValuesPerParameter = 1000)
        {
            ArgumentNullException.ThrowIfNull(loss);
            return GradientCheck(model, inputs, targets, new DelegateLoss(loss), tolerance, maxValuesPerParameter);
        }
    }

    extension<TNetwork>(TNetwork model)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        /// <summary>
        /// Compares the gradients of a network with memory with central differences of its loss, computed in double precision from the same
        /// parameters. Takes two forward passes per compared value. Dropout and batch statistics are off.
        /// </summary>
        /// <param name="batch">The sequences; a few short ones are enough.</param>
        /// <param name="tolerance">Above this relative error the check counts as failed.</param>
        /// <param name="maxValuesPerParameter">Of larger parameters, that many values are chosen at random.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, or a label is out of range.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only, or the batch carries a state.</exception>
        /// <exception cref="NotSupportedException">The batch is of a training (<see cref="SequenceBatch.IsTraining"/>), or a layer cannot be computed in double.</exception>
        public GradientCheckResult GradientCheck(in SequenceBatch batch, double tolerance = GradientTolerance, int maxValuesPerParameter = 1000)
        {
            ArgumentNullException.ThrowIfNull(model);
            HyperParameter.Positive(tolerance);
            ArgumentOutOfRangeException.ThrowIfLessThan(maxValuesPerParameter, 1);
            return batch.IsTraining
                ? throw new NotSupportedException("The gradient check of sequences computes dropout and batch normalization as inference does; leave IsTraining false.")
                : GradientChecker.RunSequences(model, in batch, tolerance, maxValuesPerParameter);
        }
    }

    private static GradientCheckResult Check<TNetwork>(TNetwork model, in Batch rows, double tolerance, int maxValuesPerParameter)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(model);
        HyperParameter.Positive(tolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxValuesPerParameter, 1);
        FitData.CheckRows(TNetwork.Description, rows, 0, "check");
        return GradientChecker.Run(model, rows, tolerance, maxValuesPerParameter);
    }
}
