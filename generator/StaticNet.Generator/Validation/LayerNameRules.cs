using System;
using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>
/// Names prefix the parameters in a state dict, so they are distinct and made of characters PyTorch's module names have. Where layers are
/// declared one by one, Residual and Concat refer to them by name or index, so there the index of a layer without a name counts too.
/// </summary>
internal static class LayerNameRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerDraft draft = network.Layers[i];
            bool isDeclared = draft.Place.Kind == PlaceKind.Attribute && draft.Place != network.Attribute;
            if (!draft.Layer.HasParameters && !isDeclared)
            {
                continue;
            }

            string name = draft.Layer.Name;
            string? fault = Fault(name);
            if (fault is null && seen.TryGetValue(name, out int earlier))
            {
                fault = isDeclared
                    ? $"is that of {Describe(network, earlier)} and of {Describe(network, i)}; every layer needs a name of its own"
                    : "is used by an earlier layer; every layer needs a name of its own";
            }

            seen[name] = i;

            if (fault is not null)
            {
                problems.Add(new(ProblemKind.NameInvalid, draft.NamePlace, name, fault));
            }
        }

        CheckFreeParameters(network, problems);
    }

    /// <summary>A free parameter has its whole name in a state dict, so that name must not be one under a layer's: <c>0.weight</c>.</summary>
    private static void CheckFreeParameters(NetworkDraft network, List<SpecProblem> problems)
    {
        foreach (LayerDraft draft in network.Layers)
        {
            string name = draft.Layer.Name;
            int dot = name.LastIndexOf('.');
            if (!draft.Layer.IsFreeParameter || dot <= 0 || Fault(name) is not null)
            {
                continue;
            }

            for (int i = 0; i < network.Layers.Count; i++)
            {
                if (network.Layers[i].Layer is { HasParameters: true, IsFreeParameter: false } layer && layer.Name == name.Substring(0, dot))
                {
                    problems.Add(new(
                        ProblemKind.NameInvalid, draft.NamePlace, name,
                        $"of FreeParameter is one of the parameters of {Describe(network, i)}; choose a name that does not begin with '{layer.Name}.'"));
                    break;
                }
            }
        }
    }

    private static string Describe(NetworkDraft network, int layer) =>
        $"layer {(layer + 1).ToString(CultureInfo.InvariantCulture)} ({Kind(network.Layers[layer].Layer)}{(network.Layers[layer].NamePlace.Kind == PlaceKind.Property ? "" : ", whose index from 0 it is")})";

    private static string Kind(LayerSpec layer) => layer is ActivationSpec activation ? activation.Function.ToString() : layer.Kind;

    private static string? Fault(string name)
    {
        if (name.Length == 0)
        {
            return "is empty; give the layer a name";
        }

        if (name[0] == '.' || name[name.Length - 1] == '.' || name.Contains(".."))
        {
            return "has a dot that separates nothing; dots stand between the names of nested modules";
        }

        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return "has a character that parameter names do not have; use letters, digits, '_', '-' and '.'";
            }
        }

        return null;
    }
}
