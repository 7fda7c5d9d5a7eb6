using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Which layer may stand where: the softmax forms only at the end, norms and dropout before the last layer with weights, feature scales at the ends. What stands behind the last layer of each head is judged with the head.</summary>
internal static class LayerOrderRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        int lastLinear = network.Layers.Count - 1;
        while (lastLinear >= 0 && network.Layers[lastLinear].Layer is not (LinearSpec or { IsOverTime: true }))
        {
            lastLinear--;
        }

        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerDraft draft = network.Layers[i];
            bool isLast = i == network.Layers.Count - 1;
            if (draft.Layer is ActivationSpec { Function: Activation.Softmax or Activation.LogSoftmax } softmax)
            {
                if (!isLast && !network.IsFinishedModel && !AlreadyReportedAt(draft.Place, problems))
                {
                    problems.Add(new(ProblemKind.SoftmaxBeforeOutput, draft.Place, softmax.Function.ToString()));
                }
            }
            else if (draft.Layer.IsScaling && !network.Layers.Take(i).All(static before => before.Layer.IsFreeParameter) && !(isLast && i > lastLinear))
            {
                problems.Add(new(ProblemKind.ScalingMisplaced, draft.Place, draft.Layer.Kind, Text(i + 1), Text(network.Layers.Count)));
            }
            else if (i > lastLinear && network.Heads.Count == 0 && draft.Layer.ProblemAfterOutput is ProblemKind problem)
            {
                problems.Add(new(problem, draft.Place, draft.Layer.Kind));
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // One attribute argument stands for every hidden layer of an Mlp.
    private static bool AlreadyReportedAt(ProblemPlace place, List<SpecProblem> problems) =>
        problems.Exists(problem => problem.Kind == ProblemKind.SoftmaxBeforeOutput && problem.Place == place);
}
