using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;

namespace StaticNet.Persistence;

/// <summary>
/// Writes float tensors as a safetensors file: F32, in the order given, metadata in ordinal order of its keys, the header
/// padded with spaces so that the data begins 8-byte aligned. Equal content gives equal bytes.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="stream">Receives the bytes; stays open.</param>
    /// <param name="metadata">Becomes <c>__metadata__</c>; left out where empty.</param>
    /// <param name="tensors">Name, shape and row-major values; as many values as the shape says.</param>
    /// <param name="cancellationToken">Looked at before each tensor.</param>
    public static void Write(
        Stream stream,
        IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors,
        CancellationToken cancellationToken)
    {
        byte[] header = Encoding.UTF8.GetBytes(Header(metadata, tensors));
        int paddedLength = (header.Length + 7) & ~7;
        var start = new byte[8 + paddedLength];
        BinaryPrimitives.WriteUInt64LittleEndian(start, (ulong)paddedLength);
        header.CopyTo(start, 8);
        start.AsSpan(8 + header.Length).Fill((byte)' ');
        cancellationToken.ThrowIfCancellationRequested();
        stream.Write(start);
        foreach ((string _, int[] _, float[] values) in tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = new byte[4 * values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
            }

            stream.Write(bytes);
        }
    }

    /// <summary>A JSON string literal.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                json.Append('\\').Append(c);
            }
            else if (c < 0x20 || char.IsSurrogate(c))
            {
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                json.Append(c);
            }
        }

        return json.Append('"').ToString();
    }

    private static string Header(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors)
    {
        var members = new List<string>(tensors.Count + 1);
        if (metadata.Count > 0)
        {
            var keys = new List<string>(metadata.Keys);
            keys.Sort(StringComparer.Ordinal);
            members.Add($"\"__metadata__\":{{{string.Join(',', keys.ConvertAll(key => $"{Quote(key)}:{Quote(metadata[key])}"))}}}");
        }

        long begin = 0;
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            long end = begin + (4L * values.Length);
            members.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{Quote(name)}:{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{begin},{end}]}}"));
            begin = end;
        }

        return "{" + string.Join(',', members) + "}";
    }
}
