using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// The tensors of PyTorch's recurrent layers: <c>weight_ih_l0</c> [gates·hidden, inputs], <c>weight_hh_l0</c> [gates·hidden, hidden] and two
/// biases, <c>_l1</c> for the next of a stack. An LSTM has four gates, a GRU three, an RNN one.
/// </summary>
internal static class RecurrentTensors
{
    private static readonly string[] s_kinds = ["weight_ih_l", "weight_hh_l", "bias_ih_l", "bias_hh_l"];

    /// <summary>Whether a tensor of a recurrent layer is called so.</summary>
    public static bool IsName(string suffix) => Number(suffix) is not null;

    /// <summary>Why a tensor of a recurrent layer cannot be used; null for other tensors.</summary>
    public static string? Fault(string suffix) =>
        suffix.EndsWith("_reverse", StringComparison.Ordinal) && IsName(suffix.Substring(0, suffix.Length - "_reverse".Length))
            ? " but the backward direction of a bidirectional layer, which needs the whole sequence before its first output; train with bidirectional=False"
        : suffix.StartsWith("weight_hr_l", StringComparison.Ordinal)
            ? " but the projection of an LSTM with proj_size, which is not supported; train without proj_size, or with a Linear behind the LSTM"
        : suffix is "weight_ih" or "weight_hh" or "bias_ih" or "bias_hh"
            ? $" but one of an LSTMCell, GRUCell or RNNCell; save it as '{suffix}_l0', its name in nn.LSTM, nn.GRU and nn.RNN"
        : null;

    /// <summary>The kind that a module's tensors prove, with its inputs and units.</summary>
    public static ModuleKind KindOf(StateDictModule module, out int inputs, out int units, out string? fault)
    {
        (inputs, units) = (0, 0);
        if (Find(module, "weight_ih_l0", out fault) is not FileTensor first || Find(module, "weight_hh_l0", out fault) is not FileTensor recurrent)
        {
            return ModuleKind.LSTM;
        }

        (inputs, units) = (first.Shape[1], recurrent.Shape[1]);
        int rows = recurrent.Shape[0];
        ModuleKind? kind = units < 1 || rows % units != 0 ? null : (rows / units) switch { 1 => ModuleKind.RNN, 3 => ModuleKind.GRU, 4 => ModuleKind.LSTM, _ => null };
        if (kind is null)
        {
            fault = $"{recurrent.Shown} is no LSTM [4·hidden, hidden], GRU [3·hidden, hidden] or RNN [hidden, hidden]";
            return ModuleKind.LSTM;
        }

        int layers = module.Parameters.Keys.Max(static suffix => Number(suffix) ?? -1) + 1;
        bool hasBias = module.Parameters.Keys.Any(static suffix => suffix.StartsWith("bias_", StringComparison.Ordinal));
        fault = Mismatch(module, layers, hasBias, rows, inputs, units);
        return kind.Value;
    }

    /// <summary>What a layer of the text form would say beside its tensors.</summary>
    public static Dictionary<string, float> Arguments(StateDictModule module) => new() { ["num_layers"] = module.Parameters.Keys.Max(static suffix => Number(suffix) ?? -1) + 1 };

    private static string? Mismatch(StateDictModule module, int layers, bool hasBias, int rows, int inputs, int units)
    {
        const int MostLayers = 64;
        if (layers > MostLayers)
        {
            return $"{module.Shown} has {layers} stacked layers; at most {MostLayers} are supported";
        }

        foreach (string suffix in module.Parameters.Keys.Where(static suffix => !IsName(suffix)))
        {
            return $"{module.Parameters[suffix].Shown} is no parameter of {module.Shown}, a recurrent layer";
        }

        for (int layer = 0; layer < layers; layer++)
        {
            string number = layer.ToString(CultureInfo.InvariantCulture);
            for (int kind = 0; kind < (hasBias ? 4 : 2); kind++)
            {
                if (!module.Parameters.TryGetValue(s_kinds[kind] + number, out FileTensor? tensor))
                {
                    return $"{module.Shown} has no '{s_kinds[kind]}{number}'";
                }

                int[] expected = kind == 0 ? [rows, layer == 0 ? inputs : units] : kind == 1 ? [rows, units] : [rows];
                if (!tensor.Shape.SequenceEqual(expected))
                {
                    return $"{tensor.Shown} does not belong to {module.Parameters["weight_hh_l0"].Shown}: expected [{string.Join(", ", expected)}]";
                }
            }
        }

        return null;
    }

    private static FileTensor? Find(StateDictModule module, string suffix, out string? fault)
    {
        fault = !module.Parameters.TryGetValue(suffix, out FileTensor? tensor) ? $"{module.Shown} has {module.Parameters.Values.First().Shown} and no '{suffix}'"
            : tensor.Shape.Length != 2 || tensor.Count == 0 ? $"{tensor.Shown} is no matrix"
            : null;
        return fault is null ? tensor : null;
    }

    /// <summary>Which layer of a stack a tensor belongs to; null where it is none of a recurrent layer.</summary>
    private static int? Number(string suffix)
    {
        string? kind = Array.Find(s_kinds, kind => suffix.StartsWith(kind, StringComparison.Ordinal));
        return kind is not null && int.TryParse(suffix.Substring(kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
