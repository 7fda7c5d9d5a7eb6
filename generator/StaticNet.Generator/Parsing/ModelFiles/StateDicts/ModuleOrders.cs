using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>The orders in which modules can compute: each reads what the one before it writes, and names are heeded.</summary>
internal sealed class ModuleOrders
{
    /// <summary>More are not looked for: two are too many already, a third shows that there are others.</summary>
    public const int Most = 3;

    // Shapes that allow very many beginnings and no end: given up, and taken for ambiguous.
    private const int MaximumSteps = 20_000;
    private const int MaximumModules = 200;

    private readonly StateDictModule[] _modules;
    private readonly bool _isTransposed;
    private readonly bool[][] _mustFollow;
    private readonly List<StateDictModule> _chain = [];
    private readonly bool[] _isUsed;
    private int _steps;

    private ModuleOrders(IReadOnlyList<StateDictModule> modules, bool isTransposed, bool heedsNames)
    {
        _modules = [.. ModuleNames.ForDisplay(modules)];
        _isTransposed = isTransposed;
        _isUsed = new bool[_modules.Length];
        _mustFollow = [.. _modules.Select(later => _modules.Select(earlier => heedsNames && ModuleNames.IsBefore(earlier.Path, later.Path)).ToArray())];
    }

    public List<StateDictModule[]> Found { get; } = [];

    /// <summary>Whether the search was given up, so that there may be more orders than were found.</summary>
    public bool IsIncomplete => _steps > MaximumSteps;

    /// <summary>Looks for orders.</summary>
    /// <param name="modules">All of them must compute, each once.</param>
    /// <param name="isTransposed">Weights are [inputs, outputs].</param>
    /// <param name="heedsNames">False to go by shapes alone.</param>
    public static ModuleOrders Of(IReadOnlyList<StateDictModule> modules, bool isTransposed, bool heedsNames = true)
    {
        // Numbered names leave one order, however many there are.
        StateDictModule[] numbered = [.. modules.OrderBy(static module => ModuleNames.NaturalKey(module.Path), StringComparer.Ordinal)];
        if (heedsNames && IsProvedByNames(numbered))
        {
            var only = new ModuleOrders([], isTransposed, heedsNames);
            if (IsChain(numbered, isTransposed))
            {
                only.Found.Add(numbered);
            }

            return only;
        }

        if (modules.Count > MaximumModules)
        {
            return new ModuleOrders([], isTransposed, heedsNames) { _steps = MaximumSteps + 1 };
        }

        var orders = new ModuleOrders(modules, isTransposed, heedsNames);
        orders.Extend(width: -1);
        return orders;
    }

    /// <summary>Whether names alone put the modules of the chain into this order.</summary>
    public static bool IsProvedByNames(IReadOnlyList<StateDictModule> chain) =>
        Enumerable.Range(1, chain.Count - 1).All(i => ModuleNames.IsBefore(chain[i - 1].Path, chain[i].Path));

    private static bool IsChain(StateDictModule[] modules, bool isTransposed)
    {
        int width = -1;
        foreach (StateDictModule module in modules.Where(static module => module.Kind != ModuleKind.PReLU))
        {
            if (width >= 0 && module.Inputs(isTransposed) != width)
            {
                return false;
            }

            width = module.Outputs(isTransposed);
        }

        return true;
    }

    private void Extend(int width)
    {
        if (_chain.Count == _modules.Length)
        {
            Found.Add([.. _chain]);
            return;
        }

        for (int i = 0; i < _modules.Length && Found.Count < Most && ++_steps <= MaximumSteps; i++)
        {
            StateDictModule module = _modules[i];
            bool isAnyWidth = module.Kind == ModuleKind.PReLU;
            if (_isUsed[i] || (!isAnyWidth && width >= 0 && module.Inputs(_isTransposed) != width) || IsTooEarly(i))
            {
                continue;
            }

            _isUsed[i] = true;
            _chain.Add(module);
            Extend(isAnyWidth ? width : module.Outputs(_isTransposed));
            _chain.RemoveAt(_chain.Count - 1);
            _isUsed[i] = false;
        }
    }

    private bool IsTooEarly(int module)
    {
        for (int i = 0; i < _modules.Length; i++)
        {
            if (_mustFollow[module][i] && !_isUsed[i])
            {
                return true;
            }
        }

        return false;
    }
}
