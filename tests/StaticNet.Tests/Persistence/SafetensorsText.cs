using System;
using System.Buffers.Binary;
using System.Text;

namespace StaticNet.Tests.Persistence;

/// <summary>Builds safetensors files from a header's text, sound or not.</summary>
internal static class SafetensorsText
{
    public static byte[] File(string header, int dataLength, ulong? headerLength = null)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(file, headerLength ?? (ulong)json.Length);
        json.CopyTo(file, 8);
        return file;
    }

    public static byte[] File(string header, ReadOnlySpan<byte> data)
    {
        byte[] file = File(header, data.Length);
        data.CopyTo(file.AsSpan(file.Length - data.Length));
        return file;
    }
}
