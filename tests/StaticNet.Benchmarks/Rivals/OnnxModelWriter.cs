using System;
using System.Buffers;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace StaticNet.Benchmarks;

/// <summary>
/// Writes a network as an ONNX file of <c>Gemm</c> and activation nodes: protocol buffers by hand, with the field numbers of onnx.proto3.
/// Independent of StaticNet's own export, so that the rival's weights do not pass through the code that is measured.
/// </summary>
internal static class OnnxModelWriter
{
    public static byte[] Write(NetworkWeights weights, int batchSize)
    {
        NetworkShape shape = weights.Shape;
        var graph = new OnnxMessage();
        string value = "input";
        for (int layer = 0; layer < shape.LayerCount; layer++)
        {
            Activation activation = shape.ActivationAfter(layer);
            string result = activation == Activation.Identity && layer == shape.LayerCount - 1 ? "output" : $"linear{layer}";
            OnnxMessage gemm = OnnxMessage.Node("Gemm", [value, $"weight{layer}", $"bias{layer}"], result);
            gemm.Add(5, new OnnxMessage().Add(1, "transB").Add(3, 1UL).Add(20, 2UL));
            graph.Add(1, gemm);
            value = result;
            if (layer < weights.Norms.Length)
            {
                // Epsilon 1e-5 and the last axis are the operators' defaults.
                result = $"norm{layer}";
                string[] parameters = shape.Norm == HiddenNorm.BatchNorm ? ["scale", "shift", "mean", "variance"] : ["scale", "shift"];
                string operation = shape.Norm == HiddenNorm.BatchNorm ? "BatchNormalization" : "LayerNormalization";
                graph.Add(1, OnnxMessage.Node(operation, [value, .. parameters.Select(name => $"{name}{layer}")], result));
                value = result;
            }

            if (activation != Activation.Identity)
            {
                result = layer == shape.LayerCount - 1 ? "output" : $"activation{layer}";
                graph.Add(1, OnnxMessage.Node(activation switch { Activation.ReLU => "Relu", _ => activation.ToString() }, [value], result));
                value = result;
            }
        }

        graph.Add(2, shape.Name);
        for (int layer = 0; layer < shape.LayerCount; layer++)
        {
            graph.Add(5, OnnxMessage.Tensor($"weight{layer}", weights.Weights[layer], shape.Sizes[layer + 1], shape.Sizes[layer]));
            graph.Add(5, OnnxMessage.Tensor($"bias{layer}", weights.Biases[layer], shape.Sizes[layer + 1]));
        }

        for (int layer = 0; layer < weights.Norms.Length; layer++)
        {
            NormWeights norm = weights.Norms[layer];
            int size = shape.Sizes[layer + 1];
            graph.Add(5, OnnxMessage.Tensor($"scale{layer}", norm.Weight, size));
            graph.Add(5, OnnxMessage.Tensor($"shift{layer}", norm.Bias, size));
            if (shape.Norm == HiddenNorm.BatchNorm)
            {
                graph.Add(5, OnnxMessage.Tensor($"mean{layer}", norm.Mean, size));
                graph.Add(5, OnnxMessage.Tensor($"variance{layer}", norm.Variance, size));
            }
        }

        graph.Add(11, OnnxMessage.ValueInfo("input", batchSize, shape.InputSize));
        graph.Add(12, OnnxMessage.ValueInfo("output", batchSize, shape.OutputSize));
        return OnnxMessage.Model(graph);
    }
}
