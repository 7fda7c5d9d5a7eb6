using System;
using System.Linq;

namespace StaticNet.Onnx;

/// <summary>Standardize and MinMax in ONNX: Sub, Div, Mul and Add with constants per feature.</summary>
internal static class OnnxScaling
{
    /// <summary>
    /// A parameter's name and values as the graph has them: a deviation of 0 as the 1 it counts as, and in place of a maximum the range to it from the
    /// minimum; all others as they are.
    /// </summary>
    public static (string Name, float[] Values) Stored(NetworkDescription network, ParameterBuffer parameters, ParameterInfo info)
    {
        var values = new float[info.Count];
        parameters.CopyTo(info.Name, values);
        if (Array.Find(network.Layers, layer => layer.Kind == "MinMax" && info.Name == layer.Name + ".max") is LayerDescription scale)
        {
            var min = new float[info.Count];
            parameters.CopyTo(scale.Name + ".min", min);
            return (scale.Name + ".range", [.. values.Zip(min, static (max, min) => OneForZero(max - min))]);
        }

        return Array.Exists(network.Layers, layer => layer.Kind == "Standardize" && info.Name == layer.Name + ".std")
            ? (info.Name, Array.ConvertAll(values, OneForZero))
            : (info.Name, values);
    }

    /// <summary>Appends the layer and returns the name of what it computes.</summary>
    public static string Append(OnnxGraph graph, LayerDescription layer)
    {
        bool isRange = layer.Kind == "MinMax";
        string center = $"{layer.Name}.{(isRange ? "min" : "mean")}", spread = $"{layer.Name}.{(isRange ? "range" : "std")}";
        double low = layer.Argument("low"), width = layer.Argument("high", 1) - low;
        if (layer.Argument("inverse") != 0)
        {
            string unit = low == 0 ? graph.Current : graph.Add("Sub", $"{layer.Name}.moved", [graph.Current, graph.AddScalar($"{layer.Name}.low", low)]);
            unit = width == 1 ? unit : graph.Add("Div", $"{layer.Name}.unit", [unit, graph.AddScalar($"{layer.Name}.width", width)]);
            return graph.Add("Add", layer.Name, [graph.Add("Mul", $"{layer.Name}.scaled", [unit, spread]), center]);
        }

        string centered = graph.Add("Sub", $"{layer.Name}.centered", [graph.Current, center]);
        bool isMoved = low != 0, isWidened = width != 1;
        string value = graph.Add("Div", isMoved || isWidened ? $"{layer.Name}.unit" : layer.Name, [centered, spread]);
        value = isWidened ? graph.Add("Mul", isMoved ? $"{layer.Name}.widened" : layer.Name, [value, graph.AddScalar($"{layer.Name}.width", width)]) : value;
        return isMoved ? graph.Add("Add", layer.Name, [value, graph.AddScalar($"{layer.Name}.low", low)]) : value;
    }

    private static float OneForZero(float value) => value == 0f ? 1f : value;
}
