using System;
using System.Linq;

namespace StaticNet.Tests.Shared;

/// <summary>
/// Every loss of the library in double, straight from PyTorch's definitions: value and gradient with respect to the prediction,
/// which is the logits for <c>cross_entropy</c> and <c>bce_with_logits</c>, otherwise the network's output.
/// </summary>
internal sealed record ReferenceLoss(string Name)
{
    /// <summary><c>mean</c>, <c>sum</c> or <c>none</c> (value: see <see cref="PerItem"/>; gradient that of the sum).</summary>
    public string Reduction { get; init; } = "mean";

    public double Delta { get; init; } = 1;

    public double Beta { get; init; } = 1;

    public double LabelSmoothing { get; init; }

    public double[]? ClassWeights { get; init; }

    public double[]? PositiveWeights { get; init; }

    /// <summary>One factor per output of a loss per element; the mean stays over the number of elements.</summary>
    public double[]? OutputWeights { get; init; }

    /// <summary>Whether elements with a target of NaN count for neither loss nor mean.</summary>
    public bool IgnoreMissing { get; init; }

    /// <summary>γ of the focal loss; 0: none.</summary>
    public double FocalGamma { get; init; }

    /// <summary>One factor per row, on its loss and gradient; the mean stays over the number of rows (or of elements).</summary>
    public double[]? SampleWeights { get; init; }

    public static ReferenceLoss For(Loss loss) => new(loss switch
    {
        Loss.MeanSquaredError => "mse",
        Loss.MeanAbsoluteError => "l1",
        Loss.Huber => "huber",
        Loss.SmoothL1 => "smooth_l1",
        Loss.BinaryCrossEntropy => "bce_with_logits",
        Loss.CrossEntropy => "cross_entropy",
        Loss.NegativeLogLikelihood => "nll",
        Loss.Hinge => "hinge",
        Loss.KLDivergence => "kl_div",
        _ => throw new ArgumentException($"{loss} is decided by the targets."),
    });

    /// <summary>Whether the loss is defined per row (classes) and not per element.</summary>
    public bool IsPerRow => Name is "cross_entropy" or "nll" or "kl_div";

    /// <summary>Loss of class labels; for a loss per element, a label is its own target (one output).</summary>
    public (double Loss, double[] PerItem, double[] Gradient) Compute(double[] prediction, int rows, int[] labels)
    {
        int columns = prediction.Length / rows;
        if (!IsPerRow)
        {
            return Compute(prediction, rows, [.. labels.Select(l => (double)l)]);
        }

        var targets = new double[prediction.Length];
        for (int row = 0; row < rows; row++)
        {
            targets[(row * columns) + labels[row]] = 1;
        }

        return PerRow(prediction, rows, targets, hard: true);
    }

    /// <summary>Loss of numbers [rows, columns].</summary>
    public (double Loss, double[] PerItem, double[] Gradient) Compute(double[] prediction, int rows, double[] targets) =>
        IsPerRow ? PerRow(prediction, rows, targets, hard: false) : PerElement(prediction, rows, targets);

    private (double Loss, double[] PerItem, double[] Gradient) PerElement(double[] prediction, int rows, double[] targets)
    {
        int columns = prediction.Length / rows;
        var values = new double[prediction.Length];
        var gradient = new double[prediction.Length];
        int counting = IgnoreMissing ? targets.Count(t => !double.IsNaN(t)) : prediction.Length;
        double scale = Reduction == "mean" ? 1.0 / Math.Max(counting, 1) : 1;
        for (int i = 0; i < prediction.Length; i++)
        {
            if (IgnoreMissing && double.IsNaN(targets[i]))
            {
                continue;
            }

            (double value, double slope) = Element(prediction[i], targets[i], PositiveWeights?[i % columns] ?? 1);
            double weight = (SampleWeights?[i / columns] ?? 1) * (OutputWeights?[i % columns] ?? 1);
            values[i] = value * weight;
            gradient[i] = slope * weight * scale;
        }

        return (values.Sum() * scale, values, gradient);
    }

    private (double Value, double Slope) Element(double y, double t, double positiveWeight)
    {
        double d = y - t;
        double a = Math.Abs(d);
        switch (Name)
        {
            case "mse": return (d * d, 2 * d);
            case "l1": return (a, Math.Sign(d));
            case "huber": return a <= Delta ? (0.5 * d * d, d) : (Delta * (a - (Delta / 2)), Delta * Math.Sign(d));
            case "smooth_l1": return a < Beta ? (0.5 * d * d / Beta, d / Beta) : (a - (Beta / 2), Math.Sign(d));
            case "hinge": return 1 - (t * y) > 0 ? (1 - (t * y), -t) : (0, 0);
            case "bce":
                return (-((t * Math.Max(Math.Log(y), -100)) + ((1 - t) * Math.Max(Math.Log(1 - y), -100))), d / Math.Max(y * (1 - y), 1e-12));
            case "bce_with_logits":
                double logSigmoid = y < 0 ? y - Log1p(Math.Exp(y)) : -Log1p(Math.Exp(-y));
                double logOpposite = logSigmoid - y;
                double sigmoid = 1 / (1 + Math.Exp(-y));
                double cross = -((positiveWeight * t * logSigmoid) + ((1 - t) * logOpposite));
                double slope = ((1 - t) * sigmoid) - (positiveWeight * t * (1 - sigmoid));
                double missed = (sigmoid * (1 - t)) + ((1 - sigmoid) * t), factor = Math.Pow(missed, FocalGamma);
                return FocalGamma == 0
                    ? (cross, slope)
                    : (factor * cross, (factor * slope) + (FocalGamma * Math.Pow(missed, FocalGamma - 1) * (1 - (2 * t)) * sigmoid * (1 - sigmoid) * cross));
            default: throw new NotSupportedException($"The reference has no loss '{Name}'.");
        }
    }

    private (double Loss, double[] PerItem, double[] Gradient) PerRow(double[] prediction, int rows, double[] targets, bool hard)
    {
        int columns = prediction.Length / rows;
        double[] weights = ClassWeights ?? [.. Enumerable.Repeat(1.0, columns)];
        var values = new double[rows];
        var gradient = new double[prediction.Length];
        double divisor = hard ? 0 : rows; // PyTorch: the weights of the labels, but the rows for probabilities
        for (int row = 0; row < rows; row++)
        {
            double[] z = prediction[(row * columns)..((row + 1) * columns)];
            double[] logProbabilities = Name == "nll" ? z : ReferenceLayers.LogSoftmax(z);

            // Each class counts with its (smoothed) target times its weight: d value/d logProbability = −share.
            var share = new double[columns];
            for (int c = 0; c < columns; c++)
            {
                double target = targets[(row * columns) + c];
                share[c] = weights[c] * ((target * (1 - LabelSmoothing)) + (LabelSmoothing / columns)) * (SampleWeights?[row] ?? 1);
                divisor += hard ? weights[c] * target : 0;
                double missed = 1 - Math.Exp(logProbabilities[c]);
                values[row] -= share[c] * Math.Pow(missed, FocalGamma) * logProbabilities[c];
                share[c] *= Math.Pow(missed, FocalGamma)
                    - (FocalGamma == 0 ? 0 : FocalGamma * Math.Pow(missed, FocalGamma - 1) * (1 - missed) * logProbabilities[c]);
                values[row] += Name == "kl_div" && target > 0 ? target * Math.Log(target) * (SampleWeights?[row] ?? 1) : 0;
            }

            double total = share.Sum();
            for (int c = 0; c < columns; c++)
            {
                gradient[(row * columns) + c] = Name == "nll" ? -share[c] : (Math.Exp(logProbabilities[c]) * total) - share[c];
            }
        }

        double scale = Reduction == "mean" ? 1 / divisor : 1;
        return (values.Sum() * scale, values, [.. gradient.Select(g => g * scale)]);
    }

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);
}
