using System.Collections.Generic;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>ModelProto, as far as a feed-forward network needs it. Names follow onnx.proto.</summary>
internal sealed class OnnxModel
{
    /// <summary>Version of the default operator set; 0 where the file names none.</summary>
    public long OperatorSet { get; set; }

    /// <summary>The functions that the file defines itself.</summary>
    public List<OnnxFunction> Functions { get; } = [];

    /// <summary>The graph, or null where the file has none.</summary>
    public OnnxGraph? Graph { get; set; }
}

/// <summary>GraphProto.</summary>
internal sealed class OnnxGraph
{
    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Initializers { get; } = [];

    public List<OnnxValueInfo> Inputs { get; } = [];

    public List<OnnxValueInfo> Outputs { get; } = [];

    /// <summary>Sparse initializers are not read; this says that there are some.</summary>
    public bool HasSparseInitializers { get; set; }
}

/// <summary>NodeProto.</summary>
internal sealed class OnnxNode
{
    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public string Name { get; set; } = "";

    public string Operation { get; set; } = "";

    public string Domain { get; set; } = "";

    /// <summary>Which of several functions of the name is called.</summary>
    public string Overload { get; set; } = "";

    public List<OnnxAttribute> Attributes { get; } = [];

    /// <summary>Why a call of a function could not be written out; null where it was, and for nodes that call none.</summary>
    public ModelFileException? Problem { get; set; }

    /// <summary>What to call the node when talking to people.</summary>
    public string Label => Name.Length > 0 ? Name : Outputs.Count > 0 ? Outputs[0] : "?";

    /// <summary>The node in a message: its name and operator, or the value that it writes where it has no name.</summary>
    public string Shown => Name.Length > 0 ? $"node {SafetensorsHeader.Show(Name)} ({Operation})"
        : Outputs.Count > 0 ? $"the unnamed {Operation} node that writes {SafetensorsHeader.Show(Outputs[0])}"
        : $"an unnamed {Operation} node that writes nothing";

    /// <summary>The name of an input, empty where it is left out.</summary>
    public string Input(int index) => index < Inputs.Count ? Inputs[index] : "";

    /// <summary>An attribute by name, or null.</summary>
    public OnnxAttribute? Attribute(string name) => Attributes.Find(a => a.Name == name);

    public double Float(string name, double otherwise) => Attribute(name)?.Float ?? otherwise;

    public long Integer(string name, long otherwise) => Attribute(name)?.Integer ?? otherwise;
}

/// <summary>AttributeProto.</summary>
internal sealed class OnnxAttribute
{
    public string Name { get; set; } = "";

    public float Float { get; set; }

    public long Integer { get; set; }

    public string Text { get; set; } = "";

    public OnnxTensor? Tensor { get; set; }

    public List<float> Floats { get; private init; } = [];

    public List<long> Integers { get; private init; } = [];

    public List<string> Strings { get; private init; } = [];

    /// <summary>In a function: the attribute of the call whose value this one has; otherwise empty.</summary>
    public string Reference { get; set; } = "";

    /// <summary>The same value under another name.</summary>
    public OnnxAttribute Called(string name) => name == Name ? this :
        new() { Name = name, Float = Float, Integer = Integer, Text = Text, Tensor = Tensor, Floats = Floats, Integers = Integers, Strings = Strings, Reference = Reference };
}

/// <summary>TensorProto.</summary>
internal sealed class OnnxTensor
{
    private byte[]? _rawData;

    public string Name { get; set; } = "";

    public int DataType { get; set; }

    public List<long> Dimensions { get; } = [];

    /// <summary>raw_data, or the bytes of <see cref="External"/>; null where the values are in one of the lists.</summary>
    public byte[]? RawData
    {
        get => _rawData ??= External?.Read(this);
        set => _rawData = value;
    }

    public List<float> FloatData { get; } = [];

    public List<double> DoubleData { get; } = [];

    public List<long> Int32Data { get; } = [];

    /// <summary>int64_data, and uint64_data, which holds UINT32 and UINT64.</summary>
    public List<long> Int64Data { get; } = [];

    /// <summary>Where the data is outside the file; null where it is inside.</summary>
    public ExternalData? External { get; set; }
}

/// <summary>ValueInfoProto with a tensor type.</summary>
internal sealed class OnnxValueInfo
{
    public string Name { get; set; } = "";

    public int ElementType { get; set; }

    /// <summary>Fixed sizes, -1 for a dimension that is open; null where the file gives no shape.</summary>
    public List<long>? Shape { get; set; }
}
