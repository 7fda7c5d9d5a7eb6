using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StaticNet.Persistence.Constants;

/// <summary>Floats that generated code holds as constants: weights two to a word, test vectors as base64 of their little-endian bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConstantWeights
{
    /// <summary>Fills a parameter buffer with its whole storage, padding included.</summary>
    /// <param name="words">Two floats each, the first in the lower half; as many as the buffer's storage holds.</param>
    /// <param name="parameters">Overwritten.</param>
    /// <exception cref="InvalidOperationException">Their number is another: generated code was changed.</exception>
    public static void Load(ReadOnlySpan<ulong> words, ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Span<float> values = parameters.Values;
        if (2 * words.Length != values.Length)
        {
            throw new InvalidOperationException($"The constants of the generated code hold {2 * words.Length} numbers, expected {values.Length}; rebuild the project.");
        }

        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<ulong, float>(words).CopyTo(values);
            return;
        }

        for (int i = 0; i < words.Length; i++)
        {
            values[2 * i] = BitConverter.UInt32BitsToSingle((uint)words[i]);
            values[(2 * i) + 1] = BitConverter.UInt32BitsToSingle((uint)(words[i] >> 32));
        }
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
