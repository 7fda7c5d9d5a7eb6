using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Diagnostics;

/// <summary>Says which limits of a network's budget its plan exceeds, and which layer spends most.</summary>
internal static class BudgetReview
{
    private static IEnumerable<(string Name, int Count)> Parameters(NetworkPlan plan) => plan.Layers
        .Select(static layer => (layer.Name, Count: layer.MultiplyAdds + (layer.HasBias ? layer.Outputs : 0)))
        .Concat(plan.Stages.Select(static stage => (stage.Name, Count: stage.Parameters.Where(static parameter => parameter.IsTrainable).Sum(static parameter => parameter.Count))));

    public static IEnumerable<SpecProblem> Of(NetworkSpec? spec, CancellationToken cancellationToken)
    {
        if (spec is not { Budget: BudgetSpec budget } || !NetworkPlanner.Supports(spec))
        {
            yield break;
        }

        NetworkPlan plan = NetworkPlanner.Plan(spec, cancellationToken);
        var memory = plan.Memory;
        LinearPlan largest = plan.Layers.OrderByDescending(static layer => layer.MultiplyAdds).First();
        LinearPlan widest = plan.Layers.OrderByDescending(static layer => layer.PaddedOutputs).First();
        (string holder, int held) = Parameters(plan).OrderByDescending(static layer => layer.Count).First();
        string largestText = $"{CountText.Of(held)} of {CountText.Of(plan.ParameterCount)} parameters are in layer '{holder}'";

        // Layers over time multiply with nearly all of their parameters once per step.
        string mostText = spec.IsStreaming ? $"most are in layer '{holder}'" : $"{CountText.Of(largest.MultiplyAdds)} of them are in layer '{largest.Name}'";
        string memoryText = spec.IsStreaming
            ? $"{CountText.Of(memory.StateBytes)} bytes are a stream's state, the rest is room for a block of steps"
            : $"the widest layer is '{widest.Name}', with {CountText.Of(widest.Outputs)} outputs";
        (string Name, int Limit, long Reached, string Most)[] limits =
        [
            (nameof(budget.ParameterBytes), budget.ParameterBytes, 4L * plan.ParameterCount, largestText),
            (nameof(budget.MultiplyAdds), budget.MultiplyAdds, plan.MultiplyAdds, mostText),
            (nameof(budget.StackBytes), budget.StackBytes, memory.StackBytes, memoryText),
            (nameof(budget.WorkspaceBytes), budget.WorkspaceBytes, memory.WorkspaceBytes, memoryText),
        ];
        foreach ((string name, int limit, long reached, string most) in limits)
        {
            if (limit > 0 && reached > limit)
            {
                yield return new(
                    ProblemKind.BudgetExceeded, ProblemPlace.OfProperty(budget.Attribute, name), name, CountText.Of(limit), $"the network takes {CountText.Of(reached)}; {most}");
            }
        }
    }
}
