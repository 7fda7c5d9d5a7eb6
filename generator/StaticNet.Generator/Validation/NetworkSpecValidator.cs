using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Judges a network that was read: sizes, order of layers, names, loss, total size.</summary>
internal static class NetworkSpecValidator
{
    public static void Validate(NetworkDraft network, List<SpecProblem> problems)
    {
        int before = problems.Count;
        SizeRules.Check(network, problems);
        LayerOrderRules.Check(network, problems);
        LayerNameRules.Check(network, problems);
        if (problems.Count == before)
        {
            LossRules.Check(network, problems);
        }
    }
}
