using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>Which inputs and outputs of a graph with memory are states: what a recurrent operator begins with, and what it ends with.</summary>
internal static class SequenceInputs
{
    private static readonly string[] s_recurrent = ["LSTM", "GRU", "RNN"];

    /// <summary>Operators that only say otherwise where numbers lie.</summary>
    private static readonly string[] s_views = ["Identity", "Cast", "Squeeze", "Unsqueeze", "Slice", "Split", "Gather", "Transpose", "Reshape", "Concat"];

    public static bool IsRecurrent(OnnxNode node) => IsStandard(node) && Array.IndexOf(s_recurrent, node.Operation) >= 0;

    public static bool IsView(OnnxNode node) => IsStandard(node) && Array.IndexOf(s_views, node.Operation) >= 0;

    /// <summary>Whether a graph works on the steps of sequences.</summary>
    public static bool Has(OnnxGraph graph, UsedNodes used) => used.Nodes.Any(node => IsRecurrent(node)
        || (IsStandard(node) && node.Operation == "Conv" && graph.Initializers.Exists(initializer => initializer.Name == node.Input(1) && initializer.Dimensions.Count == 3)));

    /// <summary>The inputs that reach nothing but the initial states of recurrent operators, or are the past of a convolution.</summary>
    public static HashSet<string> States(OnnxGraph graph, UsedNodes used)
    {
        var stored = new HashSet<string>(graph.Initializers.Select(static initializer => initializer.Name), StringComparer.Ordinal);
        return [.. graph.Inputs.Select(static input => input.Name).Where(name => !stored.Contains(name) && used.Uses(name) > 0 && IsState(name, used))];
    }

    /// <summary>Whether an output of the graph is a state behind the last step: it is read off a recurrent operator and nothing is computed of it.</summary>
    public static bool IsState(OnnxGraph graph, string output) => StateSources(graph, output).Count > 0;

    /// <summary>The nodes that a state behind the last step is read off: recurrent operators, and Concats of a past and the steps; empty where an output is no state.</summary>
    public static IReadOnlyList<OnnxNode> StateSources(OnnxGraph graph, string output)
    {
        UsedNodes used = UsedNodes.Of(graph, output);
        var open = new Stack<string>([output]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sources = new List<OnnxNode>();
        while (open.Count > 0)
        {
            string name = open.Pop();
            if (!seen.Add(name) || used.Producer(name) is not OnnxNode node)
            {
                continue;
            }

            if (IsRecurrent(node))
            {
                if (node.Outputs.IndexOf(name) == 0)
                {
                    return [];
                }

                sources.Add(node);
            }
            else if (node.Operation == "Concat" && graph.Inputs.Exists(input => input.Name == node.Input(0)) && IsPast(node, node.Input(0), graph.Nodes))
            {
                sources.Add(node);
            }
            else if (IsView(node))
            {
                (node.Operation == "Concat" ? node.Inputs : node.Inputs.Take(1).ToList()).ForEach(open.Push);
            }
            else
            {
                return [];
            }
        }

        return sources;
    }

    private static bool IsState(string input, UsedNodes used)
    {
        var open = new Stack<string>([input]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool reachesCell = false;
        while (open.Count > 0)
        {
            string name = open.Pop();
            if (!seen.Add(name))
            {
                continue;
            }

            foreach (OnnxNode node in used.Nodes.Where(node => node.Inputs.Contains(name)))
            {
                if (IsRecurrent(node) && node.Inputs.IndexOf(name) is 5 or 6)
                {
                    reachesCell = true;
                }
                else if (IsPast(node, name, used.Nodes))
                {
                    reachesCell = true;
                }
                else if (IsView(node))
                {
                    node.Outputs.ForEach(open.Push);
                }
                else if (node.Operation != "Shape")
                {
                    return false;
                }
            }
        }

        return reachesCell;
    }

    /// <summary>Whether a node puts a past in front of the steps that a convolution reads; what else reads both keeps the past of the next call, which <see cref="PastValidator"/> checks.</summary>
    private static bool IsPast(OnnxNode node, string past, IEnumerable<OnnxNode> nodes)
    {
        if (!IsStandard(node) || node.Operation != "Concat" || node.Inputs.Count != 2 || node.Inputs[0] != past || node.Inputs[1] == past || node.Outputs.Count != 1)
        {
            return false;
        }

        OnnxNode[] readers = [.. nodes.Where(reader => reader.Inputs.Contains(node.Outputs[0]))];
        return Array.Exists(readers, static reader => reader.Operation == "Conv") && Array.TrueForAll(readers, static reader => IsStandard(reader) && reader.Operation is "Conv" or "Slice" or "Shape");
    }

    private static bool IsStandard(OnnxNode node) => node.Domain is "" or "ai.onnx";
}
