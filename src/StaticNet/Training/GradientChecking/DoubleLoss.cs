using System;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>The losses in double, from their definitions.</summary>
internal static class DoubleLoss
{
    /// <summary>Whether the loss reads the last layer's pre-activation where the network ends in Softmax or Sigmoid.</summary>
    public static bool ReadsPreActivation(Loss loss) => loss is Loss.CrossEntropy or Loss.BinaryCrossEntropy or Loss.KLDivergence;

    /// <summary>The mean loss of a network's predictions [rows, outputs], which are overwritten: of a network with heads, the weighted sum of theirs.</summary>
    public static double Mean(NetworkDescription description, Loss loss, in LossOptions options, Span<double> predictions, in Batch batch)
    {
        if (description.Heads.Count == 0)
        {
            return Mean(loss, options, predictions, description.OutputSize, batch);
        }

        int rows = predictions.Length / description.OutputSize;
        double sum = 0;
        foreach (OutputHead head in description.Heads)
        {
            var values = new double[rows * head.Size];
            var targets = new float[values.Length];
            for (int row = 0; row < rows; row++)
            {
                predictions.Slice((row * head.OutputSize) + head.Start, head.Size).CopyTo(values.AsSpan(row * head.Size));
                head.Of(batch.Targets, row).CopyTo(targets.AsSpan(row * head.Size));
            }

            sum += head.LossWeight * Mean(head.Loss, head.Options(in options), values, head.Size, new Batch(batch.Inputs, targets) { SampleWeights = batch.SampleWeights });
        }

        return sum;
    }

    /// <summary>The mean loss of predictions [rows, columns]; the predictions are overwritten.</summary>
    public static double Mean(Loss loss, in LossOptions options, Span<double> predictions, int columns, in Batch batch)
    {
        int rows = predictions.Length / columns;
        double sum = 0, divisor = 0, smoothing = options.LabelSmoothing;
        for (int row = 0; row < rows; row++)
        {
            if (batch.HasLabels && batch.Labels[row] == Batch.IgnoreLabel)
            {
                continue;
            }

            double weight = batch.SampleWeights.IsEmpty ? 1 : batch.SampleWeights[row];
            Span<double> values = predictions.Slice(row * columns, columns);
            bool perRow = loss is Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence;
            if (loss is Loss.CrossEntropy or Loss.KLDivergence)
            {
                DoubleActivations.LogSoftmax(values);
            }

            for (int c = 0; c < columns; c++)
            {
                double target = !batch.HasLabels ? batch.Targets[(row * columns) + c] : perRow ? (batch.Labels[row] == c ? 1 : 0) : batch.Labels[row];
                if (perRow)
                {
                    double classWeight = options.ClassWeights?[c] ?? 1;
                    double share = classWeight * (loss == Loss.CrossEntropy ? (target * (1 - smoothing)) + (smoothing / columns) : target);
                    double focal = loss == Loss.CrossEntropy && options.FocalGamma != 0 ? Math.Pow(1 - Math.Exp(values[c]), options.FocalGamma) : 1;
                    sum -= share == 0 ? 0 : weight * share * focal * (loss == Loss.KLDivergence ? values[c] - Math.Log(share) : values[c]);
                    divisor += batch.HasLabels ? classWeight * target : 1.0 / columns;
                }
                else if (!(double.IsNaN(target) && PresentTargets.MayMiss(loss, in options)))
                {
                    double outputWeight = PresentTargets.IsPerElement(loss) ? options.OutputWeights?[c] ?? 1 : 1;
                    sum += weight * outputWeight * Element(loss, options, values[c], target, c);
                    divisor++;
                }
            }
        }

        return divisor == 0 && !batch.HasLabels ? 0 : sum / divisor;
    }

    private static double Element(Loss loss, in LossOptions options, double y, double t, int column)
    {
        double difference = Math.Abs(y - t);
        switch (loss)
        {
            case Loss.MeanSquaredError: return difference * difference;
            case Loss.MeanAbsoluteError: return difference;
            case Loss.Huber:
                double delta = options.HuberDelta;
                return difference <= delta ? difference * difference / 2 : delta * (difference - (delta / 2));
            case Loss.SmoothL1:
                double beta = options.SmoothL1Beta;
                return difference < beta ? difference * difference / 2 / beta : difference - (beta / 2);
            case Loss.BinaryCrossEntropy:
                double positive = options.PositiveWeights?[column] ?? 1;
                double cross = (positive * t * DoubleActivations.LogOnePlusExp(-y)) + ((1 - t) * DoubleActivations.LogOnePlusExp(y));
                return options.FocalGamma == 0 ? cross : cross * Math.Pow(((1 - t) / (1 + Math.Exp(-y))) + (t / (1 + Math.Exp(y))), options.FocalGamma);
            case Loss.Hinge: return Math.Max(0, options.HingeMargin - (t * y));
            case Loss.Perceptron: return ((y >= 0 ? 1 : 0) - t) * y;
            default: throw new NotSupportedException($"The gradient check does not know the loss {loss}.");
        }
    }
}
