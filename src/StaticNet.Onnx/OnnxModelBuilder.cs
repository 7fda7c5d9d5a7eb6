using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx;

/// <summary>Turns a network's description and parameters into an ONNX model, layer by layer.</summary>
internal static class OnnxModelBuilder
{
    /// <summary>ONNX 1.15.</summary>
    public const int IrVersion = 9;

    /// <summary>The first operator set that has Gelu; LayerNormalization, Mish and HardSwish are older.</summary>
    public const int OperatorSet = 20;

    /// <summary>The first that has RMSNormalization, with ONNX 1.18; written where a network has the layer.</summary>
    public const int OperatorSetOfRMSNorm = 23;

    /// <summary>ONNX 1.18.</summary>
    public const int IrVersionOfRMSNorm = 11;

    /// <summary>The model for inference.</summary>
    /// <exception cref="NotSupportedException">A layer has no counterpart; the message names it.</exception>
    public static ModelProto Build(NetworkDescription network, ParameterBuffer parameters)
    {
        ParameterInfo[] infos = network.Layout.Parameters.ToArray();
        LayerDescription[] layers = network.Layers.ToArray();
        var graph = new OnnxGraph(
            network.Name, network.InputSize, network.OutputSize, infos.Select(info => info.Name).Concat(network.Heads.Select(head => head.Name)), Array.Exists(layers, OnnxTimeLayers.HasMemory), Array.Exists(layers, OnnxTimeLayers.EndsTime));
        var cells = new HashSet<string>(layers.Where(OnnxTimeLayers.IsRecurrent).Select(layer => layer.Name), StringComparer.Ordinal);

        // Cells have theirs in ONNX's order.
        foreach (ParameterInfo info in infos.Where(info => !Array.Exists(layers, layer => layer.Kind == "FreeParameter" && layer.Name == info.Name) && !cells.Contains(info.Name[..Math.Max(0, info.Name.LastIndexOf('.'))])))
        {
            (string name, float[] values) = OnnxScaling.Stored(network, parameters, info);
            graph.AddParameter(name, info.Shape, values);
        }

        var names = new HashSet<string>(infos.Select(info => info.Name), StringComparer.Ordinal);
        // Values by number: the input, then each layer's result.
        List<string> computed = [graph.Current];
        // Each head is an output of its own, so the layers that put them side by side are left out.
        foreach (LayerDescription layer in layers[..^network.Heads.Count])
        {
            graph.Continue(OnnxTimeLayers.HasMemory(layer) || OnnxTimeLayers.EndsTime(layer) ? OnnxTimeLayers.Append(graph, layer, parameters) : Append(graph, layer, names, computed));
            computed.Add(graph.Current);
        }

        if (network.Heads.Count > 0)
        {
            graph.Finish(network.Heads, [.. layers[^network.Heads.Count..].Select(join => computed[(int)join.Argument("from")])]);
        }
        else
        {
            graph.Finish();
        }

        bool hasRMSNorm = network.Layers.ToArray().Any(layer => layer.Kind == "RMSNorm");
        var model = new ModelProto
        {
            IrVersion = hasRMSNorm ? IrVersionOfRMSNorm : IrVersion,
            ProducerName = "StaticNet",
            ProducerVersion = typeof(NetworkDescription).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = graph.Graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = hasRMSNorm ? OperatorSetOfRMSNorm : OperatorSet });
        return model;
    }

    private static string Append(OnnxGraph graph, LayerDescription layer, HashSet<string> parameters, List<string> values)
    {
        switch (layer.Kind)
        {
            case "Linear" when graph.FeatureAxis == 2:
                string turned = graph.Add("Transpose", $"{layer.Name}.weight.transposed", [$"{layer.Name}.weight"], OnnxGraph.Attribute("perm", 1, 0));
                string product = graph.Add("MatMul", parameters.Contains($"{layer.Name}.bias") ? $"{layer.Name}.product" : layer.Name, [graph.Current, turned]);
                return parameters.Contains($"{layer.Name}.bias") ? graph.Add("Add", layer.Name, [product, $"{layer.Name}.bias"]) : product;

            case "Linear":
                return graph.Add("Gemm", layer.Name, Inputs("weight", "bias"), OnnxGraph.Attribute("transB", 1));

            case "LayerNorm":
                // The operator demands a scale where PyTorch's elementwise_affine=False has none.
                AddIfAbsent(graph, layer, parameters, "weight", 1);
                return graph.Add(
                    "LayerNormalization", layer.Name, Inputs("weight", "bias"),
                    OnnxGraph.Attribute("axis", -1), OnnxGraph.Attribute("epsilon", layer.Argument("eps", 1e-5)));

            case "RMSNorm":
                AddIfAbsent(graph, layer, parameters, "weight", 1);
                return graph.Add(
                    "RMSNormalization", layer.Name, Inputs("weight"),
                    OnnxGraph.Attribute("axis", -1), OnnxGraph.Attribute("epsilon", layer.Argument("eps", Math.Pow(2, -23))));

            case "BatchNorm1d":
                AddIfAbsent(graph, layer, parameters, "weight", 1);
                AddIfAbsent(graph, layer, parameters, "bias", 0);
                if (graph.FeatureAxis == 2)
                {
                    graph.Continue(graph.Add("Transpose", $"{layer.Name}.channels", [graph.Current], OnnxGraph.Attribute("perm", 0, 2, 1)));
                    string normalized = graph.Add(
                        "BatchNormalization", $"{layer.Name}.normalized", Inputs("weight", "bias", "running_mean", "running_var"), OnnxGraph.Attribute("epsilon", layer.Argument("eps", 1e-5)));
                    return graph.Add("Transpose", layer.Name, [normalized], OnnxGraph.Attribute("perm", 0, 2, 1));
                }

                return graph.Add(
                    "BatchNormalization", layer.Name, Inputs("weight", "bias", "running_mean", "running_var"),
                    OnnxGraph.Attribute("epsilon", layer.Argument("eps", 1e-5)));

            case "ScaleShift":
                string centered = parameters.Contains($"{layer.Name}.mean")
                    ? graph.Add("Sub", $"{layer.Name}.centered", [graph.Current, $"{layer.Name}.mean"])
                    : graph.Current;
                string scaled = graph.Add("Mul", $"{layer.Name}.scaled", [centered, $"{layer.Name}.scale"]);
                return graph.Add("Add", layer.Name, [scaled, $"{layer.Name}.shift"]);

            case "Standardize" or "MinMax":
                return OnnxScaling.Append(graph, layer);

            case "PReLU":
                return graph.Add("PRelu", layer.Name, Inputs("weight"));

            case "Residual":
                return graph.Add("Add", layer.Name, [graph.Current, Earlier(layer.OutputSize)]);

            case "Concat":
                return graph.Add("Concat", layer.Name, [graph.Current, Earlier(layer.OutputSize - layer.InputSize)], OnnxGraph.Attribute("axis", (long)graph.FeatureAxis));

            case "Select":
                long[] indices = new long[layer.OutputSize];
                double start = layer.Argument("start", -1);
                for (int i = 0; i < indices.Length; i++)
                {
                    indices[i] = (long)(start >= 0 ? start + i : layer.Argument(i.ToString(CultureInfo.InvariantCulture)));
                }

                return graph.Add(
                    "Gather", layer.Name, [values[(int)layer.Argument("from", values.Count - 1)], graph.AddIntegers($"{layer.Name}.indices", indices)],
                    OnnxGraph.Attribute("axis", (long)graph.FeatureAxis));

            default:
                return OnnxActivations.Append(graph, layer);
        }

        // The earlier value of a join, or as many columns of it.
        string Earlier(int count)
        {
            string value = values[(int)layer.Argument("from")];
            if (layer.Argument("first", -1) < 0)
            {
                return value;
            }

            long[] columns = [.. Enumerable.Range((int)layer.Argument("first"), count).Select(column => (long)column)];
            return graph.Add("Gather", $"{layer.Name}.columns", [value, graph.AddIntegers($"{layer.Name}.indices", columns)], OnnxGraph.Attribute("axis", (long)graph.FeatureAxis));
        }

        string[] Inputs(params string[] suffixes) =>
            [graph.Current, .. suffixes.Select(suffix => $"{layer.Name}.{suffix}").Where(parameters.Contains)];
    }

    private static void AddIfAbsent(OnnxGraph graph, LayerDescription layer, HashSet<string> parameters, string suffix, float value)
    {
        string name = $"{layer.Name}.{suffix}";
        if (parameters.Add(name))
        {
            graph.AddParameter(name, [layer.OutputSize], [.. Enumerable.Repeat(value, layer.OutputSize)]);
        }
    }
}
