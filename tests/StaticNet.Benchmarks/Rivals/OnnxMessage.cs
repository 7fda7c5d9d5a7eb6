using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace StaticNet.Benchmarks;

/// <summary>A protocol-buffers message: fields appended in order.</summary>
internal sealed class OnnxMessage
{
    private const int FloatType = 1;
    private const ulong IrVersion = 8, OperatorSetVersion = 17;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The file of a graph.</summary>
    public static byte[] Model(OnnxMessage graph) => new OnnxMessage()
        .Add(1, IrVersion)
        .Add(7, graph)
        .Add(8, new OnnxMessage().Add(1, "").Add(2, OperatorSetVersion))
        .ToArray();

    public static OnnxMessage Node(string operation, string[] inputs, string output)
    {
        var node = new OnnxMessage();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        return node.Add(2, output).Add(3, output + "_node").Add(4, operation);
    }

    public static OnnxMessage Tensor(string name, float[] values, params int[] dimensions)
    {
        var tensor = new OnnxMessage();
        foreach (int dimension in dimensions)
        {
            tensor.Add(1, (ulong)dimension);
        }

        return tensor.Add(2, (ulong)FloatType).Add(8, name).Add(9, MemoryMarshal.AsBytes<float>(values));
    }

    public static OnnxMessage ValueInfo(string name, params int[] dimensions)
    {
        var shape = new OnnxMessage();
        foreach (int dimension in dimensions)
        {
            shape.Add(1, new OnnxMessage().Add(1, (ulong)dimension));
        }

        return new OnnxMessage().Add(1, name).Add(2, new OnnxMessage().Add(1, new OnnxMessage().Add(1, (ulong)FloatType).Add(2, shape)));
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public OnnxMessage Add(int field, ulong value)
    {
        WriteVarint((ulong)field << 3);
        WriteVarint(value);
        return this;
    }

    public OnnxMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public OnnxMessage Add(int field, OnnxMessage value) => Add(field, value.ToArray());

    public OnnxMessage Add(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint(((ulong)field << 3) | 2);
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            WriteByte((byte)(value | 0x80));
        }

        WriteByte((byte)value);
    }

    private void WriteByte(byte value) => _bytes.Write([value]);
}
