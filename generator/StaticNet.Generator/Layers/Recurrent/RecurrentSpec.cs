using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>A recurrent layer, or several of the same size one after the other.</summary>
/// <param name="Name">Prefix of its parameters.</param>
/// <param name="Hidden">Units of each.</param>
/// <param name="Count">How many.</param>
/// <param name="HasBias">Whether there are biases.</param>
/// <param name="Gates">Sums per unit.</param>
/// <param name="StatesPerUnit">Values of state per unit: h, and c of an LSTM.</param>
internal abstract record RecurrentSpec(string Name, int Hidden, int Count, bool HasBias, int Gates, int StatesPerUnit) : LayerSpec(Name)
{
    /// <summary>The state that a stream begins with, of each stacked layer h (LSTM: h, c); empty for zero.</summary>
    public EquatableArray<float> Initial { get; init; }

    public override bool HasParameters => true;

    public override bool IsOverTime => true;

    public override long? StepsBefore => null;

    public override int OutputSize(IReadOnlyList<int> sizes) => Hidden;

    public override long StateSize(int inputs) => (long)Count * StatesPerUnit * Hidden;

    public override (long Rows, long Length) StoredRows(int inputs)
    {
        long rows = (long)inputs + Hidden + 2 + ((Count - 1L) * ((2L * Hidden) + 2));
        return (rows < int.MaxValue ? rows : int.MaxValue, (long)Gates * Hidden < int.MaxValue ? (long)Gates * Hidden : int.MaxValue);
    }

    public override long TensorCount(string suffix, int inputs)
    {
        long count = 1;
        foreach (int dimension in Shape(suffix, inputs) ?? [0])
        {
            count *= dimension;
        }

        return count;
    }

    public override IReadOnlyList<string> NeededTensors =>
    [
        .. Enumerable.Range(0, Count is >= 1 and <= MostLayers ? Count : 0)
            .SelectMany(number => s_tensors.Take(HasBias ? 4 : 2).Select(tensor => tensor + number.ToString(CultureInfo.InvariantCulture))),
    ];

    public override int InputsOf(IReadOnlyDictionary<string, int[]> tensors) => tensors.TryGetValue(".weight_ih_l0", out int[]? shape) && shape.Length == 2 ? shape[1] : 0;

    public override LayerSpec WithTensors(IReadOnlyDictionary<string, int[]> tensors, int inputs, out string? problem)
    {
        problem = null;
        if (!tensors.TryGetValue(".weight_hh_l0", out int[]? recurrent) || recurrent.Length != 2)
        {
            return this;
        }

        int units = recurrent[1];
        int layers = tensors.Keys.Count(static suffix => suffix.StartsWith(".weight_hh_l", System.StringComparison.Ordinal));
        bool hasBias = tensors.Keys.Any(static suffix => suffix.StartsWith(".bias_", System.StringComparison.Ordinal));
        RecurrentSpec filled = this with { Hidden = units, Count = layers, HasBias = hasBias };
        problem = recurrent[0] != (long)Gates * units ? $"weight_hh_l0 [{recurrent[0]}, {units}] has {Ratio(recurrent[0], units)} rows per unit, and {Kind} has {Gates}{Other(recurrent[0], units)}"
            : Hidden != 0 && Hidden != units ? $"weight_hh_l0 [{recurrent[0]}, {units}] has {units} units, not {Hidden}; the size may be left out"
            : Count != layers && (Hidden != 0 || Count != 1) ? $"it has {layers} stacked {(layers == 1 ? "layer" : "layers")}, not {Count}; write Layers = {layers}"
            : !HasBias && hasBias ? "the file has biases; remove Bias = false"
            : InputsOf(tensors) != inputs ? $"weight_ih_l0 takes {InputsOf(tensors)} values, and {inputs} arrive"
            : null;
        foreach (KeyValuePair<string, int[]> tensor in tensors)
        {
            if (problem is null && filled.Shape(tensor.Key, inputs) is int[] expected && !expected.SequenceEqual(tensor.Value))
            {
                problem = $"{tensor.Key.Substring(1)} is [{string.Join(", ", tensor.Value)}], expected [{string.Join(", ", expected)}]";
            }
        }

        return filled;
    }

    private static readonly string[] s_tensors = [".weight_ih_l", ".weight_hh_l", ".bias_ih_l", ".bias_hh_l"];

    /// <summary>The shape that a tensor must have; null where the layer has none of that name.</summary>
    private int[]? Shape(string suffix, int inputs)
    {
        int kind = System.Array.FindIndex(s_tensors, tensor => suffix.StartsWith(tensor, System.StringComparison.Ordinal));
        if (kind < 0 || !int.TryParse(suffix.Substring(s_tensors[kind].Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number >= Count)
        {
            return null;
        }

        int rows = (int)System.Math.Min((long)Gates * Hidden, int.MaxValue);
        return kind == 0 ? [rows, number == 0 ? inputs : Hidden] : kind == 1 ? [rows, Hidden] : HasBias ? [rows] : null;
    }

    private static string Ratio(int rows, int units) => units > 0 && rows % units == 0
        ? (rows / units).ToString(CultureInfo.InvariantCulture)
        : (rows / (double)units).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Other(int rows, int units) => units < 1 || rows % units != 0 ? "" : (rows / units) switch
    {
        1 => "; an RNN has 1",
        3 => "; a GRU has 3",
        4 => "; an LSTM has 4",
        _ => "",
    };

    public override IReadOnlyList<(string Name, float Value)> Arguments =>
        [("num_layers", Count), ("bias", HasBias ? 1f : 0f), .. Initial.Select(static (value, i) => (InitialName(i), value))];

    /// <summary>The argument of a file's layer that holds a value of <see cref="Initial"/>.</summary>
    public static string InitialName(int index) => "initial_" + index.ToString(CultureInfo.InvariantCulture);

    public override string Signature() =>
        Initial.Count == 0 ? base.Signature() : $"{base.Signature()} beginning at {string.Join(", ", Initial.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))}";

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, Hidden, Hidden >= 1, $"The hidden size of {Kind}", "it must be 1 or more"),
        new(0, Count, Count is >= 1 and <= MostLayers, $"The number of layers of {Kind}", $"it must be from 1 to {MostLayers}") { Property = "Layers" },
    ];

    private const int MostLayers = 64;
}
