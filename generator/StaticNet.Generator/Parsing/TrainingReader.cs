using System.Collections.Generic;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f)]</c> beside the attribute that declares the network.</summary>
internal static class TrainingReader
{
    /// <summary>Adds what the attribute says, if there is one.</summary>
    /// <returns>False where it does not compile yet.</returns>
    public static bool TryAdd(DeclaredAttributes attributes, ref NetworkDraft draft, List<SpecProblem> problems)
    {
        if (attributes.Training < 0)
        {
            return true;
        }

        AttributeReader attribute = attributes.Reader(attributes.Training, problems);
        bool hasLoss = attribute.Has("Loss");
        if (hasLoss && draft.Training.Loss != Loss.Auto)
        {
            problems.Add(new(ProblemKind.LossDeclaredTwice, attribute.PlaceOf("Loss"), draft.Training.Loss.ToString()));
            return false;
        }

        var training = new TrainingSpec(
            hasLoss ? attribute.Enum("Loss", Loss.Auto) : draft.Training.Loss,
            attribute.Property("LabelSmoothing", 0f),
            new EquatableArray<float>(attribute.Array<float>("ClassWeights") ?? []),
            new EquatableArray<float>(attribute.Array<float>("PositiveWeights") ?? []),
            attribute.Property("HuberDelta", 1f),
            attribute.Property("SmoothL1Beta", 1f),
            attribute.Property("HingeMargin", 1f))
        {
            OutputWeights = new EquatableArray<float>(attribute.Array<float>("OutputWeights") ?? []),
            MissingTargets = attribute.Enum("MissingTargets", MissingTargets.Throw),
            FocalGamma = attribute.Property("FocalGamma", 0f),
            PreEmphasis = attribute.Property("PreEmphasis", 0f),
            DirectCurrentWeight = attribute.Property("DirectCurrentWeight", 0f),
        };
        draft = draft with
        {
            Training = training,
            LossPlace = hasLoss ? attribute.PlaceOf("Loss") : draft.LossPlace,
            TrainingAttribute = attribute.Index,
        };
        return !attribute.IsBroken;
    }
}
