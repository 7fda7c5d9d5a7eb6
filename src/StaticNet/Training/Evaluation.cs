using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace StaticNet;

/// <summary>How well a network does on rows it was not trained on. What does not apply (accuracy of numbers, R² of labels) is NaN or null.</summary>
public sealed class Evaluation
{
    /// <summary>A result that is filled in by hand.</summary>
    public Evaluation()
    {
    }

    /// <param name="sums">Of all rows. An output without any target is left out of the means.</param>
    /// <param name="names">The outputs' names; null where they have none.</param>
    internal Evaluation(ErrorSums sums, NetworkColumns? names)
    {
        OutputErrors[] outputs = sums.ToErrors(names);
        Outputs = outputs;
        double absolute = 0, squared = 0, r2 = 0;
        int count = 0;
        for (int c = 0; c < outputs.Length; c++)
        {
            if (!sums.HasTargets(c))
            {
                continue;
            }

            OutputErrors output = outputs[c];
            count++;
            absolute += output.MeanAbsoluteError;
            squared += output.RootMeanSquaredError * output.RootMeanSquaredError;
            r2 += output.R2;
        }

        MeanAbsoluteError = absolute / count;
        RootMeanSquaredError = Math.Sqrt(squared / count);
        R2 = r2 / count;
    }

    /// <summary>Rows evaluated: those with a label or a target; all rows with a loss of your own, which may read what is missing; whole sequences for a network with memory.</summary>
    public required int Count { get; init; }

    /// <summary>The network's mean loss; NaN where the class weights of all labels are 0, as in PyTorch.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of rows classified rightly, 0 to 1; NaN for numbers.</summary>
    public double Accuracy => ConfusionMatrix?.Accuracy ?? double.NaN;

    /// <summary>True against predicted classes; null for numbers.</summary>
    public ConfusionMatrix? ConfusionMatrix { get; init; }

    /// <summary>The classes' names, for a network over typed rows; null where classes are numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; internal set; }

    /// <summary>Per class: of the rows predicted as it, the share that truly is. Empty for numbers.</summary>
    public double[] Precision => PerClass(static (m, c) => m.Precision(c));

    /// <summary>Per class: of the rows that truly are it, the share predicted so. Empty for numbers.</summary>
    public double[] Recall => PerClass(static (m, c) => m.Recall(c));

    /// <summary>Per class: harmonic mean of precision and recall. Empty for numbers.</summary>
    public double[] F1 => PerClass(static (m, c) => m.F1(c));

    /// <summary>
    /// The unweighted mean of <see cref="F1"/> over the classes that occur, as a row's true or predicted class (as scikit-learn's
    /// <c>f1_score(average="macro")</c>); NaN for numbers.
    /// </summary>
    public double MacroF1
    {
        get
        {
            if (ConfusionMatrix is not { } matrix)
            {
                return double.NaN;
            }

            double sum = 0;
            int occurring = 0;
            for (int c = 0; c < matrix.Classes; c++)
            {
                if (matrix.Support(c) + matrix.Predicted(c) > 0)
                {
                    sum += matrix.F1(c);
                    occurring++;
                }
            }

            return sum / occurring;
        }
    }

    /// <summary>Mean of |output − target| over all values; NaN for labels.</summary>
    public double MeanAbsoluteError { get; init; } = double.NaN;

    /// <summary>Root of the mean of (output − target)²; NaN for labels.</summary>
    public double RootMeanSquaredError { get; init; } = double.NaN;

    /// <summary>
    /// Coefficient of determination, 1 − Σ(target − output)²/Σ(target − mean)², averaged over the outputs; NaN for labels.
    /// Where all targets of an output are equal it counts as 1 if the outputs equal them, otherwise as 0 (as scikit-learn).
    /// </summary>
    public double R2 { get; init; } = double.NaN;

    /// <summary>The errors of each output by itself; empty for labels.</summary>
    public IReadOnlyList<OutputErrors> Outputs { get; init; } = [];

    /// <summary>
    /// Each head by its name, in the order declared: its own loss, not multiplied by its weight, and its accuracy and confusion matrix where its targets are classes, or the
    /// errors of its outputs. A head of binary cross-entropy with several outputs, of KL divergence, or with targets between the classes has its loss alone. A row of zeros names
    /// no class of a head with cross-entropy: it is left out of accuracy and <see cref="Count"/>, while the loss is the mean over all rows. Empty for a network without heads; with heads, the
    /// network's own accuracy and errors are NaN, since its outputs have no common meaning.
    /// </summary>
    public IReadOnlyDictionary<string, Evaluation> Heads { get; init; } = ReadOnlyDictionary<string, Evaluation>.Empty;

    /// <summary>Σ(output − target)²/(Σ target² + 10⁻⁵) over all steps of a network with memory; otherwise NaN.</summary>
    public double ErrorToSignalRatio { get; init; } = double.NaN;

    /// <summary>Some lines: loss, then accuracy, confusion matrix and a line per class; or the errors and R²; or a line per head.</summary>
    public override string ToString() => ToString(ClassNames);

    /// <summary>As <see cref="ToString()"/>, with names of the classes.</summary>
    /// <param name="classNames">One name per class, or null for numbers.</param>
    public string ToString(IReadOnlyList<string>? classNames)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        text.Append(culture, $"loss {Loss:F4} on {Count} rows");
        if (!double.IsNaN(MeanAbsoluteError))
        {
            text.Append(culture, $"\nMAE {MeanAbsoluteError:G5}  RMSE {RootMeanSquaredError:G5}  R2 {R2:F4}");
        }

        foreach ((string name, Evaluation head) in Heads)
        {
            text.Append(culture, $"\n{name}: loss {head.Loss:F4}");
            if (head.ConfusionMatrix is { } classes)
            {
                text.Append(culture, $"  accuracy {head.Accuracy * 100:F2} % ({classes.Correct} of {classes.Total})");
            }
            else if (!double.IsNaN(head.MeanAbsoluteError))
            {
                text.Append(culture, $"  MAE {head.MeanAbsoluteError:G5}  RMSE {head.RootMeanSquaredError:G5}  R2 {head.R2:F4}");
            }
        }

        for (int i = 0; i < Outputs.Count && Outputs.Count > 1; i++)
        {
            OutputErrors output = Outputs[i];
            text.Append(culture, $"\n  {output.Name ?? $"output {i}"}: MAE {output.MeanAbsoluteError:G5}  RMSE {output.RootMeanSquaredError:G5}  R2 {output.R2:F4}");
        }

        if (!double.IsNaN(ErrorToSignalRatio))
        {
            text.Append(culture, $"\nESR {ErrorToSignalRatio:G5}");
        }

        if (ConfusionMatrix is { } matrix)
        {
            text.Append(culture, $"\naccuracy {Accuracy * 100:F2} % ({matrix.Correct} of {matrix.Total})\n");
            text.Append(matrix.ToString(classNames));
            int width = 5;
            for (int c = 0; c < matrix.Classes; c++)
            {
                width = Math.Max(width, (classNames?[c] ?? "").Length);
            }

            text.Append('\n').Append("class".PadRight(width)).Append("  precision  recall      F1  rows");
            for (int c = 0; c < matrix.Classes; c++)
            {
                text.Append('\n').Append((classNames?[c] ?? c.ToString(culture)).PadRight(width));
                text.Append(culture, $"  {matrix.Precision(c),9:F3}  {matrix.Recall(c),6:F3}  {matrix.F1(c),6:F3}  {matrix.Support(c),4}");
            }
        }

        return text.ToString();
    }

    private double[] PerClass(Func<ConfusionMatrix, int, double> score)
    {
        if (ConfusionMatrix is not { } matrix)
        {
            return [];
        }

        var scores = new double[matrix.Classes];
        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] = score(matrix, c);
        }

        return scores;
    }
}
