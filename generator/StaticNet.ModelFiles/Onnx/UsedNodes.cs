using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>The part of a graph that one output depends on; the rest need not be supported.</summary>
internal sealed class UsedNodes
{
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);

    private UsedNodes()
    {
    }

    /// <summary>The nodes, in the graph's order.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; private set; } = [];

    /// <summary>Walks back from an output.</summary>
    public static UsedNodes Of(OnnxGraph graph, string output)
    {
        var used = new UsedNodes();
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string name in node.Outputs.Where(name => name.Length > 0 && !used._producers.ContainsKey(name)))
            {
                used._producers.Add(name, node);
            }
        }

        var needed = new HashSet<OnnxNode>();
        var open = new Stack<string>([output]);
        used.Count(output);
        while (open.Count > 0)
        {
            if (used._producers.TryGetValue(open.Pop(), out OnnxNode? node) && needed.Add(node))
            {
                foreach (string name in node.Inputs.Where(name => name.Length > 0))
                {
                    used.Count(name);
                    open.Push(name);
                }
            }
        }

        used.Nodes = [.. graph.Nodes.Where(needed.Contains)];
        return used;
    }

    /// <summary>How many of the nodes, and the output, read a value.</summary>
    public int Uses(string name) => _uses.TryGetValue(name, out int count) ? count : 0;

    /// <summary>The node that writes a value; null for what the file stores or is given.</summary>
    public OnnxNode? Producer(string name) => _producers.TryGetValue(name, out OnnxNode? node) ? node : null;

    private void Count(string name) => _uses[name] = Uses(name) + 1;
}
