using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>
/// Which loss can follow which output. The cross-entropies are computed from the last layer's pre-activation, so they follow a
/// plain output or their own activation and nothing else; the negative log-likelihood reads log-probabilities.
/// </summary>
internal static class LossRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        Activation output = network.OutputActivation;
        Loss loss = network.Training.Loss;
        if (network.EndsInTargetScale && (loss is Loss.CrossEntropy or Loss.KLDivergence or Loss.BinaryCrossEntropy or Loss.NegativeLogLikelihood or Loss.Perceptron or Loss.Hinge))
        {
            problems.Add(new(
                ProblemKind.LossDoesNotFit, network.LossPlace, loss.ToString(), network.Layers[network.Layers.Count - 1].Layer.Kind,
                "its outputs are numbers in the targets' units, not scores of classes", nameof(Loss.MeanSquaredError))
            {
                Replacement = nameof(Loss.MeanSquaredError),
            });
        }
        else if (!Fits(loss, output))
        {
            Loss better = Suggestion(loss, output);
            problems.Add(new(ProblemKind.LossDoesNotFit, network.LossPlace, loss.ToString(), output.ToString(), Reason(loss), better.ToString())
            {
                Replacement = better.ToString(),
            });
        }
        else if (network.ValueSizes()[network.Layers.Count] == 1
            && (loss is Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence
                || (loss == Loss.Auto && output is Activation.Softmax or Activation.LogSoftmax)))
        {
            problems.Add(new(ProblemKind.LossIsConstant, network.LossPlace, (loss == Loss.Auto ? output.ToString() : loss.ToString())));
        }
    }

    /// <summary>Whether a loss can follow an output activation.</summary>
    public static bool Fits(Loss loss, Activation output) => loss switch
    {
        Loss.CrossEntropy or Loss.KLDivergence => output is Activation.Identity or Activation.Softmax,
        Loss.BinaryCrossEntropy => output is Activation.Identity or Activation.Sigmoid,
        Loss.NegativeLogLikelihood => output is Activation.LogSoftmax,
        // Targets are −1 and +1; an output that is a probability can never be on the right side of −1.
        Loss.Hinge => output is not (Activation.Softmax or Activation.LogSoftmax or Activation.Sigmoid or Activation.HardSigmoid),
        Loss.Perceptron => output is Activation.Step,
        _ => true,
    };

    /// <summary>The loss that was most likely meant.</summary>
    public static Loss Suggestion(Loss loss, Activation output) => output switch
    {
        Activation.Softmax => Loss.CrossEntropy,
        Activation.LogSoftmax => Loss.NegativeLogLikelihood,
        Activation.Sigmoid => Loss.BinaryCrossEntropy,
        Activation.Step => Loss.Perceptron,
        Activation.Identity => loss == Loss.NegativeLogLikelihood ? Loss.CrossEntropy : Loss.MeanSquaredError,
        _ => Loss.MeanSquaredError,
    };

    private static string Reason(Loss loss) => loss switch
    {
        Loss.CrossEntropy or Loss.KLDivergence => "it needs an output of Identity (logits) or Softmax",
        Loss.BinaryCrossEntropy => "it needs an output of Identity (logits) or Sigmoid",
        Loss.NegativeLogLikelihood => "it needs log-probabilities, an output of LogSoftmax",
        Loss.Perceptron => "it needs the output of a step unit",
        _ => "its targets are -1 and +1, which a probability does not reach",
    };

    /// <summary>Whether class labels (whole numbers) can be the targets, as <c>NetworkDescription.LabelLoss</c> has it.</summary>
    public static bool TakesLabels(Loss declared, Activation output, int outputs) =>
        CanBecome(declared, output, outputs, Loss.CrossEntropy)
        || CanBecome(declared, output, outputs, Loss.NegativeLogLikelihood)
        || (outputs == 1 && (CanBecome(declared, output, outputs, Loss.BinaryCrossEntropy) || declared == Loss.Perceptron));

    /// <summary>Whether a declared loss is, or as Auto can turn out to be, a given one.</summary>
    public static bool CanBecome(Loss declared, Activation output, int outputs, Loss loss) => declared != Loss.Auto
        ? declared == loss
        : output switch
        {
            Activation.Softmax => loss == Loss.CrossEntropy,
            Activation.LogSoftmax => loss == Loss.NegativeLogLikelihood,
            Activation.Sigmoid => loss == Loss.BinaryCrossEntropy,
            Activation.Identity => loss == Loss.MeanSquaredError || loss == (outputs == 1 ? Loss.BinaryCrossEntropy : Loss.CrossEntropy),
            _ => loss == Loss.MeanSquaredError,
        };
}
