using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Persistence;

/// <summary>
/// Finds out which module of a file is which layer of a network with memory, where names do not tell: <c>rec.weight_ih_l0</c>,
/// <c>lin.weight</c>. Only where the tensors' names and shapes leave one way to assign them.
/// </summary>
internal static class ModuleShapes
{
    /// <summary>Renames the tensors; null where the network has no recurrent layer, or where no assignment or several fit.</summary>
    /// <param name="names">The file's names.</param>
    /// <param name="layout">The network's parameters.</param>
    /// <param name="shape">The shape of the tensor at an index.</param>
    public static string[]? Match(string[] names, ParameterLayout layout, Func<int, IReadOnlyList<long>> shape)
    {
        var layers = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        bool isRecurrent = false;
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            isRecurrent |= parameter.Name.EndsWith(".weight_ih_l0", StringComparison.Ordinal);
            Add(layers, parameter.Name, parameter.Shape.Select(static dimension => (long)dimension));
        }

        var modules = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            Add(modules, names[i], shape(i));
        }

        // Modules of equal tensors may stand for each other: nothing tells which is which.
        if (!isRecurrent || layers.Count != modules.Count || !AreDistinct(layers.Values) || !AreDistinct(modules.Values))
        {
            return null;
        }

        var layerOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string module, SortedSet<string> tensors) in modules)
        {
            if (layers.FirstOrDefault(layer => layer.Value.SetEquals(tensors)).Key is not string layer)
            {
                return null;
            }

            layerOf.Add(module, layer);
        }

        return Array.ConvertAll(names, name => layerOf[Module(name)] + name[Module(name).Length..]);
    }

    private static void Add(Dictionary<string, SortedSet<string>> modules, string name, IEnumerable<long> shape)
    {
        string module = Module(name);
        if (!modules.TryGetValue(module, out SortedSet<string>? tensors))
        {
            modules.Add(module, tensors = new(StringComparer.Ordinal));
        }

        string suffix = name[module.Length..];
        if (suffix != "." + ParameterNameMap.BatchCounter)
        {
            tensors.Add($"{suffix} {string.Join(',', shape)}");
        }
    }

    private static bool AreDistinct(IEnumerable<SortedSet<string>> modules)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return modules.All(tensors => seen.Add(string.Join(';', tensors)));
    }

    private static string Module(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];
}
