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
        ActivationConstant[] constants = ActivationFacts.Of(activation.Function).Constants;
        for (int i = 0; i < constants.Length; i++)
        {
            ActivationConstant constant = constants[i];
            float value = i == 0 ? activation.Parameter : activation.SecondParameter;
            bool holds = constant.Holds(activation.Parameter, activation.SecondParameter);
            if (!holds || !constant.IsBound)
            {
                ProblemPlace place = ProblemPlace.OfArgument(draft.Place.Attribute, i);
                Require(place, holds, value, $"The {constant.What} of {activation.Function}", constant.Must, problems);
            }
        }
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
