using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Targets of typed rows that may be null, which is a missing target: only where the network leaves those out.</summary>
internal static class TargetRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.Training.MissingTargets == MissingTargets.Throw && network.Rows?.Numbers.FirstOrDefault(static number => number.IsNullable) is NumberSpec missing)
        {
            problems.Add(new(ProblemKind.TargetMayBeMissing, network.Attribute, missing.Member, missing.Type, missing.Type.TrimEnd('?')));
        }
    }
}
