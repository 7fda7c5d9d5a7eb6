using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>
/// Runs an ONNX graph as it is written, in double, operator by operator after the ONNX specification. It shares no code with the
/// importer, so that the two can be compared.
/// </summary>
internal sealed class GraphInterpreter
{
    private readonly OnnxGraph _graph;
    private readonly long _operatorSet;
    private readonly Dictionary<string, int> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _constants = new(StringComparer.Ordinal);

    // Decoded when they are read: what no node reads may be of any type.
    private readonly Dictionary<string, OnnxTensor> _stored = new(StringComparer.Ordinal);
    private bool _keepsRange = true;

    /// <summary>Prepares a graph: reads what it stores.</summary>
    public GraphInterpreter(OnnxModel model)
    {
        _graph = model.Graph!;
        _operatorSet = model.OperatorSet;
        foreach (OnnxTensor tensor in _graph.Initializers)
        {
            _stored[tensor.Name] = tensor;
        }

        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            foreach (string output in _graph.Nodes[i].Outputs.Where(name => name.Length > 0))
            {
                _producers[output] = i;
            }
        }
    }

    /// <summary>The node that writes a value; null for inputs and stored constants.</summary>
    public OnnxNode? Producer(string value) => _producers.TryGetValue(value, out int index) ? _graph.Nodes[index] : null;

    /// <summary>
    /// Computes values from others. Nodes in front of given values are not run, so that any part of the graph can be run by itself.
    /// </summary>
    /// <param name="given">Known values: the graph's inputs, or any value inside.</param>
    /// <param name="wanted">Names of values to compute.</param>
    /// <param name="noise">Changes every number that a node reads by what rounding may; null to read numbers as they are.</param>
    /// <param name="keepsRange">Whether results beyond the range of float become infinite or 0, as in any program that runs the file.</param>
    /// <returns>The values that were computed or given.</returns>
    /// <exception cref="InterpretationException">A value is neither given nor computed from given ones, or a node cannot be run.</exception>
    public Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> given, IEnumerable<string> wanted, RoundingNoise? noise = null, bool keepsRange = true)
    {
        _keepsRange = keepsRange;
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, Tensor> value in given)
        {
            values.Add(value.Key, value.Value);
        }

        LeavesRange = null;
        LeavesDouble = false;
        foreach (int index in Needed(values.ContainsKey, wanted))
        {
            Run(_graph.Nodes[index], values, noise);
        }

        return values;
    }

    /// <summary>Of the last run, the first node whose result is beyond a float's range, or so small that it is 0 in float; null where there is none.</summary>
    public OnnxNode? LeavesRange { get; private set; }

    /// <summary>Whether, in the last run without the range of float, a finite number became infinite: it is beyond the range of double as well.</summary>
    public bool LeavesDouble { get; private set; }

    /// <summary>The nodes that compute a value from known ones, in order.</summary>
    public IEnumerable<OnnxNode> NodesBetween(Func<string, bool> isKnown, string wanted) => Needed(isKnown, [wanted]).Select(index => _graph.Nodes[index]);

    /// <summary>A value that is stored or follows from stored ones, as far as it has been computed; otherwise null.</summary>
    public Tensor? Constant(string name)
    {
        if (!_constants.TryGetValue(name, out Tensor? value) && _stored.TryGetValue(name, out OnnxTensor? stored))
        {
            _constants[name] = value = StoredTensor.Read(stored);
        }

        return value;
    }

    // Those that have been computed before are within the range.
    private bool IsConstant(string name) => (_keepsRange && _constants.ContainsKey(name)) || _stored.ContainsKey(name);

    private SortedSet<int> Needed(Func<string, bool> isKnown, IEnumerable<string> wanted)
    {
        var needed = new SortedSet<int>();
        var open = new Stack<string>(wanted);
        while (open.Count > 0)
        {
            string name = open.Pop();
            if (name.Length == 0 || isKnown(name) || IsConstant(name))
            {
                continue;
            }

            if (!_producers.TryGetValue(name, out int producer))
            {
                throw new InterpretationException($"the value '{name}' is written by no node");
            }

            if (needed.Add(producer))
            {
                _graph.Nodes[producer].Inputs.ForEach(open.Push);
            }
        }

        return needed;
    }

    private void Run(OnnxNode node, Dictionary<string, Tensor> values, RoundingNoise? noise)
    {
        Tensor?[] inputs = [.. node.Inputs.Select(name => Find(name, values))];
        bool isConstant = node.Inputs.TrueForAll(name => name.Length == 0 || IsConstant(name));
        if (noise is not null && !isConstant)
        {
            inputs = [.. inputs.Select((input, i) => noise.OnConstants || !IsConstant(node.Inputs[i]) ? noise.On(input) : input)];
        }

        try
        {
            Tensor[] computed = ReferenceOperators.Apply(new OperatorCall(node, _operatorSet, inputs));
            Tensor[] outputs = _keepsRange ? Array.ConvertAll(computed, InRange) : computed;
            LeavesRange ??= computed.Zip(outputs, static (before, after) => !ReferenceEquals(before, after)).Contains(true) ? node : null;
            LeavesDouble |= !_keepsRange && Array.Exists(computed, HasInfinity) && !Array.Exists(inputs, static input => input is not null && HasInfinity(input));
            for (int i = 0; i < Math.Min(outputs.Length, node.Outputs.Count); i++)
            {
                if (isConstant && _keepsRange)
                {
                    _constants[node.Outputs[i]] = outputs[i];
                }
                else if (!values.ContainsKey(node.Outputs[i]))
                {
                    values.Add(node.Outputs[i], outputs[i]);
                }
            }
        }
        catch (InterpretationException e)
        {
            throw new InterpretationException($"{node.Shown} cannot be run: {e.Message}", node);
        }
    }

    /// <summary>What is beyond the range of a float is infinite to any program that runs the file, and what is below the smallest one is 0.</summary>
    private static Tensor InRange(Tensor tensor) => tensor.Type == Tensor.Float && Array.Exists(tensor.Values, IsOutOfRange)
        ? tensor.With(Array.ConvertAll(tensor.Values, static value => !IsOutOfRange(value) ? value : Math.Abs(value) < 1 ? 0 : value > 0 ? double.PositiveInfinity : double.NegativeInfinity))
        : tensor;

    private static bool HasInfinity(Tensor tensor) => Array.Exists(tensor.Values, double.IsInfinity);

    // An infinite number is one that the graph stores, is fed, or has computed before. Half of the smallest float is rounded to 0.
    private static bool IsOutOfRange(double value) => (Math.Abs(value) > float.MaxValue && !double.IsInfinity(value)) || (value != 0 && Math.Abs(value) < (double)float.Epsilon / 2);

    private Tensor? Find(string name, Dictionary<string, Tensor> values)
    {
        if (name.Length == 0)
        {
            return null;
        }

        return values.TryGetValue(name, out Tensor? value) ? value
            : Constant(name) is Tensor constant ? constant
            : throw new InterpretationException($"the value '{name}' is used before it is computed");
    }
}

/// <summary>A node and the values it is applied to.</summary>
internal sealed class OperatorCall(OnnxNode node, long operatorSet, Tensor?[] inputs)
{
    public OnnxNode Node { get; } = node;

    public long OperatorSet { get; } = operatorSet;

    public int InputCount => inputs.Length;

    /// <summary>An input that is needed.</summary>
    public Tensor this[int index] => Optional(index) ?? throw new InterpretationException($"input {index} is left out");

    /// <summary>An input that may be left out.</summary>
    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>A list of integers that is an attribute in old operator sets and an input in later ones; null where it is left out.</summary>
    public long[]? Integers(string attribute, int input)
    {
        if (Node.Attribute(attribute) is OnnxAttribute stored)
        {
            return [.. stored.Integers];
        }

        return Optional(input) is Tensor tensor ? [.. tensor.Values.Select(OperatorCall.ToInteger)] : null;
    }

    /// <summary>A number that is an attribute in old operator sets and an input in later ones.</summary>
    public double Number(string attribute, int input, double otherwise) => Optional(input) is Tensor { Values.Length: > 0 } tensor
        ? tensor.Values[0]
        : Node.Float(attribute, otherwise);

    private static long ToInteger(double value) => value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
}
