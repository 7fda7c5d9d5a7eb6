using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// What names say about the order of computation: numbers count up (<c>net.0</c>, <c>net.2</c>; <c>fc1</c>, <c>fc2</c>), and a few words
/// have one order in every network. Everything else says nothing: the alphabet is no order of computation.
/// </summary>
internal static class ModuleNames
{
    private static readonly string[][] s_words = [["input"], ["hidden"], ["output"]];

    /// <summary>Whether names prove that the first module computes before the second.</summary>
    public static bool IsBefore(string path, string other)
    {
        (string part, string otherPart) = FirstDifference(path, other);
        return part.Length > 0 && otherPart.Length > 0 && IsPartBefore(part, otherPart);
    }

    /// <summary>Whether the two belong to modules that differ by a number: <c>blocks.0.fc</c> and <c>blocks.1.fc</c>.</summary>
    public static bool AreInCountedModules(string path, string other)
    {
        (string part, string otherPart) = FirstDifference(path, other);
        return TrailingNumber(part) is not null && TrailingNumber(otherPart) is not null && Stem(part) == Stem(otherPart);
    }

    /// <summary>The last part of the path without its number: <c>fc</c> of <c>net.fc1</c>.</summary>
    public static string Stem(string path)
    {
        string part = path.Substring(path.LastIndexOf('.') + 1);
        return part.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_').ToLowerInvariant();
    }

    /// <summary>The number of a module in the container that counts it: 2 of <c>net.2</c>; null where its own name is no number.</summary>
    public static int? Number(string path) => NumberOf(path.Substring(path.LastIndexOf('.') + 1));

    /// <summary>The container: <c>net</c> of <c>net.2</c>; empty where there is none, and where only torch.compile and DDP put one around.</summary>
    public static string Container(string path)
    {
        string container = path.Substring(0, Math.Max(0, path.LastIndexOf('.')));
        return container.Split('.').All(static part => part is "_orig_mod" or "module") ? "" : container;
    }

    /// <summary>Whether an activation is known to end the container before this module: stable-baselines3 builds its policies so.</summary>
    public static bool IsKnownToFollowActivation(string container, string next) =>
        (container.Substring(container.LastIndexOf('.') + 1), next.Substring(next.LastIndexOf('.') + 1)) is ("policy_net", "action_net") or ("value_net", "value_net") or ("latent_pi", "mu" or "log_std");

    /// <summary>Orders readings for display: by number, then as the alphabet has them.</summary>
    public static IEnumerable<StateDictModule> ForDisplay(IEnumerable<StateDictModule> modules) => modules
        .OrderBy(static module => TrailingNumber(module.Path) ?? int.MaxValue)
        .ThenBy(static module => module.Kind == ModuleKind.Linear ? 0 : 1)
        .ThenBy(static module => module.Path, StringComparer.Ordinal);

    /// <summary>A key that sorts numbers by value: 10 after 2.</summary>
    public static string NaturalKey(string path) => Regex.Replace(path, "[0-9]+", static match => match.Value.PadLeft(12, '0'));

    /// <summary>The first parts that differ; empty where one path ends before.</summary>
    private static (string Part, string Other) FirstDifference(string path, string other)
    {
        string[] parts = path.Split('.');
        string[] others = other.Split('.');
        int common = 0;
        while (common < parts.Length && common < others.Length && parts[common] == others[common])
        {
            common++;
        }

        return (parts.ElementAtOrDefault(common) ?? "", others.ElementAtOrDefault(common) ?? "");
    }

    private static bool IsPartBefore(string part, string other)
    {
        if (TrailingNumber(part) is int number && TrailingNumber(other) is int otherNumber && Stem(part) == Stem(other))
        {
            return number < otherNumber;
        }

        int rank = Rank(part);
        int otherRank = Rank(other);
        return (rank >= 0 && otherRank >= 0 && rank < otherRank) || (Stem(part) == "encoder" && Stem(other) == "decoder")
            || (part, other) is ("mlp_extractor", "action_net" or "value_net") or ("latent_pi", "mu" or "log_std");
    }

    private static int Rank(string part)
    {
        string stem = Stem(part);
        stem = stem.EndsWith("_layer", StringComparison.Ordinal) ? stem.Substring(0, stem.Length - "_layer".Length) : stem;
        return Array.FindIndex(s_words, words => Array.IndexOf(words, stem) >= 0);
    }

    private static int? TrailingNumber(string part)
    {
        int start = part.Length;
        while (start > 0 && part[start - 1] is >= '0' and <= '9')
        {
            start--;
        }

        return NumberOf(part.Substring(start));
    }

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
