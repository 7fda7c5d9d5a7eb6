using System;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx;

/// <summary>PyTorch's activations in ONNX's operators; where there is no operator, in a few of the simpler ones.</summary>
internal static class OnnxActivations
{
    /// <summary>Appends the operators of one activation and returns the name of the result.</summary>
    /// <exception cref="NotSupportedException">The kind is none of those below.</exception>
    public static string Append(OnnxGraph graph, LayerDescription layer)
    {
        // PyTorch writes Hardtanh, Hardswish, Hardsigmoid; the Activation enumeration HardTanh, HardSwish, HardSigmoid.
        string kind = layer.Kind.ToUpperInvariant();
        return kind switch
        {
            "IDENTITY" or "DROPOUT" or "FREEPARAMETER" => Simple("Identity"),
            "RELU" => Simple("Relu"),
            "RELU6" => Clip(0, 6),
            "LEAKYRELU" => Simple("LeakyRelu", OnnxGraph.Attribute("alpha", layer.Argument("negative_slope", 0.01))),
            "ELU" => Simple("Elu", OnnxGraph.Attribute("alpha", layer.Argument("alpha", 1))),
            "CELU" => Simple("Celu", OnnxGraph.Attribute("alpha", layer.Argument("alpha", 1))),
            "SELU" => Simple("Selu", OnnxGraph.Attribute("alpha", 1.6732632423543772848), OnnxGraph.Attribute("gamma", 1.0507009873554804935)),
            "GELU" => Simple("Gelu", OnnxGraph.Attribute("approximate", "none")),
            "GELUTANH" => Simple("Gelu", OnnxGraph.Attribute("approximate", "tanh")),
            "MISH" => Simple("Mish"),
            "SOFTPLUS" => Softplus(graph, layer),
            "SOFTSIGN" => Simple("Softsign"),
            "SIGMOID" => Simple("Sigmoid"),
            "TANH" => Simple("Tanh"),
            "HARDSIGMOID" => Simple("HardSigmoid", OnnxGraph.Attribute("alpha", 1.0 / 6), OnnxGraph.Attribute("beta", 0.5)),
            "HARDSWISH" => Simple("HardSwish"),
            "HARDTANH" => Clip(layer.Argument("min_val", -1), layer.Argument("max_val", 1)),
            "SOFTSHRINK" => Shrink(layer.Argument("lambd", 0.5), layer.Argument("lambd", 0.5)),
            "HARDSHRINK" => Shrink(layer.Argument("lambd", 0.5), 0),
            "SOFTMAX" => Simple("Softmax", OnnxGraph.Attribute("axis", -1)),
            "LOGSOFTMAX" => Simple("LogSoftmax", OnnxGraph.Attribute("axis", -1)),
            "SILU" => graph.Add("Mul", layer.Name, [graph.Current, graph.Add("Sigmoid", $"{layer.Name}.sigmoid", [graph.Current])]),
            "TANHSHRINK" => graph.Add("Sub", layer.Name, [graph.Current, graph.Add("Tanh", $"{layer.Name}.tanh", [graph.Current])]),
            "LOGSIGMOID" => LogSigmoid(graph, layer),
            "STEP" => Step(graph, layer),
            _ => throw new NotSupportedException(
                $"Layer '{layer.Name}' is a {layer.Kind}, which ONNX export does not know; it knows Linear, LayerNorm, RMSNorm, BatchNorm1d, ScaleShift, Standardize, MinMax, Dropout, PReLU, Residual, Concat, Select, LSTM, GRU, RNN, Conv1d, LastStep, MeanOverTime, MaxOverTime and the activations."),
        };

        string Simple(string operation, params AttributeProto[] attributes) => graph.Add(operation, layer.Name, [graph.Current], attributes);

        // A bound that is left out, an empty name or a missing last input, is an infinite one.
        string Clip(double minimum, double maximum)
        {
            string least = double.IsInfinity(minimum) ? "" : graph.AddScalar($"{layer.Name}.min", minimum);
            return graph.Add("Clip", layer.Name, double.IsInfinity(maximum)
                ? least.Length == 0 ? [graph.Current] : [graph.Current, least]
                : [graph.Current, least, graph.AddScalar($"{layer.Name}.max", maximum)]);
        }

        string Shrink(double lambda, double bias) => Simple("Shrink", OnnxGraph.Attribute("lambd", lambda), OnnxGraph.Attribute("bias", bias));
    }

    /// <summary>log(1 + exp(βx))/β, the identity where βx exceeds the threshold.</summary>
    private static string Softplus(OnnxGraph graph, LayerDescription layer)
    {
        double beta = layer.Argument("beta", 1);
        double threshold = layer.Argument("threshold", 20);
        string x = graph.Current;
        string scaled = beta == 1 ? x : graph.Add("Mul", $"{layer.Name}.scaled", [x, graph.AddScalar($"{layer.Name}.beta", beta)]);
        string softplus = graph.Add("Softplus", layer.Name, [scaled]);
        string result = beta == 1 ? softplus : graph.Add("Div", $"{layer.Name}.unscaled", [softplus, graph.AddScalar($"{layer.Name}.beta", beta)]);

        // From 17 on, softplus and identity agree in float: log(1 + exp(-17)) is less than half an ulp of 17.
        if (threshold >= 17)
        {
            return result;
        }

        string isLinear = graph.Add("Greater", $"{layer.Name}.linear", [scaled, graph.AddScalar($"{layer.Name}.threshold", threshold)]);
        return graph.Add("Where", $"{layer.Name}.selected", [isLinear, x, result]);
    }

    /// <summary>−softplus(−x): the logarithm of a sigmoid would lose everything below −17.</summary>
    private static string LogSigmoid(OnnxGraph graph, LayerDescription layer)
    {
        string negated = graph.Add("Neg", $"{layer.Name}.negated", [graph.Current]);
        return graph.Add("Neg", layer.Name, [graph.Add("Softplus", $"{layer.Name}.softplus", [negated])]);
    }

    private static string Step(OnnxGraph graph, LayerDescription layer)
    {
        string isOn = graph.Add("GreaterOrEqual", $"{layer.Name}.on", [graph.Current, graph.AddScalar($"{layer.Name}.zero", 0)]);
        return graph.Add("Cast", layer.Name, [isOn], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float));
    }
}
