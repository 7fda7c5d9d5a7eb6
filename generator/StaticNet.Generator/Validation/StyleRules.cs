using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Which networks can be generated for reading: linear layers with at most one activation after each.</summary>
internal static class StyleRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.Style == NetworkStyle.Readable && Obstacle(network) is string problem)
        {
            problems.Add(new(ProblemKind.NotReadable, network.StylePlace, problem));
        }
    }

    /// <summary>Why a network cannot be generated for reading, and what to do; null where it can.</summary>
    public static string? Obstacle(NetworkDraft network)
    {
        if (network.Heads.Count > 0)
        {
            return $"this network has {network.Heads.Count} heads; remove Style, or declare a network for one head";
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
                LayerSpec other => $"this network has the layer {other.Kind}",
            };
            if (problem is not null)
            {
                return problem + "; remove Style, or the layer";
            }

            before = draft.Layer;
        }

        return null;
    }
}
