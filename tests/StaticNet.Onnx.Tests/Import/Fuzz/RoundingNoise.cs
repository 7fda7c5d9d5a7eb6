using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx.Tests.Import.Fuzz;

/// <summary>
/// Stochastic arithmetic (Vignes, <i>A stochastic arithmetic for reliable scientific computation</i>, 1993): the graph once more, with every value
/// changed by two units of float's rounding at random, and by as much absolutely behind functions that ONNX Runtime computes through 1 + y or exp(x) − 1.
/// How far the outputs then move is how far rounding can move them, cancellation included.
/// </summary>
internal static class RoundingNoise
{
    private const float Unit = 2.4e-7f;

    private static readonly string[] s_absolute = ["Elu", "Celu", "Selu", "Gelu", "Mish", "Erf", "Softplus", "Log", "Sigmoid", "Tanh", "HardSwish", "Softsign"];

    public static byte[] Disturb(RandomGraph graph, int seed)
    {
        var random = new Random(seed);
        GraphText copy = graph.Text.Copy();
        NodeProto[] nodes = [.. copy.Graph.Node];
        copy.Graph.Node.Clear();
        Multiply(copy, random, "x", "x_read", (int)graph.InputShape[^1]);
        foreach (NodeProto node in nodes)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = node.Input[i] == "x" ? "x_read" : node.Input[i];
            }

            copy.Graph.Node.Add(node);
            string output = node.Output[0];
            if (graph.LastDimension.TryGetValue(output, out int size))
            {
                node.Output[0] = output + "_exact";
                bool isAbsolute = s_absolute.Contains(node.OpType);
                Multiply(copy, random, output + "_exact", isAbsolute ? output + "_relative" : output, size);
                if (isAbsolute)
                {
                    IEnumerable<float> summands = Enumerable.Range(0, Math.Max(size, 1)).Select(_ => random.Next(2) == 0 ? -Unit : Unit);
                    copy.Floats(output + "_summands", size == 0 ? [] : [size], [.. summands]).Nodes($"{output} = Add({output}_relative, {output}_summands)");
                    copy.Graph.Node[^1].Name = output + "_summands";
                }
            }
        }

        return copy.Bytes;
    }

    private static void Multiply(GraphText graph, Random random, string value, string product, int size)
    {
        IEnumerable<float> factors = Enumerable.Range(0, Math.Max(size, 1)).Select(_ => random.Next(2) == 0 ? 1 - Unit : 1 + Unit);
        graph.Floats(product + "_noise", size == 0 ? [] : [size], [.. factors]).Nodes($"{product} = Mul({value}, {product}_noise)");
        graph.Graph.Node[^1].Name = product + "_noise";
    }
}
