using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// What the tensors of modules with memory leave open: the dilation of a convolution, the function of an RNN, and whether what follows reads
/// every step or the last one only.
/// </summary>
internal static class TimeReadings
{
    /// <summary>Readings of a chain that has recurrent modules; none where it has none, or where they leave nothing open.</summary>
    /// <param name="chain">The modules in order.</param>
    /// <param name="reason">What is open.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<StateDictModule> chain, out string reason)
    {
        reason = "";
        int last = chain.Count - 1;
        while (last >= 0 && !chain[last].IsRecurrent)
        {
            last--;
        }

        if (last < 0)
        {
            return [];
        }

        if (chain.FirstOrDefault(static module => module.Kind == ModuleKind.RNN) is StateDictModule plain)
        {
            reason = $"the file does not tell whether {plain.Shown}, an RNN, is one of tanh or of ReLU";
            return [[.. chain.Select(static module => Layer(module, ""))], [.. chain.Select(static module => Layer(module, ", Nonlinearity = Activation.ReLU"))]];
        }

        if (last < chain.Count - 1)
        {
            reason = $"the file does not tell whether {chain[last + 1].Shown} reads every step of {chain[last].Shown} or the last one only, nor whether an activation stands between them";
            string[] layers = [.. chain.Select(static module => Layer(module, ""))];
            return [layers, [.. layers.Take(last + 1), "LastStep", .. layers.Skip(last + 1)]];
        }

        if (chain.FirstOrDefault(static module => !module.IsRecurrent) is StateDictModule other)
        {
            reason = $"the file does not tell whether an activation follows {other.Shown}";
            return [[.. chain.Select(static module => Layer(module, ""))], [.. chain.SelectMany(module => module == other ? [Layer(module, ""), "ReLU"] : (string[])[Layer(module, "")])]];
        }

        return [];
    }

    /// <summary>All readings of a chain: at least one.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> All(IReadOnlyList<StateDictModule> chain) =>
        Of(chain, out _) is { Count: > 0 } readings ? readings : [[.. chain.Select(static module => Layer(module, ""))]];

    /// <summary>Readings of modules among which there are convolutions.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> OfConvolutions(IReadOnlyList<StateDictModule> modules, out string reason)
    {
        StateDictModule first = modules.First(static module => module.Kind == ModuleKind.Conv1d);
        reason = $"the file does not tell the dilation of {first.Weight!.Shown}, the weight of a Conv1d, nor which activations stand between its layers";
        return [[.. modules.Select(static module => Layer(module, ""))], [.. modules.Select(static module => Layer(module, module.Kind == ModuleKind.Conv1d ? ", dilation: 2" : ""))]];
    }

    private static string Layer(StateDictModule module, string more)
    {
        string kind = module.KindName;
        return module.Kind == ModuleKind.Conv1d ? $"{kind}({module.Rows}, {module.Weight!.Shape[2]}{more}, Name = \"{module.Name}\")"
            : $"{kind}(Name = \"{module.Name}\"{(module.Kind == ModuleKind.RNN ? more : "")})";
    }
}
