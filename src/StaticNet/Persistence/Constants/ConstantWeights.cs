using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StaticNet.Persistence.Constants;

/// <summary>Floats that generated code holds as base64 of their little-endian bytes: one literal, whatever their number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConstantWeights
{
    /// <summary>Fills a parameter buffer with its whole storage, padding included.</summary>
    /// <param name="base64">As many floats as the buffer's storage holds.</param>
    /// <param name="parameters">Overwritten.</param>
    /// <exception cref="InvalidOperationException">The text is no base64 or of another length: generated code was changed.</exception>
    public static void Load(ReadOnlySpan<byte> base64, ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Decode(base64, parameters.Values);
    }

    /// <summary>Decodes exactly as many floats as the span holds.</summary>
    /// <exception cref="InvalidOperationException">The text is no base64 or of another length: generated code was changed.</exception>
    internal static void Decode(ReadOnlySpan<byte> base64, Span<float> values)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (Base64.DecodeFromUtf8(base64, bytes, out int consumed, out int written) != OperationStatus.Done
            || consumed != base64.Length || written != bytes.Length)
        {
            throw new InvalidOperationException(
                $"The constants of the generated code hold {written} bytes, expected {bytes.Length}; rebuild the project.");
        }

        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
