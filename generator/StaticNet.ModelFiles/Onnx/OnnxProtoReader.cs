using System.Collections.Generic;
using System.IO;
using StaticNet.ModelFiles.Protobuf;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Reads the messages of an ONNX file. Field numbers are those of onnx.proto (https://github.com/onnx/onnx).</summary>
internal static class OnnxProtoReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message of this kind.</exception>
    public static OnnxModel Read(byte[] bytes, string source)
    {
        var model = new OnnxModel();
        var reader = new WireReader(bytes, source);
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 7 when model.Graph is not null: throw new InvalidDataException($"{source}: the file holds two graphs; are two files joined in it?");
                case 7: model.Graph = ReadGraph(reader.ReadMessage()); break;
                case 8: SetOperatorSet(ReadOperatorSet(reader.ReadMessage()), model); break;
                case 25: model.Functions.Add(ReadFunction(reader.ReadMessage())); break;
                default: reader.Skip(); break;
            }
        }

        return model;
    }

    private static (string Domain, long Version) ReadOperatorSet(WireReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: domain = reader.ReadString(); break;
                case 2: version = reader.ReadInteger(); break;
                default: reader.Skip(); break;
            }
        }

        return (domain, version);
    }

    private static void SetOperatorSet((string Domain, long Version) set, OnnxModel model)
    {
        if (set.Domain is "" or "ai.onnx")
        {
            model.OperatorSet = model.OperatorSet == 0 || model.OperatorSet == set.Version
                ? set.Version
                : throw new InvalidDataException($"the file names two versions of the operator set, {model.OperatorSet} and {set.Version}; export the model again");
        }
    }

    private static OnnxFunction ReadFunction(WireReader reader)
    {
        var function = new OnnxFunction();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: function.Name = reader.ReadString(); break;
                case 4: function.Inputs.Add(reader.ReadString()); break;
                case 5: function.Outputs.Add(reader.ReadString()); break;
                case 7: function.Nodes.Add(ReadNode(reader.ReadMessage())); break;
                case 9 when ReadOperatorSet(reader.ReadMessage()) is { Domain: "" or "ai.onnx" } set: function.OperatorSet = set.Version; break;
                case 9: break;
                case 10: function.Domain = reader.ReadString() is var domain && domain == "ai.onnx" ? "" : domain; break;
                case 11: function.Defaults.Add(ReadAttribute(reader.ReadMessage())); break;
                case 13: function.Overload = reader.ReadString(); break;
                default: reader.Skip(); break;
            }
        }

        return function;
    }

    private static OnnxGraph ReadGraph(WireReader reader)
    {
        var graph = new OnnxGraph();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: graph.Nodes.Add(ReadNode(reader.ReadMessage())); break;
                case 5: graph.Initializers.Add(ReadTensor(reader.ReadMessage())); break;
                case 11: graph.Inputs.Add(ReadValueInfo(reader.ReadMessage())); break;
                case 12: graph.Outputs.Add(ReadValueInfo(reader.ReadMessage())); break;
                case 15:
                    graph.HasSparseInitializers = true;
                    reader.Skip();
                    break;
                default: reader.Skip(); break;
            }
        }

        return graph;
    }

    private static OnnxNode ReadNode(WireReader reader)
    {
        var node = new OnnxNode();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: node.Inputs.Add(reader.ReadString()); break;
                case 2: node.Outputs.Add(reader.ReadString()); break;
                case 3: node.Name = reader.ReadString(); break;
                case 4: node.Operation = reader.ReadString(); break;
                case 5: node.Attributes.Add(ReadAttribute(reader.ReadMessage())); break;
                case 7: node.Domain = reader.ReadString(); break;
                case 8: node.Overload = reader.ReadString(); break;
                default: reader.Skip(); break;
            }
        }

        return node;
    }

    private static OnnxAttribute ReadAttribute(WireReader reader)
    {
        var attribute = new OnnxAttribute();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: attribute.Name = reader.ReadString(); break;
                case 2: attribute.Float = reader.ReadFloat(); break;
                case 3: attribute.Integer = reader.ReadInteger(); break;
                case 4: attribute.Text = reader.ReadString(); break;
                case 5: attribute.Tensor = ReadTensor(reader.ReadMessage()); break;
                case 7: reader.ReadFloats(attribute.Floats); break;
                case 8: reader.ReadIntegers(attribute.Integers); break;
                case 9: attribute.Strings.Add(reader.ReadString()); break;
                case 21: attribute.Reference = reader.ReadString(); break;
                default: reader.Skip(); break;
            }
        }

        return attribute;
    }

    private static OnnxTensor ReadTensor(WireReader reader)
    {
        var tensor = new OnnxTensor();
        var external = new ExternalData();
        bool isExternal = false;
        bool isInside = false;
        while (reader.NextField())
        {
            isInside |= reader.Field is 4 or 5 or 6 or 7 or 9 or 10 or 11;
            switch (reader.Field)
            {
                case 1: reader.ReadIntegers(tensor.Dimensions); break;
                case 2: tensor.DataType = unchecked((int)reader.ReadInteger()); break;
                case 4: reader.ReadFloats(tensor.FloatData); break;
                case 5: reader.ReadIntegers(tensor.Int32Data); break;
                case 7 or 11: reader.ReadIntegers(tensor.Int64Data); break;
                case 8: tensor.Name = reader.ReadString(); break;
                case 9: tensor.RawData = reader.ReadBytes(); break;
                case 10: reader.ReadDoubles(tensor.DoubleData); break;
                case 13: ReadExternalEntry(reader.ReadMessage(), external); break;
                case 14: isExternal = reader.ReadInteger() == 1; break;
                default: reader.Skip(); break;
            }
        }

        // Entries count only where data_location says that the data is outside.
        tensor.External = isExternal ? external : null;
        return isExternal && isInside
            ? throw new InvalidDataException($"tensor {SafetensorsHeader.Show(tensor.Name)} has data inside the file and in another one ({SafetensorsHeader.Show(external.Location)}); export the model again")
            : tensor;
    }

    private static void ReadExternalEntry(WireReader reader, ExternalData external)
    {
        string key = "";
        string value = "";
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: key = reader.ReadString(); break;
                case 2: value = reader.ReadString(); break;
                default: reader.Skip(); break;
            }
        }

        if (!external.Add(key, value))
        {
            throw new InvalidDataException($"a tensor in another file has the {SafetensorsHeader.Show(key)} twice; export the model again");
        }
    }

    private static OnnxValueInfo ReadValueInfo(WireReader reader)
    {
        var value = new OnnxValueInfo();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: value.Name = reader.ReadString(); break;
                case 2: ReadType(reader.ReadMessage(), value); break;
                default: reader.Skip(); break;
            }
        }

        return value;
    }

    private static void ReadType(WireReader reader, OnnxValueInfo value)
    {
        while (reader.NextField())
        {
            if (reader.Field == 1)
            {
                ReadTensorType(reader.ReadMessage(), value);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadTensorType(WireReader reader, OnnxValueInfo value)
    {
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case 1: value.ElementType = unchecked((int)reader.ReadInteger()); break;
                case 2: value.Shape = ReadShape(reader.ReadMessage()); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static List<long> ReadShape(WireReader reader)
    {
        var shape = new List<long>();
        while (reader.NextField())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            long size = -1;
            WireReader dimension = reader.ReadMessage();
            while (dimension.NextField())
            {
                if (dimension.Field == 1)
                {
                    size = dimension.ReadInteger();
                }
                else
                {
                    dimension.Skip();
                }
            }

            shape.Add(size);
        }

        return shape;
    }
}
