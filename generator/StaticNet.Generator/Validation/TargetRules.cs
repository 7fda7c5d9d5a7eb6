using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Targets of typed rows that may be null, which is a missing target: only where the network leaves those out, and its loss can.</summary>
internal static class TargetRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.Rows?.Numbers.FirstOrDefault(static number => number.IsNullable) is NumberSpec missing && Advice(network, missing.Type.TrimEnd('?')) is string advice)
        {
            problems.Add(new(ProblemKind.TargetMayBeMissing, network.Attribute, missing.Member, missing.Type, advice));
        }
    }

    /// <summary>What to do about a target that may be missing; null where the network leaves it out.</summary>
    private static string? Advice(NetworkDraft network, string type)
    {
        Loss declared = network.Training.Loss;
        Activation output = network.OutputActivation;
        int[] sizes = network.ValueSizes();
        if (!TrainingOptionRules.PerElement.Any(loss => LossRules.CanBecome(declared, output, sizes[sizes.Length - 1], loss)))
        {
            string loss = declared == Loss.Auto ? $"the loss that follows from {output}" : declared.ToString();
            return $"{loss} has no missing targets, so make it a {type}, or use MeanSquaredError with MissingTargets.Ignore";
        }

        return network.Training.MissingTargets == MissingTargets.Throw
            ? $"declare [Training(MissingTargets = MissingTargets.Ignore)] to leave it out of the loss, or make it a {type}"
            : null;
    }
}
