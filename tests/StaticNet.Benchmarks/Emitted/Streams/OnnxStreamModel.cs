using System;
using System.Linq;

namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>Writes an LSTM or GRU with a linear layer as an ONNX file that takes its state and gives it back.</summary>
internal static class OnnxStreamModel
{
    private const ulong IntegerAttribute = 2;

    /// <summary>The names of the state's inputs; the outputs end in <c>_next</c>.</summary>
    public static string[] States(StreamShape shape) => shape.Cell == StreamCell.LSTM ? ["h", "c"] : ["h"];

    public static byte[] Write(StreamWorkload workload, int steps)
    {
        StreamShape shape = workload.Shape;
        int units = shape.Units;

        // PyTorch's gates in ONNX's order: i f g o → i o f g; r z n → z r n.
        int[] order = shape.Cell == StreamCell.LSTM ? [0, 3, 1, 2] : [1, 0, 2];
        int gates = order.Length * units;
        ReadOnlyMemory<float> weights = workload.Weights;
        float[] Gates(int at, int each) => [.. order.SelectMany(gate => weights.Slice(at + (gate * units * each), units * each).ToArray())];
        string[] states = States(shape);
        OnnxMessage cell = OnnxMessage.Node(shape.Cell.ToString(), ["input", "w", "r", "b", "", .. states], "hidden");
        foreach (string state in states)
        {
            cell.Add(2, state + "_next");
        }

        cell.Add(5, Attribute("hidden_size", (ulong)units));
        if (shape.Cell == StreamCell.GRU)
        {
            cell.Add(5, Attribute("linear_before_reset", 1));
        }

        var graph = new OnnxMessage()
            .Add(1, cell)
            .Add(1, OnnxMessage.Node("MatMul", ["hidden", "linear"], "product"))
            .Add(1, OnnxMessage.Node("Add", ["product", "bias"], "output"))
            .Add(2, shape.Name)
            .Add(5, OnnxMessage.Tensor("w", Gates(0, 1), 1, gates, 1))
            .Add(5, OnnxMessage.Tensor("r", Gates(gates, units), 1, gates, units))
            .Add(5, OnnxMessage.Tensor("b", [.. Gates(gates * (units + 1), 1), .. Gates(gates * (units + 2), 1)], 1, 2 * gates))
            .Add(5, OnnxMessage.Tensor("linear", weights.Slice(gates * (units + 3), units).ToArray(), units, 1))
            .Add(5, OnnxMessage.Tensor("bias", weights.Slice((gates * (units + 3)) + units, 1).ToArray(), 1))
            .Add(11, OnnxMessage.ValueInfo("input", steps, 1, 1));
        foreach (string state in states)
        {
            graph.Add(11, OnnxMessage.ValueInfo(state, 1, 1, units));
        }

        graph.Add(12, OnnxMessage.ValueInfo("output", steps, 1, 1, 1));
        foreach (string state in states)
        {
            graph.Add(12, OnnxMessage.ValueInfo(state + "_next", 1, 1, units));
        }

        return OnnxMessage.Model(graph);
    }

    private static OnnxMessage Attribute(string name, ulong value) => new OnnxMessage().Add(1, name).Add(3, value).Add(20, IntegerAttribute);
}
