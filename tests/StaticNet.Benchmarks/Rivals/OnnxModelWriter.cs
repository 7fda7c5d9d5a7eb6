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
    private const int FloatType = 1;
    private const ulong IrVersion = 8, OperatorSetVersion = 17;

    public static byte[] Write(NetworkWeights weights, int batchSize)
    {
        NetworkShape shape = weights.Shape;
        var graph = new Message();
        string value = "input";
        for (int layer = 0; layer < shape.LayerCount; layer++)
        {
            Activation activation = shape.ActivationAfter(layer);
            string result = activation == Activation.Identity && layer == shape.LayerCount - 1 ? "output" : $"linear{layer}";
            Message gemm = Node("Gemm", [value, $"weight{layer}", $"bias{layer}"], result);
            gemm.Add(5, new Message().Add(1, "transB").Add(3, 1UL).Add(20, 2UL));
            graph.Add(1, gemm);
            value = result;
            if (layer < weights.Norms.Length)
            {
                // Epsilon 1e-5 and the last axis are the operators' defaults.
                result = $"norm{layer}";
                string[] parameters = shape.Norm == HiddenNorm.BatchNorm ? ["scale", "shift", "mean", "variance"] : ["scale", "shift"];
                string operation = shape.Norm == HiddenNorm.BatchNorm ? "BatchNormalization" : "LayerNormalization";
                graph.Add(1, Node(operation, [value, .. parameters.Select(name => $"{name}{layer}")], result));
                value = result;
            }

            if (activation != Activation.Identity)
            {
                result = layer == shape.LayerCount - 1 ? "output" : $"activation{layer}";
                graph.Add(1, Node(activation switch { Activation.ReLU => "Relu", _ => activation.ToString() }, [value], result));
                value = result;
            }
        }

        graph.Add(2, shape.Name);
        for (int layer = 0; layer < shape.LayerCount; layer++)
        {
            graph.Add(5, Tensor($"weight{layer}", weights.Weights[layer], shape.Sizes[layer + 1], shape.Sizes[layer]));
            graph.Add(5, Tensor($"bias{layer}", weights.Biases[layer], shape.Sizes[layer + 1]));
        }

        for (int layer = 0; layer < weights.Norms.Length; layer++)
        {
            NormWeights norm = weights.Norms[layer];
            int size = shape.Sizes[layer + 1];
            graph.Add(5, Tensor($"scale{layer}", norm.Weight, size));
            graph.Add(5, Tensor($"shift{layer}", norm.Bias, size));
            if (shape.Norm == HiddenNorm.BatchNorm)
            {
                graph.Add(5, Tensor($"mean{layer}", norm.Mean, size));
                graph.Add(5, Tensor($"variance{layer}", norm.Variance, size));
            }
        }

        graph.Add(11, ValueInfo("input", batchSize, shape.InputSize));
        graph.Add(12, ValueInfo("output", batchSize, shape.OutputSize));
        return new Message()
            .Add(1, IrVersion)
            .Add(7, graph)
            .Add(8, new Message().Add(1, "").Add(2, OperatorSetVersion))
            .ToArray();
    }

    private static Message Node(string operation, string[] inputs, string output)
    {
        var node = new Message();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        return node.Add(2, output).Add(3, output + "_node").Add(4, operation);
    }

    private static Message Tensor(string name, float[] values, params int[] dimensions)
    {
        var tensor = new Message();
        foreach (int dimension in dimensions)
        {
            tensor.Add(1, (ulong)dimension);
        }

        return tensor.Add(2, (ulong)FloatType).Add(8, name).Add(9, MemoryMarshal.AsBytes<float>(values));
    }

    private static Message ValueInfo(string name, params int[] dimensions)
    {
        var shape = new Message();
        foreach (int dimension in dimensions)
        {
            shape.Add(1, new Message().Add(1, (ulong)dimension));
        }

        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, (ulong)FloatType).Add(2, shape)));
    }

    /// <summary>A protocol-buffers message: fields appended in order.</summary>
    private sealed class Message
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

        public Message Add(int field, ulong value)
        {
            WriteVarint((ulong)field << 3);
            WriteVarint(value);
            return this;
        }

        public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

        public Message Add(int field, Message value) => Add(field, value.ToArray());

        public Message Add(int field, ReadOnlySpan<byte> value)
        {
            WriteVarint(((ulong)field << 3) | 2);
            WriteVarint((ulong)value.Length);
            _bytes.Write(value);
            return this;
        }

        private void WriteVarint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                WriteByte((byte)(value | 0x80));
            }

            WriteByte((byte)value);
        }

        private void WriteByte(byte value) => _bytes.Write([value]);
    }
}
