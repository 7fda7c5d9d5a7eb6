using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>The options of <c>[Training]</c>: in range, one weight per output, and not given to a loss that has no use for them.</summary>
internal static class TrainingOptionRules
{
    /// <summary>The losses that are a mean over elements, each of which can have a weight or be missing.</summary>
    public static readonly Loss[] PerElement =
        [Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.SmoothL1, Loss.BinaryCrossEntropy, Loss.Hinge];

    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.TrainingAttribute < 0)
        {
            return;
        }

        TrainingSpec training = network.Training;
        int[] sizes = network.ValueSizes();
        int outputs = sizes[sizes.Length - 1];
        Number("LabelSmoothing", training.LabelSmoothing, training.LabelSmoothing >= 0 && training.LabelSmoothing < 1, "it must be 0 or more and less than 1");
        Number("HuberDelta", training.HuberDelta, training.HuberDelta > 0, "it must be greater than 0");
        Number("SmoothL1Beta", training.SmoothL1Beta, training.SmoothL1Beta >= 0, "it must be 0 or more");
        Number("HingeMargin", training.HingeMargin, training.HingeMargin > 0, "it must be greater than 0");
        Number("PreEmphasis", training.PreEmphasis, training.PreEmphasis >= 0 && training.PreEmphasis <= 1, "it must be from 0 to 1");
        Number("DirectCurrentWeight", training.DirectCurrentWeight, training.DirectCurrentWeight >= 0 && training.DirectCurrentWeight <= 1, "it must be from 0 to 1");
        Weights("ClassWeights", training.ClassWeights);
        Weights("PositiveWeights", training.PositiveWeights);
        Weights("OutputWeights", training.OutputWeights);
        Number("FocalGamma", training.FocalGamma, training.FocalGamma >= 0, "it must be 0 or more");

        Used("LabelSmoothing", training.LabelSmoothing != 0, Loss.CrossEntropy);
        Used("ClassWeights", training.ClassWeights.Count > 0, Loss.CrossEntropy, Loss.NegativeLogLikelihood);
        Used("PositiveWeights", training.PositiveWeights.Count > 0, Loss.BinaryCrossEntropy);
        Used("OutputWeights", training.OutputWeights.Count > 0, PerElement);
        Used("MissingTargets", training.MissingTargets != MissingTargets.Throw, PerElement);
        Used("FocalGamma", training.FocalGamma != 0, Loss.CrossEntropy, Loss.BinaryCrossEntropy);
        Used("HuberDelta", training.HuberDelta != 1, Loss.Huber);
        Used("SmoothL1Beta", training.SmoothL1Beta != 1, Loss.SmoothL1);
        Used("HingeMargin", training.HingeMargin != 1, Loss.Hinge);
        Used("PreEmphasis", training.PreEmphasis != 0, Loss.ErrorToSignal);
        Used("DirectCurrentWeight", training.DirectCurrentWeight != 0, Loss.ErrorToSignal);

        void Number(string option, float value, bool holds, string must)
        {
            if (!holds || float.IsNaN(value) || float.IsInfinity(value))
            {
                problems.Add(new(ProblemKind.TrainingOptionInvalid, Place(option), option, value.ToString("R", CultureInfo.InvariantCulture), must));
            }
        }

        void Weights(string option, EquatableArray<float> weights)
        {
            if (weights.Count > 0 && weights.Count != outputs)
            {
                problems.Add(new(
                    ProblemKind.TrainingOptionInvalid, Place(option), option,
                    weights.Count.ToString(CultureInfo.InvariantCulture) + " values long",
                    $"it needs one value for each of the {outputs.ToString(CultureInfo.InvariantCulture)} outputs"));
            }

            for (int i = 0; i < weights.Count; i++)
            {
                if (!(weights[i] >= 0) || float.IsInfinity(weights[i]))
                {
                    problems.Add(new(
                        ProblemKind.TrainingOptionInvalid, ProblemPlace.OfElement(network.TrainingAttribute, option, i), option,
                        weights[i].ToString("R", CultureInfo.InvariantCulture), "a weight must be 0 or more"));
                }
            }
        }

        void Used(string option, bool isGiven, params Loss[] losses)
        {
            if (isGiven && !losses.Any(loss => network.Heads.Count > 0 ? network.Heads.Any(head => head.Loss == loss) : LossRules.CanBecome(training.Loss, network.OutputActivation, outputs, loss)))
            {
                problems.Add(new(
                    ProblemKind.OptionWithoutEffect, Place(option), option,
                    network.Heads.Count > 0 ? "no head" : training.Loss == Loss.Auto ? "the loss that follows from the output" : training.Loss.ToString(), Enumeration(losses)));
            }
        }

        ProblemPlace Place(string option) => ProblemPlace.OfProperty(network.TrainingAttribute, option);
    }

    private static string Enumeration(Loss[] losses) => losses.Length == 1
        ? losses[0].ToString()
        : $"{string.Join(", ", losses.Take(losses.Length - 1))} and {losses[losses.Length - 1]}";
}
