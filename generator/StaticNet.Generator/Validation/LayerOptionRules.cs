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
            if (draft.Layer is ActivationSpec activation)
            {
                CheckActivation(draft, activation, problems);
            }

            foreach (LayerOption option in draft.Layer.Options)
            {
                ProblemPlace place = option.Property is string property
                    ? ProblemPlace.OfProperty(draft.Place.Attribute, property)
                    : ProblemPlace.OfArgument(draft.Place.Attribute, option.Argument);
                Require(place, option.Holds, option.Value, option.What, option.Must, problems);
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
        // A clamp may leave a side open.
        if (activation.Function == Activation.HardTanh)
        {
            if (!holds)
            {
                bool isMaximum = float.IsNaN(second);
                Require(Argument(isMaximum ? 1 : 0), false, isMaximum ? second : first, isMaximum ? "The maximum of HardTanh" : what, isMaximum ? "it must be a number" : must, problems);
            }
        }
        else if (what.Length > 0)
        {
            Require(Argument(0), holds, first, what, must, problems);
        }

        if (activation.Function == Activation.Softplus)
        {
            Require(Argument(1), true, second, "The threshold of Softplus", "it must be a number", problems);
        }

        ProblemPlace Argument(int index) => ProblemPlace.OfArgument(draft.Place.Attribute, index);
    }

    private static void Require(
        ProblemPlace place, bool holds, float value, string what, string must, List<SpecProblem> problems)
    {
        if (!holds || float.IsNaN(value) || float.IsInfinity(value))
        {
            problems.Add(new(
                ProblemKind.LayerOptionInvalid,
                place,
                what,
                value.ToString("R", CultureInfo.InvariantCulture),
                must));
        }
    }
}
