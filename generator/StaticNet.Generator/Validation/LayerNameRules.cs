using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Names prefix the parameters in a state dict, so they are distinct and made of characters PyTorch's module names have.</summary>
internal static class LayerNameRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (LayerDraft draft in network.Layers.Where(static draft => draft.Layer.HasParameters || draft.NamePlace.Kind == PlaceKind.Property))
        {
            string name = draft.Layer.Name;
            string? fault = Fault(name);
            if (fault is null && !seen.Add(name))
            {
                fault = "is used by an earlier layer; every layer needs a name of its own";
            }

            if (fault is not null)
            {
                problems.Add(new(ProblemKind.NameInvalid, draft.NamePlace, name, fault));
            }
        }
    }

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
