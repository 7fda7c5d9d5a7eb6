using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>The constants of layers lie where their formulas have a meaning.</summary>
internal static class LayerOptionRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        foreach (LayerDraft draft in network.Layers)
        {
            switch (draft.Layer)
            {
                case DropoutSpec dropout:
                    Require(draft, 0, dropout.Probability >= 0 && dropout.Probability < 1, dropout.Probability,
                        "The probability of Dropout", "it must be 0 or more and less than 1", problems);
                    break;
                case LayerNormSpec norm:
                    Require(draft, 0, norm.Epsilon > 0, norm.Epsilon, "The epsilon of LayerNorm", "it must be greater than 0", problems);
                    break;
                case BatchNorm1dSpec norm:
                    Require(draft, 0, norm.Epsilon > 0, norm.Epsilon, "The epsilon of BatchNorm1d", "it must be greater than 0", problems);
                    Require(draft, 1, norm.Momentum >= 0 && norm.Momentum <= 1, norm.Momentum, "The momentum of BatchNorm1d", "it must be from 0 to 1", problems);
                    break;
                case PReLUSpec prelu:
                    Require(draft, 0, true, prelu.InitialSlope, "The initial slope of PReLU", "it must be a number", problems);
                    break;
                case ActivationSpec activation:
                    CheckActivation(draft, activation, problems);
                    break;
            }
        }
    }

    private static void CheckActivation(LayerDraft draft, ActivationSpec activation, List<SpecProblem> problems)
    {
        float first = activation.Parameter;
        float second = activation.SecondParameter;
        (bool holds, string what, string must) = activation.Function switch
        {
            Activation.LeakyReLU => (true, "The slope of LeakyReLU", "it must be a number"),
            Activation.ELU => (true, "The alpha of ELU", "it must be a number"),
            Activation.CELU => (first != 0, "The alpha of CELU", "it must not be 0"),
            Activation.Softplus => (first > 0, "The beta of Softplus", "it must be greater than 0"),
            Activation.HardTanh => (first < second, "The minimum of HardTanh", "it must be less than the maximum"),
            Activation.Softshrink or Activation.Hardshrink => (first >= 0, "The lambda of " + activation.Function, "it must be 0 or more"),
            _ => (true, "", ""),
        };
        if (what.Length > 0)
        {
            Require(draft, 0, holds, first, what, must, problems);
        }

        if (activation.Function is Activation.Softplus or Activation.HardTanh)
        {
            Require(draft, 1, true, second, activation.Function == Activation.Softplus ? "The threshold of Softplus" : "The maximum of HardTanh", "it must be a number", problems);
        }
    }

    private static void Require(
        LayerDraft draft, int argument, bool holds, float value, string what, string must, List<SpecProblem> problems)
    {
        if (!holds || float.IsNaN(value) || float.IsInfinity(value))
        {
            problems.Add(new(
                ProblemKind.LayerOptionInvalid,
                ProblemPlace.OfArgument(draft.Place.Attribute, argument),
                what,
                value.ToString("R", CultureInfo.InvariantCulture),
                must));
        }
    }
}
