using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using StaticNet.Onnx.Protocol;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>
/// Builds ONNX models for tests from short lines: <c>"y = Gemm(x, W, b) transB=1 alpha=0.5"</c>. Attributes: integers,
/// floats (with a point), texts, [lists of integers], [lists of floats], [lists of texts]. Operators of ai.onnx.ml have that in front.
/// </summary>
internal sealed class GraphText
{
    private const string Classical = "ai.onnx.ml.";

    private readonly ModelProto _model;

    public GraphText(int operatorSet, long[] inputShape, string output)
    {
        _model = new() { IrVersion = operatorSet > 20 ? 11 : 9, Graph = new GraphProto { Name = "test" } };
        _model.OpsetImport.Add(new OperatorSetIdProto { Version = operatorSet });
        var shape = new TensorShapeProto();
        foreach (long dimension in inputShape)
        {
            shape.Dim.Add(dimension < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "n" } : new TensorShapeProto.Types.Dimension { DimValue = dimension });
        }

        _model.Graph.Input.Add(new ValueInfoProto { Name = "x", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } });
        _model.Graph.Output.Add(new ValueInfoProto { Name = output, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
    }

    private GraphText(ModelProto model) => _model = model;

    public GraphProto Graph => _model.Graph;

    public byte[] Bytes => _model.ToByteArray();

    /// <summary>The same graph, to go on differently.</summary>
    public GraphText Copy() => new(_model.Clone());

    /// <summary>A constant of floats.</summary>
    public GraphText Floats(string name, long[] shape, params float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = 1 };
        tensor.Dims.AddRange(shape);
        tensor.FloatData.AddRange(values);
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>Seeded values in ±1.</summary>
    public GraphText Random(string name, params long[] shape)
    {
        var random = new Random(Graph.Initializer.Count + 99);
        return Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (random.NextSingle() * 2) - 1)]);
    }

    /// <summary>A constant of 64-bit integers.</summary>
    public GraphText Integers(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = 7 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A constant of INT8, or of UINT8.</summary>
    public GraphText Bytes8(string name, long[] shape, bool isSigned, params int[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = isSigned ? 3 : 2, RawData = ByteString.CopyFrom([.. values.Select(value => unchecked((byte)value))]) };
        tensor.Dims.AddRange(shape);
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>Appends nodes, one per line.</summary>
    public GraphText Nodes(params string[] lines)
    {
        foreach (string line in lines)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            int open = line.IndexOf('(', StringComparison.Ordinal);
            int close = line.IndexOf(')', StringComparison.Ordinal);
            var node = new NodeProto { OpType = line[(equals + 1)..open].Trim(), Name = $"node{Graph.Node.Count}" };
            if (node.OpType.StartsWith(Classical, StringComparison.Ordinal))
            {
                (node.Domain, node.OpType) = ("ai.onnx.ml", node.OpType[Classical.Length..]);
                if (_model.OpsetImport.All(set => set.Domain != node.Domain))
                {
                    _model.OpsetImport.Add(new OperatorSetIdProto { Domain = node.Domain, Version = 1 });
                }
            }

            node.Output.AddRange(Names(line[..equals]));
            node.Input.AddRange(Names(line[(open + 1)..close]));
            foreach (string attribute in line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                node.Attribute.Add(Attribute(attribute[..attribute.IndexOf('=', StringComparison.Ordinal)], attribute[(attribute.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            }

            Graph.Node.Add(node);
        }

        return this;
    }

    private static IEnumerable<string> Names(string list) => list.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0).Select(name => name == "_" ? "" : name);

    private static AttributeProto Attribute(string name, string value)
    {
        var attribute = new AttributeProto { Name = name };
        if (value.StartsWith('[') && value.Contains('.', StringComparison.Ordinal))
        {
            attribute.Type = AttributeProto.Types.AttributeType.Floats;
            attribute.Floats.AddRange(value.Trim('[', ']').Split(',').Select(float.Parse));
        }
        else if (value.StartsWith('[') && char.IsLetter(value[1]))
        {
            attribute.Type = AttributeProto.Types.AttributeType.Strings;
            attribute.Strings.AddRange(value.Trim('[', ']').Split(',').Select(ByteString.CopyFromUtf8));
        }
        else if (value.StartsWith('['))
        {
            attribute.Type = AttributeProto.Types.AttributeType.Ints;
            attribute.Ints.AddRange(value.Trim('[', ']').Split(',').Select(long.Parse));
        }
        else if (long.TryParse(value, out long integer))
        {
            attribute.Type = AttributeProto.Types.AttributeType.Int;
            attribute.I = integer;
        }
        else if (float.TryParse(value, out float number))
        {
            attribute.Type = AttributeProto.Types.AttributeType.Float;
            attribute.F = number;
        }
        else
        {
            attribute.Type = AttributeProto.Types.AttributeType.String;
            attribute.S = ByteString.CopyFromUtf8(value);
        }

        return attribute;
    }
}
