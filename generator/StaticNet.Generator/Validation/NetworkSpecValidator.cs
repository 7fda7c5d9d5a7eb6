using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Judges a network that was read: sizes, order of layers, names, loss, total size, style.</summary>
internal static class NetworkSpecValidator
{
    public static void Validate(NetworkDraft network, List<SpecProblem> problems)
    {
        int before = problems.Count;
        SizeRules.Check(network, problems);
        LayerOrderRules.Check(network, problems);
        LayerNameRules.Check(network, problems);
        LayerOptionRules.Check(network, problems);
        TimeRules.CheckOrder(network, problems);
        if (!problems.Skip(before).Any(static problem => problem.Kind.PreventsGeneration()))
        {
            JoinRules.Check(network, problems);
            LossRules.Check(network, problems);
            TimeRules.CheckLoss(network, problems);
            TimeRules.CheckSizes(network, problems);
            StyleRules.Check(network, problems);
            TargetRules.Check(network, problems);
            if (HeadRules.CheckTraining(network, problems))
            {
                TrainingOptionRules.Check(network, problems);
            }
        }
    }
}
