using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>
/// LSTM, GRU and RNN as PyTorch's layers. ONNX has the gates in another order (LSTM i o f c, GRU z r h), both biases in one tensor, and forms
/// that are no layer here; those are refused by name.
/// </summary>
internal static class RecurrentOperators
{
    // Where each of PyTorch's gates stands: LSTM i f g o in i o f c, GRU r z n in z r h.
    private static readonly int[] s_lstm = [0, 2, 3, 1];
    private static readonly int[] s_gru = [1, 0, 2];
    private static readonly int[] s_rnn = [0];

    /// <summary>The layer that a node becomes.</summary>
    /// <param name="context">The import.</param>
    /// <param name="node">LSTM, GRU or RNN.</param>
    /// <param name="rows">The steps that it reads.</param>
    public static RowsValue Apply(ImportContext context, OnnxNode node, RowsValue rows)
    {
        Refuse(context, node);
        ConstantValue w = context.GetFloats(node, 1, "W"), r = context.GetFloats(node, 2, "R");
        int gates = TimeLayers.Gates(node.Operation);
        if (r.Shape.Length != 3 || w.Shape.Length != 3 || r.Shape[0] != 1 || r.Shape[2] < 1 || r.Shape[1] != (long)gates * r.Shape[2])
        {
            throw ImportContext.Problem(node, $"its R [{string.Join(", ", r.Shape)}] is not [1, {gates}·hidden, hidden]");
        }

        int units = r.Shape[2], inputs = rows.Size;
        if (!w.Shape.SequenceEqual([1, gates * units, inputs]))
        {
            throw ImportContext.Problem(node, $"its W is [{string.Join(", ", w.Shape)}], expected [1, {gates * units}, {inputs}] for {inputs} inputs and the {units} units of R");
        }

        if (node.Attribute("hidden_size") is OnnxAttribute { Integer: var said } && said != units)
        {
            throw ImportContext.Problem(node, $"its hidden_size is {said}, and its R [{string.Join(", ", r.Shape)}] holds {units} units; the file contradicts itself");
        }

        int[] order = node.Operation switch { "LSTM" => s_lstm, "GRU" => s_gru, _ => s_rnn };
        PendingLayer layer = new PendingLayer(node.Operation, inputs, units, [rows.Layer]).With("num_layers", 1);
        if (node.Operation == "RNN")
        {
            layer.With("relu", IsReLU(node) ? 1 : 0);
        }

        layer.With("weight_ih_l0", [gates * units, inputs], Reordered(w.Floats!, order, units * inputs), w.Name);
        layer.With("weight_hh_l0", [gates * units, units], Reordered(r.Floats!, order, units * units), "");
        if (context.TryGet(node, 3) is not null)
        {
            ConstantValue bias = context.GetFloats(node, 3, "B");
            if (bias.Count != 2 * gates * units)
            {
                throw ImportContext.Problem(node, $"its B is [{string.Join(", ", bias.Shape)}], expected [1, {2 * gates * units}]");
            }

            layer.With("bias_ih_l0", [gates * units], Reordered([.. bias.Floats!.Take(gates * units)], order, units), "");
            layer.With("bias_hh_l0", [gates * units], Reordered([.. bias.Floats!.Skip(gates * units)], order, units), "");
        }

        AddInitialState(context, node, layer);
        return context.Layers.Add(layer, hasBatch: true, node.Outputs.Count > 0 && node.Outputs[0].Length > 0 ? node.Outputs[0] : node.Label);
    }

    private static void Refuse(ImportContext context, OnnxNode node)
    {
        string direction = node.Attribute("direction")?.Text is { Length: > 0 } given ? given : "forward";
        if (direction != "forward")
        {
            throw ImportContext.Problem(node, $"its direction is {direction}, which needs the whole sequence before its first output; forward is supported (bidirectional=False in PyTorch)");
        }

        string[] defaults = node.Operation switch { "LSTM" => ["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
        List<string> activations = node.Attribute("activations")?.Strings ?? [];
        bool isPlain = activations.Count == 0 || activations.SequenceEqual(defaults, StringComparer.OrdinalIgnoreCase) || (node.Operation == "RNN" && IsReLU(node));
        if (!isPlain)
        {
            throw ImportContext.Problem(node, $"its activations are {string.Join(", ", activations)}; {string.Join(", ", defaults)}{(node.Operation == "RNN" ? " or Relu" : "")} is supported");
        }

        string? problem = node.Attribute("clip") is OnnxAttribute clip ? $"it clips its sums to ±{clip.Float.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} (clip), which is not supported"
            : node.Attribute("activation_alpha") is not null || node.Attribute("activation_beta") is not null ? "it has activation_alpha or activation_beta, which Sigmoid and Tanh do not have"
            : node.Integer("input_forget", 0) != 0 ? "it couples its input and forget gates (input_forget = 1), which is not supported"
            : node.Operation == "GRU" && node.Integer("linear_before_reset", 0) == 0 ? "its linear_before_reset is 0: the reset gate multiplies the state before the matrix, r·h·Rᵀ; supported is 1, which multiplies behind it and is what PyTorch and Keras (reset_after = True) compute"
            : node.Input(4).Length > 0 ? $"it reads the lengths of sequences {SafetensorsHeader.Show(node.Input(4))} (sequence_lens); all steps of a stream count, so export it without them (no packed sequences)"
            : node.Input(7).Length > 0 ? $"it has peepholes {SafetensorsHeader.Show(node.Input(7))} (P), which are not supported"
            : null;
        if (problem is not null)
        {
            throw ImportContext.Problem(node, problem);
        }

        foreach (int input in new[] { 5, 6 })
        {
            string name = node.Input(input), role = input == 5 ? "initial_h" : "initial_c";
            if (name.Length == 0)
            {
                continue;
            }

            GraphValue value = context.Get(node, input);
            if (value is not StateValue && value is not ConstantValue)
            {
                throw ImportContext.Problem(node, $"its {role} {SafetensorsHeader.Show(name)} is computed by the network, as in an encoder and decoder; an input of the graph, or zeros, is supported");
            }
        }
    }

    /// <summary>Constants that the state begins with: a row of them, or equal rows for the sequences of the batch that was traced.</summary>
    private static void AddInitialState(ImportContext context, OnnxNode node, PendingLayer layer)
    {
        int units = layer.OutputSize;
        int[] inputs = node.Operation == "LSTM" ? [5, 6] : [5];
        bool[] given = [.. inputs.Select(input => node.Input(input).Length > 0 && context.Get(node, input) is StateValue { IsGiven: true })];
        if (given.Contains(true) && given.Contains(false))
        {
            (int own, string other) = given[0] ? (5, "initial_c") : (6, "initial_h");
            throw ImportContext.Problem(node, $"its {(own == 5 ? "initial_h" : "initial_c")} {SafetensorsHeader.Show(node.Input(own))} is an input of the graph and its {other} is not, so that one goes on where the last call ended and the other begins anew; a network carries both. Export it with both as inputs, or neither");
        }

        float[] state = new float[inputs.Length * units];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (node.Input(inputs[i]).Length == 0 || context.Get(node, inputs[i]) is not ConstantValue { Floats: float[] floats })
            {
                continue;
            }

            string shown = $"its {(i == 0 ? "initial_h" : "initial_c")} {SafetensorsHeader.Show(node.Input(inputs[i]))}";
            if (floats.Length == 0 || floats.Length % units != 0)
            {
                throw ImportContext.Problem(node, $"{shown} has {floats.Length} values, expected {units} for each sequence");
            }

            for (int value = 0; value < floats.Length; value++)
            {
                if (!floats[value].Equals(floats[value % units]))
                {
                    throw ImportContext.Problem(node, $"{shown} is another constant for each sequence of a batch; a network begins all of them at one state, so export it with a batch of 1, or with the state as an input");
                }
            }

            Array.Copy(floats, 0, state, i * units, units);
        }

        for (int i = 0; i < state.Length && Array.Exists(state, static value => value != 0); i++)
        {
            layer.With("initial_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), state[i]);
        }
    }

    private static bool IsReLU(OnnxNode node) => node.Attribute("activations")?.Strings is { Count: 1 } activations && activations[0].Equals("Relu", StringComparison.OrdinalIgnoreCase);

    /// <summary>Blocks of a length in PyTorch's order of the gates.</summary>
    private static float[] Reordered(float[] values, int[] order, int length)
    {
        var reordered = new float[values.Length];
        for (int gate = 0; gate < order.Length; gate++)
        {
            Array.Copy(values, order[gate] * length, reordered, gate * length, length);
        }

        return reordered;
    }
}
