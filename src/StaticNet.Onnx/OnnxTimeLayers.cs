using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.Onnx;

/// <summary>
/// Layers over time in ONNX's operators. A state is an input of the graph, and what it becomes an output: <c>state.NAME.h_l0</c> and
/// <c>next.NAME.h_l0</c>, an LSTM also <c>c_l0</c>, [1, batch, hidden]; of a convolution <c>state.NAME.history</c>, its past,
/// [batch, channels, (kernel − 1)·dilation]. Where the file of a network says what h and c begin with, the inputs have these defaults.
/// </summary>
internal static class OnnxTimeLayers
{
    // ONNX has the gates of an LSTM as i o f c and those of a GRU as z r h; PyTorch as i f g o and r z n.
    private static readonly int[] s_lstm = [0, 3, 1, 2];
    private static readonly int[] s_gru = [1, 0, 2];
    private static readonly int[] s_rnn = [0];

    /// <summary>Whether the layer has a state.</summary>
    public static bool HasMemory(LayerDescription layer) => IsRecurrent(layer) || layer.Kind == "Conv1d";

    /// <summary>Whether the layer is a cell, whose tensors are stored in ONNX's order.</summary>
    public static bool IsRecurrent(LayerDescription layer) => layer.Kind is "LSTM" or "GRU" or "RNN";

    /// <summary>Whether the layer turns steps into one row.</summary>
    public static bool EndsTime(LayerDescription layer) => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime";

    /// <summary>Appends the layer and returns the name of what it computes.</summary>
    public static string Append(OnnxGraph graph, LayerDescription layer, ParameterBuffer parameters)
    {
        switch (layer.Kind)
        {
            case "LastStep":
                graph.EndTime();
                return graph.Add("Gather", layer.Name, [graph.Current, graph.AddInteger($"{layer.Name}.last", -1)], OnnxGraph.Attribute("axis", 1));
            case "MeanOverTime" or "MaxOverTime":
                graph.EndTime();
                return graph.Add(
                    layer.Kind == "MeanOverTime" ? "ReduceMean" : "ReduceMax", layer.Name, [graph.Current, graph.AddIntegers($"{layer.Name}.axes", [1])],
                    OnnxGraph.Attribute("keepdims", 0));
            case "Conv1d":
                return Convolution(graph, layer, parameters);
            default:
                return Recurrent(graph, layer, parameters);
        }
    }

    private static string Recurrent(OnnxGraph graph, LayerDescription layer, ParameterBuffer parameters)
    {
        string value = graph.Add("Transpose", $"{layer.Name}.steps", [graph.Current], OnnxGraph.Attribute("perm", 1, 0, 2));
        bool hasInitial = layer.Arguments.Any(static argument => argument.Name.StartsWith("initial_", StringComparison.Ordinal));
        int count = (int)layer.Argument("num_layers", 1), vectors = layer.Kind == "LSTM" ? 2 : 1, units = layer.OutputSize, inputs = layer.InputSize;
        for (int number = 0; number < count; number++)
        {
            string suffix = "_l" + number.ToString(CultureInfo.InvariantCulture);
            bool hasBias = layer.Argument("bias", 1) != 0;
            string State(string vector, int index) => hasInitial
                ? graph.AddStateInput($"{layer.Name}.{vector}{suffix}", Initial(layer, index), 1, -1, units)
                : graph.AddStateInput($"{layer.Name}.{vector}{suffix}", 1, -1, units);

            List<string> operands =
            [
                value, Weights(graph, layer, parameters, "weight_ih" + suffix, number == 0 ? inputs : units), Weights(graph, layer, parameters, "weight_hh" + suffix, units),
                hasBias ? Bias(graph, layer, parameters, suffix) : "", "", State("h", number * vectors),
            ];
            List<string> results = [$"{layer.Name}.y{suffix}", graph.AddStateOutput($"{layer.Name}.h{suffix}", 1, -1, units)];
            if (layer.Kind == "LSTM")
            {
                operands.Add(State("c", (number * vectors) + 1));
                results.Add(graph.AddStateOutput($"{layer.Name}.c{suffix}", 1, -1, units));
            }

            List<Protocol.AttributeProto> attributes = [OnnxGraph.Attribute("hidden_size", (long)units)];
            if (layer.Kind == "GRU")
            {
                attributes.Add(OnnxGraph.Attribute("linear_before_reset", 1));
            }

            if (layer.Argument("relu") != 0)
            {
                attributes.Add(OnnxGraph.Texts("activations", "Relu"));
            }

            string y = graph.AddCell(layer.Kind, $"{layer.Name}.cell{suffix}", [.. operands], [.. results], [.. attributes]);
            value = graph.Add("Squeeze", $"{layer.Name}.forward{suffix}", [y, graph.AddIntegers($"{layer.Name}.direction{suffix}", [1])]);
        }

        return graph.Add("Transpose", layer.Name, [value], OnnxGraph.Attribute("perm", 1, 0, 2));
    }

    /// <summary>What h or c begins with, of the vectors of all stacked layers the one at <paramref name="index"/>.</summary>
    private static float[] Initial(LayerDescription layer, int index) =>
        [.. Enumerable.Range(index * layer.OutputSize, layer.OutputSize).Select(i => (float)layer.Argument("initial_" + i.ToString(CultureInfo.InvariantCulture)))];

    private static string Convolution(OnnxGraph graph, LayerDescription layer, ParameterBuffer parameters)
    {
        int kernel = (int)layer.Argument("kernel_size", 1), dilation = (int)layer.Argument("dilation", 1), history = (kernel - 1) * dilation;
        string channels = graph.Add("Transpose", $"{layer.Name}.channels", [graph.Current], OnnxGraph.Attribute("perm", 0, 2, 1));
        if (history > 0)
        {
            string past = graph.AddStateInput($"{layer.Name}.history", -1, layer.InputSize, history);
            channels = graph.Add("Concat", $"{layer.Name}.padded", [past, channels], OnnxGraph.Attribute("axis", 2));
            graph.AddCell(
                "Slice", $"{layer.Name}.kept",
                [channels, graph.AddIntegers($"{layer.Name}.from", [-history]), graph.AddIntegers($"{layer.Name}.to", [long.MaxValue]), graph.AddIntegers($"{layer.Name}.axis", [2])],
                [graph.AddStateOutput($"{layer.Name}.history", -1, layer.InputSize, history)], []);
        }

        string bias = $"{layer.Name}.bias";
        bool hasBias = parameters.Layout.Parameters.ToArray().Any(info => info.Name == bias);
        string y = graph.Add(
            "Conv", $"{layer.Name}.convolved", [channels, $"{layer.Name}.weight", .. hasBias ? [bias] : Array.Empty<string>()],
            OnnxGraph.Attribute("dilations", [(long)dilation]), OnnxGraph.Attribute("group", (long)layer.Argument("groups", 1)), OnnxGraph.Attribute("kernel_shape", [(long)kernel]));
        return graph.Add("Transpose", layer.Name, [y], OnnxGraph.Attribute("perm", 0, 2, 1));
    }

    private static string Weights(OnnxGraph graph, LayerDescription layer, ParameterBuffer parameters, string suffix, int inputs)
    {
        string name = $"{layer.Name}.{suffix}";
        int[] order = Order(layer);
        return graph.AddParameter(name, [1, order.Length * layer.OutputSize, inputs], Reordered(parameters, name, order, order.Length * layer.OutputSize * inputs));
    }

    /// <summary>Both biases, one after the other.</summary>
    private static string Bias(OnnxGraph graph, LayerDescription layer, ParameterBuffer parameters, string suffix)
    {
        int[] order = Order(layer);
        int count = order.Length * layer.OutputSize;
        return graph.AddParameter(
            $"{layer.Name}.bias{suffix}", [1, 2 * count],
            [.. Reordered(parameters, $"{layer.Name}.bias_ih{suffix}", order, count), .. Reordered(parameters, $"{layer.Name}.bias_hh{suffix}", order, count)]);
    }

    private static int[] Order(LayerDescription layer) => layer.Kind switch { "LSTM" => s_lstm, "GRU" => s_gru, _ => s_rnn };

    /// <summary>The blocks of PyTorch's gates in ONNX's order.</summary>
    private static float[] Reordered(ParameterBuffer parameters, string name, int[] order, int count)
    {
        var values = new float[count];
        parameters.CopyTo(name, values);
        var reordered = new float[count];
        int length = count / order.Length;
        for (int gate = 0; gate < order.Length; gate++)
        {
            Array.Copy(values, order[gate] * length, reordered, gate * length, length);
        }

        return reordered;
    }
}
