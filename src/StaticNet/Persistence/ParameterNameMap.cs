using System;
using System.Collections.Generic;
using System.Globalization;

namespace StaticNet.Persistence;

/// <summary>
/// Finds out which tensor of a file is which parameter of a network: by name, by a prefix map of the user's, or, where the
/// file comes from an <c>nn.Sequential</c>, by order; of a network with memory also by shape.
/// </summary>
internal static class ParameterNameMap
{
    /// <summary>Renames the tensors of a file to the network's names.</summary>
    /// <param name="tensorNames">The file's names.</param>
    /// <param name="layout">The network's parameters.</param>
    /// <param name="prefixes">From prefixes in the file to prefixes in the network, or null.</param>
    /// <param name="shape">The shape of the tensor at an index.</param>
    /// <returns>For each tensor the name it goes by; a name of the network or one that the network does not have.</returns>
    public static string[] Resolve(string[] tensorNames, ParameterLayout layout, IReadOnlyDictionary<string, string>? prefixes, Func<int, IReadOnlyList<long>> shape)
    {
        string[] renamed = prefixes is null ? tensorNames : Array.ConvertAll(tensorNames, name => Rename(name, prefixes));
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            known.Add(parameter.Name);
        }

        return Array.Exists(renamed, known.Contains) ? renamed : MatchSequential(renamed, layout) ?? ModuleShapes.Match(renamed, layout, shape) ?? renamed;
    }

    /// <summary>Replaces the longest prefix that the map has; prefixes end where a dot stands.</summary>
    private static string Rename(string name, IReadOnlyDictionary<string, string> prefixes)
    {
        for (int length = name.Length; length > 0; length = name.LastIndexOf('.', length - 1))
        {
            if (prefixes.TryGetValue(name[..length], out string? to) || prefixes.TryGetValue(name[..length] + ".", out to))
            {
                string rest = length < name.Length ? name[(length + 1)..] : "";
                string prefix = to.TrimEnd('.');
                return prefix.Length == 0 ? rest : rest.Length == 0 ? prefix : $"{prefix}.{rest}";
            }
        }

        return prefixes.TryGetValue("", out string? added) ? $"{added.TrimEnd('.')}.{name}" : name;
    }

    /// <summary>
    /// <c>0.weight, 0.bias, 2.weight, …</c>, perhaps all under one prefix (<c>net.0.weight</c>): the layers in the order of
    /// their numbers become the network's layers in order. Null where the names are not of that kind, or where the layers
    /// differ in number or in the parameters they have (their shapes are checked later, by name).
    /// </summary>
    private static string[]? MatchSequential(string[] names, ParameterLayout layout)
    {
        string? container = null;
        var layers = new SortedDictionary<int, SortedSet<string>>();
        foreach (string name in names)
        {
            if (!TrySplit(name, out string prefix, out int number, out string suffix) || (container is not null && container != prefix))
            {
                return null;
            }

            container = prefix;
            if (!layers.TryGetValue(number, out SortedSet<string>? suffixes))
            {
                layers.Add(number, suffixes = new SortedSet<string>(StringComparer.Ordinal));
            }

            suffixes.Add(suffix);
        }

        var targets = new List<(string Prefix, SortedSet<string> Suffixes)>();
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            int dot = parameter.Name.LastIndexOf('.');
            string prefix = dot < 0 ? "" : parameter.Name[..dot];
            if (targets.Count == 0 || targets[^1].Prefix != prefix)
            {
                targets.Add((prefix, new SortedSet<string>(StringComparer.Ordinal)));
            }

            targets[^1].Suffixes.Add(parameter.Name[(dot + 1)..]);
        }

        var targetOfNumber = new Dictionary<int, string>();
        foreach ((int number, SortedSet<string> suffixes) in layers)
        {
            suffixes.Remove(BatchCounter);
            int next = targetOfNumber.Count;
            if (next >= targets.Count || !targets[next].Suffixes.SetEquals(suffixes))
            {
                return null;
            }

            targetOfNumber.Add(number, targets[next].Prefix);
        }

        return targetOfNumber.Count != targets.Count ? null : Array.ConvertAll(names, name =>
            TrySplit(name, out _, out int number, out string suffix) ? $"{targetOfNumber[number]}.{suffix}" : name);
    }

    /// <summary>BatchNorm's step counter in PyTorch, an integer that no network here has.</summary>
    public const string BatchCounter = "num_batches_tracked";

    private static bool TrySplit(string name, out string prefix, out int number, out string suffix)
    {
        int last = name.LastIndexOf('.');
        int first = last > 0 ? name.LastIndexOf('.', last - 1) : -1;
        prefix = first < 0 ? "" : name[..first];
        suffix = name[(last + 1)..];
        number = 0;
        return last > 0 && int.TryParse(name.AsSpan(first + 1, last - first - 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
