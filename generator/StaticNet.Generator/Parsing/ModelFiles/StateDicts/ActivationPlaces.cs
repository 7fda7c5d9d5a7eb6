using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// Between which layers an activation stands. Modules that one container counts say it by the numbers that are missing: a module without
/// weights stands there. Modules with names are called by a method that the file does not hold; there the convention is an activation before
/// every Linear but the first.
/// </summary>
internal static class ActivationPlaces
{
    /// <summary>Decides for a chain.</summary>
    /// <param name="chain">The modules in order.</param>
    /// <param name="others">Another reading that fits as well; null where there is one reading only.</param>
    /// <param name="reason">What leaves it open.</param>
    /// <returns>Whether an activation stands before each module.</returns>
    public static bool[] Find(IReadOnlyList<StateDictModule> chain, out bool[]? others, out string reason)
    {
        var before = new bool[chain.Count];
        reason = "";
        int[] differing = [];
        int otherPlace = -1;
        int previous = -1;
        for (int i = 0; i <= chain.Count; i++)
        {
            if (i < chain.Count && chain[i].Kind != ModuleKind.Linear)
            {
                continue;
            }

            // Joints between the last Linear (or the input) and this one (or the output); joint j is before module j.
            int[] joints = [.. Enumerable.Range(previous + 1, Math.Min(i, chain.Count - 1) - previous).Where(static j => j > 0)];
            previous = i;
            if (joints.Length > 0 && Place(chain, joints, i, before) is (int other, string open) && reason.Length == 0)
            {
                reason = open;
                differing = joints;
                otherPlace = other;
            }
        }

        others = reason.Length == 0 ? null : [.. before.Select((isHere, joint) => Array.IndexOf(differing, joint) >= 0 ? joint == otherPlace : isHere)];
        return before;
    }

    /// <summary>Places one activation, if there is one; where another place (−1: nowhere) fits as well, that place.</summary>
    private static (int Other, string Reason)? Place(IReadOnlyList<StateDictModule> chain, int[] joints, int end, bool[] before)
    {
        bool isInside = chain[joints[0] - 1].Kind == ModuleKind.Linear && end < chain.Count;
        int[] counted = [.. joints.Where(joint => Gap(chain, joint) is not null)];
        int[] gaps = [.. counted.Where(joint => Gap(chain, joint) > 0)];
        if (counted.Length == joints.Length)
        {
            if (gaps.Length == 0)
            {
                return isInside && !CountsActivations(chain, chain[joints[0]])
                    ? (Mark(before, end), $"if '{ModuleNames.Container(chain[end].Path)}' is an nn.Sequential, nothing stands between {chain[joints[0] - 1].Shown} and {chain[end].Shown}; if it is an nn.ModuleList, forward() may call an activation there")
                    : null;
            }

            before[gaps[0]] = true;
            return gaps.Length == 1 && isInside ? null
                : (gaps.Length > 1 ? gaps[1] : -1, $"the numbers leave room for a module without weights before {string.Join(" and before ", gaps.Select(gap => chain[gap].Shown))}, and they do not say what it is");
        }

        // A PReLU is the activation itself.
        if (!isInside || joints.Any(joint => chain[joint].Kind == ModuleKind.PReLU))
        {
            return null;
        }

        if (joints.Length == 1)
        {
            before[end] = true;
            return IsConvention(chain[end - 1].Path, chain[end].Path)
                ? null
                : (-1, $"the file does not tell whether an activation stands between {chain[end - 1].Shown} and {chain[end].Shown}");
        }

        before[end] = true;
        return (joints[0], $"the file does not tell whether the activation stands before or after {chain[joints[0]].Shown}");
    }

    /// <summary>
    /// Whether the two are called side by side: fields of one module, or the same fields of modules that are counted. How a container ends
    /// is known of few.
    /// </summary>
    private static bool IsConvention(string path, string next)
    {
        if (ModuleNames.IsKnownToFollowActivation(ParentOf(path), next))
        {
            return true;
        }

        bool isField = ModuleNames.Number(path) is null && ModuleNames.Number(next) is null;
        return isField && (ParentOf(path) == ParentOf(next) || ModuleNames.AreInCountedModules(path, next));
    }

    // The joint that is marked in the first reading is the other one here: nothing first.
    private static int Mark(bool[] before, int joint)
    {
        before[joint] = false;
        return joint;
    }

    /// <summary>Modules without weights between two neighbors that one container counts; null where none counts both.</summary>
    private static int? Gap(IReadOnlyList<StateDictModule> chain, int joint)
    {
        string path = chain[joint].Path;
        string previous = chain[joint - 1].Path;
        return ModuleNames.Number(path) is int number && ModuleNames.Number(previous) is int before && ParentOf(path) == ParentOf(previous)
            ? number - before - 1
            : null;
    }

    /// <summary>Whether the module's container is an nn.Sequential for certain: it is the network itself, or counts modules without weights.</summary>
    private static bool CountsActivations(IReadOnlyList<StateDictModule> chain, StateDictModule module)
    {
        string parent = ParentOf(module.Path);
        return ModuleNames.Container(module.FullPath).Length == 0
            || Enumerable.Range(1, chain.Count - 1).Any(joint => ParentOf(chain[joint].Path) == parent && Gap(chain, joint) > 0);
    }

    private static string ParentOf(string path) => path.Substring(0, Math.Max(0, path.LastIndexOf('.')));
}
