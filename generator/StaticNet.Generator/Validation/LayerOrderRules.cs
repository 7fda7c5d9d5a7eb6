using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Which layer may stand where: the softmax forms only at the end.</summary>
internal static class LayerOrderRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        for (int i = 0; i < network.Layers.Count - 1; i++)
        {
            if (network.Layers[i].Layer is ActivationSpec { Function: Activation.Softmax or Activation.LogSoftmax } softmax
                && !AlreadyReportedAt(network.Layers[i].Place, problems))
            {
                problems.Add(new(ProblemKind.SoftmaxBeforeOutput, network.Layers[i].Place, softmax.Function.ToString()));
            }
        }
    }

    // One attribute argument stands for every hidden layer of an Mlp.
    private static bool AlreadyReportedAt(ProblemPlace place, List<SpecProblem> problems) =>
        problems.Exists(problem => problem.Kind == ProblemKind.SoftmaxBeforeOutput && problem.Place == place);
}
