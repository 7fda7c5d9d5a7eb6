using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Which networks can be generated for reading: linear layers with at most one activation after each.</summary>
internal static class StyleRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.Style != NetworkStyle.Readable)
        {
            return;
        }

        if (network.Heads.Count > 0)
        {
            problems.Add(new(ProblemKind.NotReadable, network.StylePlace, $"this network has {network.Heads.Count} heads; remove Style, or declare the trunk with one head's layers"));
            return;
        }

        LayerSpec? before = null;
        foreach (LayerDraft draft in network.Layers)
        {
            string? problem = draft.Layer switch
            {
                LinearSpec => null,
                ActivationSpec when before is LinearSpec => null,
                ActivationSpec activation when before is null => $"this network begins with {activation.Kind}",
                ActivationSpec activation => $"here {activation.Kind} follows {before.Kind}",
                LayerSpec other => $"this network has a {other.Kind} layer",
            };
            if (problem is not null)
            {
                problems.Add(new(ProblemKind.NotReadable, network.StylePlace, problem + "; remove Style, or the layer"));
                return;
            }

            before = draft.Layer;
        }
    }
}
