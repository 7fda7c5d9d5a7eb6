using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Google.Protobuf;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx;

/// <summary>A graph under construction: nodes appended one after the other, every value named once.</summary>
internal sealed class OnnxGraph
{
    private readonly HashSet<string> _valueNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nodeNames = new(StringComparer.Ordinal);

    /// <summary>Starts a graph that reads float rows.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="inputSize">Values per row.</param>
    /// <param name="outputSize">Values per row of the output.</param>
    /// <param name="parameterNames">Names that are taken by parameters.</param>
    /// <param name="isSequence">Whether it reads steps: [batch, steps, InputSize].</param>
    /// <param name="isManyToOne">Whether it writes one row per sequence.</param>
    public OnnxGraph(string name, int inputSize, int outputSize, IEnumerable<string> parameterNames,
        bool isSequence = false, bool isManyToOne = false)
    {
        Graph = new GraphProto { Name = name };
        Graph.Input.Add(isSequence ? Floats(InputName, -1, Steps, inputSize) : Floats(InputName, -1, inputSize));
        Graph.Output.Add(isSequence && !isManyToOne ? Floats(OutputName, -1, Steps, outputSize) : Floats(OutputName, -1, outputSize));
        FeatureAxis = isSequence ? 2 : 1;
        _valueNames.UnionWith(parameterNames);
        _valueNames.Add(InputName);
        _valueNames.Add(OutputName);
    }

    private const int Steps = -2;

    /// <summary>The one input: [batch, InputSize], of a network with memory [batch, steps, InputSize].</summary>
    public const string InputName = "input";

    /// <summary>The one output: [batch, OutputSize], of a network with memory [batch, steps, OutputSize].</summary>
    public const string OutputName = "output";

    /// <summary>The dimension of the features: 2 while there are steps.</summary>
    public int FeatureAxis { get; private set; }

    /// <summary>What has been built.</summary>
    public GraphProto Graph { get; }

    /// <summary>The value that the next layer reads.</summary>
    public string Current { get; private set; } = InputName;

    /// <summary>Appends an operator and returns the name of what it computes.</summary>
    /// <param name="operation">The operator of ONNX.</param>
    /// <param name="name">What to call the node and, where it is free, its value.</param>
    /// <param name="inputs">Names of values and initializers.</param>
    /// <param name="attributes">The operator's attributes.</param>
    public string Add(string operation, string name, string[] inputs, params AttributeProto[] attributes)
    {
        string output = UniqueName(name, _valueNames);
        var node = new NodeProto { OpType = operation, Name = UniqueName(name, _nodeNames) };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return output;
    }

    /// <summary>Appends an operator whose results have names already, and returns the first.</summary>
    public string AddCell(string operation, string name, string[] inputs, string[] outputs, AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = UniqueName(name, _nodeNames) };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return outputs[0];
    }

    /// <summary>A state that the graph takes; −1 is the batch.</summary>
    public string AddStateInput(string name, params int[] shape)
    {
        Graph.Input.Add(Floats(UniqueName("state." + name, _valueNames), shape));
        return Graph.Input[^1].Name;
    }

    /// <summary>The same with a value for one sequence, [1, 1, values.Length], that ONNX takes where the input is not given.</summary>
    public string AddStateInput(string name, float[] values, params int[] shape) =>
        AddParameter(AddStateInput(name, shape), [1, 1, values.Length], values);

    /// <summary>The state behind the last step; −1 is the batch.</summary>
    public string AddStateOutput(string name, params int[] shape)
    {
        Graph.Output.Add(Floats(UniqueName("next." + name, _valueNames), shape));
        return Graph.Output[^1].Name;
    }

    /// <summary>From here on there is one row per sequence.</summary>
    public void EndTime() => FeatureAxis = 1;

    /// <summary>Makes a value the one that the next layer reads.</summary>
    public void Continue(string value) => Current = value;

    /// <summary>Names the last node's value as the graph's output.</summary>
    public void Finish()
    {
        if (Graph.Node.Count == 0)
        {
            Continue(Add("Identity", "identity", [Current]));
        }

        Graph.Node[^1].Output[0] = OutputName;
    }

    /// <summary>Gives the graph an output for each head, [batch, Size] under its name, in place of the one of all.</summary>
    /// <param name="heads">The heads; their names are taken.</param>
    /// <param name="values">What each is.</param>
    /// <exception cref="NotSupportedException">The graph has another value of a head's name.</exception>
    public void Finish(IReadOnlyList<OutputHead> heads, string[] values)
    {
        Graph.Output.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            string name = heads[i].Name;
            string? other = name == InputName ? "its input" : Graph.Initializer.Any(stored => stored.Name == name) ? "a parameter" : null;
            if (other is not null)
            {
                throw new NotSupportedException($"The head '{name}' becomes an output of the ONNX graph, and {other} is called '{name}', too; give the head another name.");
            }

            Add("Identity", "head." + name, [values[i]]);
            Graph.Node[^1].Output[0] = name;
            Graph.Output.Add(Floats(name, -1, heads[i].Size));
        }
    }

    /// <summary>Stores a parameter under its own name.</summary>
    public string AddParameter(string name, int[] shape, float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        foreach (int dimension in shape)
        {
            tensor.Dims.Add(dimension);
        }

        var bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        tensor.RawData = ByteString.CopyFrom(bytes);
        Graph.Initializer.Add(tensor);
        _valueNames.Add(name);
        return name;
    }

    /// <summary>Stores a number that an operator takes as an input.</summary>
    public string AddScalar(string name, double value) => AddParameter(UniqueName(name, _valueNames), [], [(float)value]);

    /// <summary>Stores a list of integers that an operator takes as an input.</summary>
    public string AddIntegers(string name, long[] values)
    {
        string unique = UniqueName(name, _valueNames);
        var tensor = new TensorProto { Name = unique, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(values.Length);
        var bytes = new byte[8 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), values[i]);
        }

        tensor.RawData = ByteString.CopyFrom(bytes);
        Graph.Initializer.Add(tensor);
        return unique;
    }

    /// <summary>Stores an integer that an operator takes as an input.</summary>
    public string AddInteger(string name, long value)
    {
        string unique = AddIntegers(name, [value]);
        Graph.Initializer[^1].Dims.Clear();
        return unique;
    }

    /// <summary>A float attribute.</summary>
    public static AttributeProto Attribute(string name, double value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)value };

    /// <summary>An integer attribute.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>An attribute of several integers.</summary>
    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    /// <summary>An attribute of one text in a list.</summary>
    public static AttributeProto Texts(string name, string value)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Strings };
        attribute.Strings.Add(ByteString.CopyFromUtf8(value));
        return attribute;
    }

    /// <summary>A text attribute.</summary>
    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    private static string UniqueName(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        return unique;
    }

    private static ValueInfoProto Floats(string name, params int[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (int dimension in dimensions)
        {
            shape.Dim.Add(dimension switch
            {
                -1 => new TensorShapeProto.Types.Dimension { DimParam = "batch" },
                Steps => new TensorShapeProto.Types.Dimension { DimParam = "steps" },
                _ => new TensorShapeProto.Types.Dimension { DimValue = dimension },
            });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
