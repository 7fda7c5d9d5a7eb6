using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>FunctionProto: an operator that the file defines itself, by nodes.</summary>
internal sealed class OnnxFunction
{
    public string Domain { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Tells functions of the same name apart.</summary>
    public string Overload { get; set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Attributes with values for calls that leave them out.</summary>
    public List<OnnxAttribute> Defaults { get; } = [];

    /// <summary>Version of the default operator set that the nodes are written for; 0 where the function names none.</summary>
    public long OperatorSet { get; set; }
}

/// <summary>
/// Writes the functions of a file out where they are called, as PyTorch's exporter through torch.export and onnxscript write their modules. Values get the name
/// of the call in front, so that two calls of a function do not meet.
/// </summary>
internal sealed class ModelFunctions
{
    // Functions that call others can make much of few bytes: nodes, calls of functions that are empty, and long names.
    private const int MaximumNodeCount = 100_000;
    private const int MaximumNameLength = 1 << 26;
    private const int DeepestCall = 64;

    private readonly OnnxModel _model;
    private readonly Dictionary<(string, string, string), OnnxFunction> _functions = [];
    private readonly List<OnnxNode> _written = [];
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);
    private int _nodeCount;
    private long _nameLength;

    private ModelFunctions(OnnxModel model)
    {
        _model = model;
        foreach (OnnxFunction function in model.Functions)
        {
            if (_functions.ContainsKey((function.Domain, function.Name, function.Overload)))
            {
                throw new ModelFileException("", "", $"the file defines the function {SafetensorsHeader.Show(function.Name)} twice; export the model again");
            }

            CheckNames(function, function.Inputs, "input");
            CheckNames(function, function.Outputs, "output");
            _functions[(function.Domain, function.Name, function.Overload)] = function;
        }

        OnnxGraph graph = model.Graph!;
        _taken = new(graph.Nodes.SelectMany(static node => node.Inputs.Concat(node.Outputs)).Concat(graph.Initializers.Select(static tensor => tensor.Name)).Concat(graph.Inputs.Select(static input => input.Name)), StringComparer.Ordinal);
    }

    /// <summary>Replaces the calls of a graph by the nodes of the functions. A function takes precedence over the operator of its name.</summary>
    /// <exception cref="ModelFileException">A function is defined twice, or has an input or output twice or without a name.</exception>
    public static void WriteOut(OnnxModel model)
    {
        OnnxGraph graph = model.Graph!;
        if (model.Functions.Count == 0)
        {
            return;
        }

        var functions = new ModelFunctions(model);
        foreach (OnnxNode node in graph.Nodes)
        {
            int written = functions._written.Count;
            try
            {
                functions.Write(node, node, 0);
            }
            catch (ModelFileException e)
            {
                // Outputs that do not need the call can be read.
                functions._written.RemoveRange(written, functions._written.Count - written);
                functions._written.Add(node);
                node.Problem = e;
            }
        }

        graph.Nodes.Clear();
        graph.Nodes.AddRange(functions._written);
    }

    private static void CheckNames(OnnxFunction function, List<string> names, string kind)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? wrong = names.Find(name => name.Length == 0 || !seen.Add(name));
        if (wrong is not null)
        {
            throw new ModelFileException("", "", $"the function {SafetensorsHeader.Show(function.Name)} of the file has {(wrong.Length == 0 ? $"an {kind} without a name" : $"the {kind} {SafetensorsHeader.Show(wrong)} twice")}; export the model again");
        }
    }

    private void Write(OnnxNode node, OnnxNode call, int depth)
    {
        if (depth > 0 && ++_nodeCount > MaximumNodeCount)
        {
            throw ImportContext.Problem(call, $"written out, the functions that the file calls have more than {MaximumNodeCount} nodes and calls, of which at most these are read; export the model again, with fewer functions inside of others");
        }

        if (!_functions.TryGetValue((node.Domain == "ai.onnx" ? "" : node.Domain, node.Operation, node.Overload), out OnnxFunction? function))
        {
            _written.Add(node);
            return;
        }

        if (depth >= DeepestCall)
        {
            throw ImportContext.Problem(call, $"it calls functions of the file {DeepestCall} deep; does a function call itself? Export the model again");
        }

        if (node.Inputs.Count > function.Inputs.Count || node.Outputs.Count > function.Outputs.Count)
        {
            throw ImportContext.Problem(node, $"it calls a function of the file with {node.Inputs.Count} inputs and {node.Outputs.Count} outputs, which has {function.Inputs.Count} and {function.Outputs.Count}; export the model again");
        }

        if (function.OperatorSet != 0 && function.OperatorSet != _model.OperatorSet && function.Nodes.Exists(static inner => inner.Domain is "" or "ai.onnx"))
        {
            throw ImportContext.Problem(node, $"it calls a function of the file that is written for operator set {function.OperatorSet}, and the graph is for {_model.OperatorSet}; export the model with one");
        }

        Count(call, function.Inputs.Count + function.Outputs.Count);
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        for (int i = 0; i < function.Inputs.Count; i++)
        {
            names[function.Inputs[i]] = node.Input(i);
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0 && names.ContainsKey(function.Outputs[i]))
            {
                throw ImportContext.Problem(node, $"it calls a function of the file that gives {SafetensorsHeader.Show(function.Outputs[i])} back as it got it; export the model again, or write the functions out: onnx.inliner.inline_local_functions");
            }

            if (node.Outputs[i].Length > 0)
            {
                names[function.Outputs[i]] = node.Outputs[i];
            }
        }

        foreach (OnnxNode inner in function.Nodes)
        {
            Write(Renamed(inner, node, function, names, call), call, depth + 1);
        }
    }

    /// <summary>Counts the letters of names that are written, and one for everything that is copied.</summary>
    private void Count(OnnxNode call, long length)
    {
        _nameLength += length;
        if (_nameLength > MaximumNameLength)
        {
            throw ImportContext.Problem(call, $"written out, the functions that the file calls have names, inputs and attributes of more than {MaximumNameLength} letters, of which at most these are read; export the model again, with shorter names or fewer functions inside of others");
        }
    }

    /// <summary>A node of a function as a call of it has it.</summary>
    private OnnxNode Renamed(OnnxNode inner, OnnxNode call, OnnxFunction function, Dictionary<string, string> names, OnnxNode outermost)
    {
        int looked = inner.Attributes.Count(static attribute => attribute.Reference.Length > 0);
        Count(outermost, call.Label.Length + inner.Label.Length + inner.Inputs.Count + inner.Outputs.Count + inner.Attributes.Count + ((long)looked * (call.Attributes.Count + function.Defaults.Count)));
        var node = new OnnxNode { Name = $"{call.Label}/{inner.Label}", Operation = inner.Operation, Domain = inner.Domain, Overload = inner.Overload };
        node.Inputs.AddRange(inner.Inputs.Select(Name));
        node.Outputs.AddRange(inner.Outputs.Select(Name));
        foreach (OnnxAttribute attribute in inner.Attributes)
        {
            // One that refers to an attribute of the call, which may leave it out.
            OnnxAttribute? given = attribute.Reference.Length == 0 ? attribute : call.Attribute(attribute.Reference) ?? function.Defaults.Find(other => other.Name == attribute.Reference);
            if (given is not null)
            {
                node.Attributes.Add(given.Called(attribute.Name));
            }
        }

        return node;

        string Name(string own)
        {
            if (!names.TryGetValue(own, out string? name))
            {
                Count(outermost, call.Label.Length + own.Length);
                string wanted = $"{call.Label}/{own}";
                name = wanted;
                int last = _last.TryGetValue(wanted, out int known) ? known : 1;
                while (!_taken.Add(name))
                {
                    last++;
                    name = $"{wanted}_{last.ToString(CultureInfo.InvariantCulture)}";
                }

                _last[wanted] = last;
                names.Add(own, name);
            }

            return name;
        }
    }
}
