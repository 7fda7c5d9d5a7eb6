using System.Collections.Generic;

namespace StaticNet.Persistence.Format;

/// <summary>What a safetensors header says about one tensor; the range is checked to fit type and shape.</summary>
internal sealed class SafetensorsEntry
{
    /// <summary>Describes a tensor.</summary>
    public SafetensorsEntry(string name, string dataType, long[] shape, long begin, long end)
    {
        Name = name;
        DataType = dataType;
        Shape = shape;
        Begin = begin;
        End = end;
    }

    /// <summary>The tensor's name, for example <c>hidden.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The format's name of the element type: <c>F32</c>, <c>BF16</c>, <c>I64</c>, …</summary>
    public string DataType { get; }

    /// <summary>Dimensions, outermost first; empty for a single value.</summary>
    public long[] Shape { get; }

    /// <summary>First byte, counted from the end of the header.</summary>
    public long Begin { get; }

    /// <summary>One past the last byte, counted from the end of the header.</summary>
    public long End { get; }

    /// <summary>Bits per element of every type that the format knows.</summary>
    public static Dictionary<string, int> BitsOfType { get; } = new()
    {
        ["BOOL"] = 8,
        ["U8"] = 8,
        ["I8"] = 8,
        ["F8_E5M2"] = 8,
        ["F8_E4M3"] = 8,
        ["F8_E8M0"] = 8,
        ["F4"] = 4,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["I16"] = 16,
        ["U16"] = 16,
        ["F16"] = 16,
        ["BF16"] = 16,
        ["I32"] = 32,
        ["U32"] = 32,
        ["F32"] = 32,
        ["I64"] = 64,
        ["U64"] = 64,
        ["F64"] = 64,
        ["C64"] = 64,
    };
}
